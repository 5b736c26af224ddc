import { expect, test } from "vitest";
import type { Recipe, SketchStrokes } from "../src/api";
import { format, parse } from "../src/core/address";
import { recipeToText, textToRecipe } from "../src/core/recipe";

const strokes: SketchStrokes = [
    [
        [0, 0],
        [1, 1],
    ],
];
const code = [...new Float32Array([0.1, -1 / 3, 1e-20, 0, -0, 12345.678])];
const sampling = { temperature: 0.24, sigmaTemperature: 0.06, bestOf: 8 };
const recipe: Recipe = { model: "0123456789abcdef", code, component: 28, seed: 7, sampling, strokes };

test("a recipe survives a link bit by bit", () => {
    expect(textToRecipe(recipeToText(recipe), strokes)).toEqual(recipe);
    const other: Recipe = { ...recipe, component: null, sampling: {}, given: 2 };
    const link = format({ page: "draw", params: { r: recipeToText(other) } });
    expect(textToRecipe(parse(link).params.r!, strokes)).toEqual(other);
    expect(link).not.toContain("%");
});

test("a code of 128 numbers is some 750 characters", () => {
    const text = recipeToText({ ...recipe, code: Array.from({ length: 128 }, (_, i) => Math.fround(Math.sin(i))) });
    expect(text.length).toBeLessThan(750);
});

test("a damaged text is no recipe", () => {
    const text = recipeToText(recipe);
    for (const bad of ["", "*", "x", text.slice(0, 30), text.slice(0, -3), text.replace("*7*", "*many*"), text.replace("0123", "<b>")])
        expect(textToRecipe(bad, strokes), bad).toBeNull();
    const infinite = recipeToText({ ...recipe, code: [Infinity] });
    expect(textToRecipe(infinite, strokes)).toBeNull();
});
