import { expect, test, vi } from "vitest";
import { Latest } from "../src/core/latest";

test("what came while the task ran is skipped but for the newest", async () => {
    vi.useFakeTimers();
    const seen: number[] = [];
    const latest = new Latest<number>(async (input) => {
        seen.push(input);
        await new Promise((resolve) => setTimeout(resolve, 30));
    }, 50);
    for (let i = 0; i < 10; i++) latest.put(i);
    await vi.advanceTimersByTimeAsync(49);
    expect(seen).toEqual([0]);
    await vi.advanceTimersByTimeAsync(2);
    expect(seen).toEqual([0, 9]);
    vi.useRealTimers();
});

test("a task that fails does not end the rest", async () => {
    vi.useFakeTimers();
    const seen: number[] = [];
    const latest = new Latest<number>(async (input) => {
        seen.push(input);
        throw new Error("no");
    }, 1);
    latest.put(1);
    await vi.advanceTimersByTimeAsync(5);
    latest.put(2);
    await vi.advanceTimersByTimeAsync(5);
    expect(seen).toEqual([1, 2]);
    vi.useRealTimers();
});
