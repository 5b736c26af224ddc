import { amend, type Params } from "../../core/address";
import { info, nameOf } from "../../core/info";
import { samplingOf } from "../../core/sampling";
import type { Sampling } from "../../api";

const sliders: { key: string; name: keyof Sampling; title: string; hint: string; most: number }[] = [
    { key: "t", name: "temperature", title: "Temperature", hint: "how freely it chooses among likely directions", most: 1.5 },
    { key: "ts", name: "sigmaTemperature", title: "Position temperature", hint: "how far points stray from the expected place", most: 1.5 },
    { key: "tp", name: "penTemperature", title: "Pen temperature", hint: "how freely it lifts the pen", most: 1.5 },
];

/** The nearest seed that the server takes. */
const wholeOf = (seed: number) => String(Math.min(2 ** 53 - 1025, Math.max(0, Math.trunc(seed || 0))));

/** How it draws: temperatures, the best of several, style and seed. Everything is in the address. */
export function Settings({ params, withStyle }: { params: Params; withStyle: boolean }) {
    const sampling = samplingOf(params, info.value?.sampling ?? {});
    const best = sampling.bestOf ?? 1;
    return (
        <fieldset class="settings">
            <legend class="hidden">How it draws</legend>
            {sliders.map(({ key, name, title, hint, most }) => {
                const value = sampling[name] ?? sampling.temperature ?? 0;
                return (
                    <label class="field" key={key} title={hint}>
                        <span>
                            {title} <output>{value.toFixed(2)}</output>
                        </span>
                        <input
                            type="range"
                            min={0}
                            max={most}
                            step={0.01}
                            value={value}
                            onInput={(event) => amend({ [key]: event.currentTarget.value })}
                        />
                    </label>
                );
            })}
            <label class="field" title="Draws several and keeps the one whose code is nearest">
                <span>Best of</span>
                <select value={String(best)} onChange={(event) => amend({ best: event.currentTarget.value })}>
                    {[...new Set([1, 2, 4, 8, 16, best])]
                        .sort((a, b) => a - b)
                        .map((n) => (
                            <option key={n} value={String(n)}>
                                {n}
                            </option>
                        ))}
                </select>
            </label>
            <div class="field">
                <span>
                    <label for="seed">Seed</label>
                </span>
                <div class="seed">
                    <input
                        id="seed"
                        type="number"
                        min={0}
                        step={1}
                        value={params.seed ?? String(sampling.seed ?? 0)}
                        onChange={(event) => amend({ seed: wholeOf(event.currentTarget.valueAsNumber) })}
                    />
                    <button class="button" onClick={() => amend({ seed: String(Math.floor(Math.random() * 1e6)) })} title="Another seed">
                        New seed
                    </button>
                </div>
            </div>
            {withStyle && (
                <label class="field">
                    <span>Draw</span>
                    <select value={params.style ?? ""} onChange={(event) => amend({ style: event.currentTarget.value })}>
                        <option value="">your drawing</option>
                        {info.value?.components.map(({ id }) => (
                            <option key={id} value={String(id)}>
                                {nameOf(id)}
                            </option>
                        ))}
                    </select>
                </label>
            )}
        </fieldset>
    );
}
