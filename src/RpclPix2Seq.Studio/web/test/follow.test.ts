import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { follow } from "../src/core/follow";

type Answer = () => Response;
const answers: Answer[] = [];
const told: string[] = [];
let stop: AbortController;

beforeEach(() => {
    vi.useFakeTimers();
    answers.length = told.length = 0;
    stop = new AbortController();
    vi.stubGlobal("fetch", async () => {
        const answer = answers.shift();
        if (answer === undefined) throw new TypeError("no network");
        return answer();
    });
});
afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
});

const event = (data: string) => new TextEncoder().encode(`event: metrics\ndata: ${data}\n\n`);
const ended = (data: string) => () => new Response(event(data));
const broken = (data: string) => () => {
    let isSent = false;
    return new Response(
        new ReadableStream({
            pull: (stream) => {
                if (isSent) stream.error(new TypeError("network error"));
                else stream.enqueue(event(data));
                isSent = true;
            },
        }),
    );
};
const refused = () => new Response(JSON.stringify({ error: "run: there is none" }), { status: 404 });

const followed = () =>
    follow("runs/a/events", stop.signal, {
        began: async () => void told.push("began"),
        event: ({ data }) => void told.push(data),
        lost: (problem) => void told.push((problem as Error).message),
    }).catch((problem: unknown) => void told.push(`end: ${(problem as Error).message}`));

test("a stream that ends or breaks is opened again, and a refusal ends it", async () => {
    answers.push(ended("1"), broken("2"), ended("3"), refused);
    const done = followed();
    await vi.advanceTimersByTimeAsync(10_000);
    await done;
    const gone = "The studio does not answer. Is rpcl studio still running?";
    expect(told).toEqual(["began", "1", "began", "2", gone, "began", "3", "end: run: there is none"]);
});

test("a studio that is away is tried until it is back", async () => {
    const done = followed();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(told.length).toBeGreaterThan(10);
    expect(new Set(told).size).toBe(1);
    answers.push(ended("1"));
    await vi.advanceTimersByTimeAsync(1000);
    expect(told.slice(-2)).toEqual(["began", "1"]);
    stop.abort();
    await done;
    expect(told.at(-1)).toMatch(/^end: .*abort/);
});
