import { expect, test } from "vitest";
import {
    beyond,
    boundsOf,
    ellipseOf,
    fitTo,
    hasLines,
    isInside,
    pathOf,
    resample,
    simplify,
    squareAround,
    within,
    type Point,
} from "../src/core/geometry";

test("bounds and the square around them", () => {
    const box = boundsOf([
        [
            [1, 2],
            [5, 3],
        ],
        [[2, 10]],
    ])!;
    expect(box).toEqual({ x: 1, y: 2, width: 4, height: 8 });
    expect(squareAround(box, 0.25)).toEqual({ x: -3, y: 0, width: 12, height: 12 });
    expect(boundsOf([])).toBeNull();
    expect(boundsOf([[]])).toBeNull();
});

test("a sketch is fitted with its proportions", () => {
    expect(
        fitTo(
            [
                [
                    [0, 0],
                    [4, 2],
                ],
            ],
            100,
            0,
        ),
    ).toEqual([
        [
            [0, 25],
            [100, 75],
        ],
    ]);
    expect(fitTo([[[3, 3]]], 100)[0]![0]!.map(Math.round)).toEqual([50, 50]);
});

test("a path draws a dot for a single point", () => {
    expect(
        pathOf([
            [[1, 2]],
            [],
            [
                [0, 0],
                [1.239, 1],
            ],
        ]),
    ).toBe("M1 2L1 2M0 0L1.24 1");
});

test("points on a line are left out, corners stay", () => {
    const corner: Point[] = [
        [0, 0],
        [5, 0.1],
        [10, 0],
        [10, 5],
        [10, 10],
    ];
    expect(simplify(corner, 0.5)).toEqual([
        [0, 0],
        [10, 0],
        [10, 10],
    ]);
    expect(simplify(corner, 0.01)).toEqual([
        [0, 0],
        [5, 0.1],
        [10, 0],
        [10, 10],
    ]);
});

test("inside and outside of a polygon with a dent", () => {
    const dented: Point[] = [
        [0, 0],
        [10, 0],
        [5, 5],
        [10, 10],
        [0, 10],
    ];
    expect(isInside([2, 5], dented)).toBe(true);
    expect(isInside([8, 5], dented)).toBe(false);
    expect(isInside([-1, 5], dented)).toBe(false);
});

test("the ellipse of a correlated normal leans", () => {
    const { a, b, angle } = ellipseOf(1, 1, 0.6);
    expect(a).toBeCloseTo(Math.sqrt(1.6));
    expect(b).toBeCloseTo(Math.sqrt(0.4));
    expect(angle).toBeCloseTo(45);
    expect(ellipseOf(3, 1, 0)).toEqual({ a: 3, b: 1, angle: 0 });
});

test("dots are no lines", () => {
    expect(hasLines([])).toBe(false);
    expect(
        hasLines([
            [[1, 1]],
            [
                [2, 2],
                [2, 2],
            ],
        ]),
    ).toBe(false);
    expect(
        hasLines([
            [[1, 1]],
            [
                [2, 2],
                [2, 3],
            ],
        ]),
    ).toBe(true);
});

test("a completion is what was given, and what came after", () => {
    const given: Point[][] = [
        [
            [0, 0],
            [1, 0],
        ],
        [
            [2, 0],
            [3, 0],
        ],
    ];
    const completed: Point[][] = [
        [
            [0, 0],
            [1, 0],
        ],
        [
            [2, 0],
            [3, 0],
            [4, 0],
            [5, 0],
        ],
        [
            [6, 0],
            [7, 0],
        ],
    ];
    expect(within(completed, given)).toEqual(given);
    expect(beyond(completed, given)).toEqual([
        [
            [3, 0],
            [4, 0],
            [5, 0],
        ],
        [
            [6, 0],
            [7, 0],
        ],
    ]);
    expect(beyond([...given, [[6, 0]]], given)).toEqual([[[6, 0]]]);
    expect(within([[[0, 0]]], given)).toEqual([[[0, 0]]]);
    expect(beyond([[[0, 0]]], given)).toEqual([]);
    expect(beyond(completed, [])).toBe(completed);
});

test("places on a line lie at equal distances along it", () => {
    const line: Point[] = [
        [0, 0],
        [3, 0],
        [3, 1],
        [3, 1],
        [3, 9],
    ];
    expect(resample(line, 5)).toEqual([
        [0, 0],
        [3, 0],
        [3, 3],
        [3, 6],
        [3, 9],
    ]);
    expect(
        resample(
            [
                [2, 2],
                [2, 2],
            ],
            3,
        ),
    ).toEqual([
        [2, 2],
        [2, 2],
        [2, 2],
    ]);
});
