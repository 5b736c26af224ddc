import { useState } from "preact/hooks";
import { remember } from "../core/client";

/** Asks for the token of a studio that other machines can reach. */
export function TokenForm() {
  const [value, setValue] = useState("");
  return (
    <form
      class="page-head token-form"
      onSubmit={(event) => {
        event.preventDefault();
        remember(value.trim());
      }}
    >
      <h1>This studio asks for its token</h1>
      <p class="prose">It was printed where rpcl studio was started.</p>
      <label class="field">
        <span>Token</span>
        <input type="password" autocomplete="off" value={value} onInput={(event) => setValue(event.currentTarget.value)} />
      </label>
      <button class="button ask" disabled={value.trim() === ""}>
        Enter
      </button>
    </form>
  );
}
