import type { RunDetail, RunEvent } from "../api";

/**
 * The run with what happened since: a step of training or a validation. What is not newer is already there; what has no values has weights
 * of components alone.
 */
export function withEvent(run: RunDetail, kind: "metrics" | "validation", { step, values, weights }: RunEvent): RunDetail {
    const [stepsKey, seriesKey] = kind === "metrics" ? (["steps", "train"] as const) : (["validSteps", "valid"] as const);
    const steps = run[stepsKey];
    const next = { ...run, step: Math.max(run.step, step) };
    if (step > (steps.at(-1) ?? -1) && Object.keys(values).length > 0) {
        next[stepsKey] = [...steps, step];
        next[seriesKey] = appended(run[seriesKey], values, steps.length);
    }
    if (weights && step > (run.history.at(-1)?.step ?? -1)) next.history = [...run.history, { step, weights }];
    return next;
}

type Series = Record<string, (number | null)[]>;

/** Series with one more value each; what begins later has none before. */
function appended(series: Series, values: Record<string, number | null>, length: number): Series {
    const names = new Set([...Object.keys(series), ...Object.keys(values)]);
    return Object.fromEntries(
        [...names].map((name) => [name, [...(series[name] ?? Array<null>(length).fill(null)), values[name] ?? null]]),
    );
}

/** A component's life: its weights at the recorded steps from `from` on, and whether it lives at the end. */
export interface Thread {
    id: string;
    from: number;
    weights: number[];
    lives: boolean;
}

/** The lives of all components: the living first, the heaviest first; then those that died, the last first. */
export function threadsOf(history: RunDetail["history"]): Thread[] {
    const threads = new Map<string, Thread>();
    for (const [at, { weights }] of history.entries())
        for (const [id, weight] of Object.entries(weights)) {
            if (weight <= 0) continue;
            const thread = threads.get(id) ?? { id, from: at, weights: [], lives: false };
            while (thread.weights.length < at - thread.from) thread.weights.push(0);
            thread.weights.push(weight);
            threads.set(id, thread);
        }
    const end = (thread: Thread) => thread.from + thread.weights.length;
    for (const thread of threads.values()) thread.lives = end(thread) === history.length;
    return [...threads.values()].sort((a, b) => end(b) - end(a) || b.weights.at(-1)! - a.weights.at(-1)!);
}

/** The last entry at or before a step; −1 before the first. */
export function entryAt(steps: readonly number[], step: number): number {
    let [low, high] = [0, steps.length];
    while (low < high) {
        const middle = (low + high) >> 1;
        if (steps[middle]! <= step) low = middle + 1;
        else high = middle;
    }
    return low - 1;
}
