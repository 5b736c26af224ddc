import { expect, test } from "vitest";
import type { RunDetail } from "../src/api";
import { entryAt, threadsOf, withEvent } from "../src/core/run";

const run: RunDetail = {
    name: "cats",
    state: "running",
    step: 20,
    categories: [],
    bestValidation: null,
    changed: "",
    steps: [10, 20],
    train: { cost: [3, 2] },
    validSteps: [20],
    valid: { cost: [2.5] },
    history: [{ step: 10, weights: { a: 0.5, b: 0.3, c: 0.2 } }],
};

test("a step is added, with a series that begins late", () => {
    const next = withEvent(run, "metrics", { step: 30, values: { cost: 1, rate: 0.1 } });
    expect(next.steps).toEqual([10, 20, 30]);
    expect(next.train).toEqual({ cost: [3, 2, 1], rate: [null, null, 0.1] });
    expect(next.step).toBe(30);
    expect(run.steps).toEqual([10, 20]);
});

test("what was already there is not added again", () => {
    expect(withEvent(run, "metrics", { step: 20, values: { cost: 9 } }).train.cost).toEqual([3, 2]);
});

test("a validation brings weights", () => {
    const next = withEvent(run, "validation", { step: 40, values: { cost: 2 }, weights: { a: 0.7, c: 0.3 } });
    expect(next.validSteps).toEqual([20, 40]);
    expect(next.history.map(({ step }) => step)).toEqual([10, 40]);
});

test("weights alone are no step of the losses", () => {
    const next = withEvent(run, "metrics", { step: 25, values: {}, weights: { a: 1 } });
    expect(next.steps).toEqual([10, 20]);
    expect(next.history.map(({ step }) => step)).toEqual([10, 25]);
    expect(withEvent(next, "metrics", { step: 25, values: { cost: 1 } }).train.cost).toEqual([3, 2, 1]);
});

test("threads end where components die, and pause where they rest", () => {
    const history: RunDetail["history"] = [
        { step: 1, weights: { a: 0.2, b: 0.5, c: 0.3 } },
        { step: 2, weights: { a: 0.4, c: 0.6 } },
        { step: 3, weights: { a: 0.3, b: 0.7, d: 0 } },
    ];
    expect(threadsOf(history)).toEqual([
        { id: "b", from: 0, weights: [0.5, 0, 0.7], lives: true },
        { id: "a", from: 0, weights: [0.2, 0.4, 0.3], lives: true },
        { id: "c", from: 0, weights: [0.3, 0.6], lives: false },
    ]);
});

test("the entry at a step is the last one before it", () => {
    expect([0, 10, 15, 20, 99].map((step) => entryAt([10, 20], step))).toEqual([-1, 0, 0, 1, 1]);
    expect(entryAt([], 5)).toBe(-1);
});
