import type { RunDetail } from "../../api";
import { Trouble } from "../../components/trouble";

export const states = { running: "running", stopped: "stopped", finished: "finished", failed: "failed" } as const;

/** Where a run stands, and what can be done about it. */
export function RunFacts({ run, ask }: { run: RunDetail; ask: (verb: "stop" | "resume") => void }) {
    const facts: [string, string][] = [
        ["Step", run.step.toLocaleString("en-US")],
        ["Best validation", run.bestValidation === null ? "–" : run.bestValidation.toPrecision(4)],
        [
            "Categories",
            run.categories.length === 0 ? "–" : run.categories.length > 4 ? String(run.categories.length) : run.categories.join(", "),
        ],
        ["Changed", ago(run.changed)],
    ];
    return (
        <header class="run-head">
            <div class="row wide">
                <div>
                    <h1>{run.name}</h1>
                    <p class={`run-state quiet ${run.state}`}>{states[run.state]}</p>
                </div>
                {run.state === "running" && (
                    <button class="button" onClick={() => ask("stop")}>
                        Stop
                    </button>
                )}
                {(run.state === "stopped" || run.state === "failed") && (
                    <button class="button ask" onClick={() => ask("resume")}>
                        Resume
                    </button>
                )}
            </div>
            {run.error && <Trouble text={run.error} />}
            <dl class="run-facts">
                {facts.map(([name, value]) => (
                    <div key={name}>
                        <dt>{name}</dt>
                        <dd>{value}</dd>
                    </div>
                ))}
            </dl>
        </header>
    );
}

const units: [Intl.RelativeTimeFormatUnit, number][] = [
    ["day", 86400],
    ["hour", 3600],
    ["minute", 60],
    ["second", 1],
];

export function ago(time: string, now = Date.now()): string {
    const seconds = (new Date(time).getTime() - now) / 1000;
    if (!Number.isFinite(seconds)) return "–";
    const [unit, size] = units.find(([, length]) => Math.abs(seconds) >= length) ?? units.at(-1)!;
    return new Intl.RelativeTimeFormat("en", { numeric: "auto" }).format(Math.round(seconds / size), unit);
}
