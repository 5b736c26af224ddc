import { expect, test } from "vitest";
import { samplingOf, styleOf } from "../src/core/sampling";

const defaults = { temperature: 0.24, sigmaTemperature: 0.06, bestOf: 1, seed: 1 };

test("the model's own settings hold but for what the address says", () => {
    expect(samplingOf({}, defaults)).toEqual(defaults);
    expect(samplingOf({ t: "0.5", seed: "0", best: "8" }, defaults)).toEqual({
        temperature: 0.5,
        sigmaTemperature: 0.06,
        bestOf: 8,
        seed: 0,
    });
});

test("what is no number changes nothing", () => {
    expect(samplingOf({ t: "warm", tp: "x" }, defaults)).toEqual(defaults);
});

test("a style is a number", () => {
    expect(styleOf({ style: "0" })).toBe(0);
    expect(styleOf({ style: "" })).toBeNull();
    expect(styleOf({})).toBeNull();
});
