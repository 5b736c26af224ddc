import { useEffect, useState } from "preact/hooks";
import type { RunDetail, RunEvent, RunSummary } from "../../api";
import { useLoad } from "../../components/load";
import { Progress, Trouble } from "../../components/trouble";
import { explain, get, isAbort, post } from "../../core/client";
import { follow } from "../../core/follow";
import { withEvent } from "../../core/run";
import type { ServerEvent } from "../../core/sse";
import { Curve } from "./curve";
import { RunFacts } from "./facts";
import { Threads } from "./threads";

/** A run as it goes: facts, losses and components, with one scrubber through all of them. */
export function Detail({ name, changed }: { name: string; changed: () => void }) {
    const path = `runs/${encodeURIComponent(name)}`;
    const loaded = useLoad(path, (signal) => get<RunDetail>(path, signal));
    const [run, setRun] = useState<RunDetail | null>(null);
    const [error, setError] = useState<string | null>(null);
    const [scrubbed, setScrubbed] = useState<number | null>(null);
    useEffect(() => (setRun(loaded.value), setScrubbed(null)), [loaded.value]);

    const runs = run?.name === name && run.state === "running";
    useEffect(() => {
        if (!runs) return;
        const stop = new AbortController();
        const began = async () => {
            const now = await get<RunDetail>(path, stop.signal);
            setRun(now);
            setError(null);
        };
        const event = ({ event: kind, data }: ServerEvent) => {
            if (kind === "metrics" || kind === "validation") {
                const happened = JSON.parse(data) as RunEvent;
                setRun((old) => old && { ...withEvent(old, kind, happened), changed: new Date().toISOString() });
            } else if (kind === "state") {
                const summary = JSON.parse(data) as RunSummary;
                setRun((old) => old && { ...old, ...summary });
                changed();
            }
        };
        const lost = (problem: unknown) => setError(explain(problem));
        follow(`${path}/events`, stop.signal, { began, event, lost }).catch((problem: unknown) => isAbort(problem) || lost(problem));
        return () => stop.abort();
    }, [path, runs]);

    const ask = async (verb: "stop" | "resume") => {
        setError(null);
        try {
            await post(`${path}/${verb}`, {});
            loaded.again();
            changed();
        } catch (problem) {
            setError(explain(problem));
        }
    };

    if (run === null || run.name !== name)
        return (
            <div class="run-detail">
                {loaded.busy && <Progress label="Loading the run" />}
                {loaded.error !== null && <Trouble text={loaded.error} retry={loaded.again} />}
            </div>
        );
    const last = Math.max(run.step, run.steps.at(-1) ?? 0);
    const at = Math.min(scrubbed ?? last, last);
    const hasLosses = run.steps.length + run.validSteps.length > 0;
    const series = Object.keys({ ...run.train, ...run.valid });
    return (
        <article class="run-detail" aria-label={`Run ${name}`}>
            <RunFacts run={run} ask={(verb) => void ask(verb)} />
            {error !== null && <Trouble text={error} />}
            {last > 0 && (
                <label class="field scrubber">
                    <span>
                        Look at step
                        <output>{scrubbed === null && run.state === "running" ? "now" : at.toLocaleString("en-US")}</output>
                    </span>
                    <input
                        type="range"
                        min={0}
                        max={last}
                        step={1}
                        value={at}
                        onInput={(event) =>
                            setScrubbed(Number(event.currentTarget.value) >= last ? null : Number(event.currentTarget.value))
                        }
                    />
                </label>
            )}
            {run.history.length > 0 && last > 0 && (
                <Threads history={run.history} last={last} at={at} look={(step) => setScrubbed(step >= last ? null : step)} />
            )}
            {hasLosses ? (
                <section class="curves" aria-label="Curves">
                    {series.map((key) => (
                        <Curve
                            key={`${name} ${key}`}
                            title={key}
                            steps={run.steps}
                            train={run.train[key] ?? run.steps.map(() => null)}
                            validSteps={run.validSteps}
                            valid={run.valid[key] ?? []}
                            at={at}
                        />
                    ))}
                </section>
            ) : (
                <p class="prose">
                    {run.state === "running" ? "Preparing the data; the first losses appear after some steps." : "It recorded no losses."}
                </p>
            )}
            {hasLosses && <p class="quiet small">Training in ink, validation in blue.</p>}
        </article>
    );
}
