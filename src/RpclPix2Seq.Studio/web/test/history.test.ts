import { expect, test } from "vitest";
import { begin, canRedo, canUndo, current, push, redo, undo } from "../src/core/history";

test("undo and redo walk along the states", () => {
    let history = push(push(begin("a"), "b"), "c");
    history = undo(undo(history));
    expect(current(history)).toBe("a");
    expect(canUndo(history)).toBe(false);
    expect(undo(history)).toBe(history);
    history = redo(history);
    expect(current(history)).toBe("b");
    expect(canRedo(history)).toBe(true);
});

test("a new state drops what was undone", () => {
    const history = push(undo(push(begin("a"), "b")), "c");
    expect(current(history)).toBe("c");
    expect(canRedo(history)).toBe(false);
    expect(current(undo(history))).toBe("a");
});

test("the oldest states are forgotten", () => {
    let history = begin(0);
    for (let i = 1; i <= 1000; i++) history = push(history, i);
    expect(history.states.length).toBeLessThanOrEqual(200);
    expect(current(history)).toBe(1000);
});
