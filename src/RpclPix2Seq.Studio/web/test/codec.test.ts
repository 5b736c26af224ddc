import { expect, test } from "vitest";
import { strokesToText, textToStrokes } from "../src/core/codec";
import type { SketchStrokes } from "../src/api";

const drawing: SketchStrokes = [
    [
        [10, 20],
        [500, 20],
        [500, 990],
    ],
    [[0, 0]],
    [
        [1000, 1000],
        [-50, 300],
    ],
];

test("a drawing survives its text within half a cell", () => {
    const back = textToStrokes(strokesToText(drawing, 1000), 1000);
    expect(back.map((stroke) => stroke.length)).toEqual([3, 1, 2]);
    for (const [i, stroke] of drawing.entries())
        for (const [j, point] of stroke.entries())
            for (const axis of [0, 1] as const) expect(Math.abs(back[i]![j]![axis] - point[axis])).toBeLessThanOrEqual(1000 / 1024);
});

test("the text does not change when it is read and written again", () => {
    const text = strokesToText(drawing, 1000);
    expect(strokesToText(textToStrokes(text, 1000), 1000)).toBe(text);
    expect(text).toMatch(/^[A-Za-z0-9_-]+$/);
});

test("a damaged text is no drawing", () => {
    const text = strokesToText(drawing, 1000);
    expect(textToStrokes(text.slice(0, 7), 1000)).toEqual([]);
    expect(textToStrokes("%%%", 1000)).toEqual([]);
    expect(textToStrokes("________", 1000)).toEqual([]);
    expect(textToStrokes("", 1000)).toEqual([]);
});
