import { useState } from "preact/hooks";
import type { DataSummary, RunSummary } from "../../api";
import { Trouble } from "../../components/trouble";
import { useLoad } from "../../components/load";
import { explain, get, post } from "../../core/client";

const presets = [
    { value: "", title: "chosen from the data" },
    { value: "small", title: "small: an hour" },
    { value: "medium", title: "medium: an evening" },
    { value: "large", title: "large: a weekend" },
] as const;

/** Starts a run. */
export function StartForm({ started }: { started: (run: RunSummary) => void }) {
    const data = useLoad("data", (signal) => get<DataSummary[]>("data", signal));
    const [error, setError] = useState<string | null>(null);
    const [busy, setBusy] = useState(false);
    const [values, setValues] = useState({ data: "", name: "", preset: "", minutes: "" });
    const set = (key: keyof typeof values) => (event: { currentTarget: HTMLInputElement | HTMLSelectElement }) =>
        setValues({ ...values, [key]: event.currentTarget.value });
    const chosen = values.data || data.value?.[0]?.name;

    const start = async () => {
        setBusy(true);
        setError(null);
        const { name, preset, minutes } = values;
        try {
            const request = {
                data: chosen,
                ...(name && { name }),
                ...(preset && { preset }),
                ...(minutes && { minutes: Number(minutes) }),
            };
            started(await post<RunSummary>("runs", request));
            setValues({ ...values, name: "" });
        } catch (problem) {
            setError(explain(problem));
        }
        setBusy(false);
    };

    if (data.value?.length === 0) return <p class="prose">To train, first import drawings on the Data page.</p>;
    return (
        <form
            class="start"
            onSubmit={(event) => {
                event.preventDefault();
                void start();
            }}
        >
            <h2>Start a run</h2>
            <label class="field">
                <span>Data</span>
                <select value={chosen} onChange={set("data")}>
                    {data.value?.map(({ name }) => (
                        <option key={name}>{name}</option>
                    ))}
                </select>
            </label>
            <label class="field">
                <span>Preset</span>
                <select value={values.preset} onChange={set("preset")}>
                    {presets.map(({ value, title }) => (
                        <option key={value} value={value}>
                            {title}
                        </option>
                    ))}
                </select>
            </label>
            <label class="field">
                <span>Name (optional)</span>
                <input value={values.name} onInput={set("name")} />
            </label>
            <label class="field">
                <span>Time limit in minutes</span>
                <input type="number" min={1} step={1} placeholder="no limit" value={values.minutes} onInput={set("minutes")} />
            </label>
            {(error ?? data.error) !== null && <Trouble text={(error ?? data.error)!} />}
            <button class="button ask" disabled={busy || !chosen}>
                {busy ? "Starting…" : "Start"}
            </button>
        </form>
    );
}
