import { expect, test } from "vitest";
import { format, numberOf, numbersOf, parse } from "../src/core/address";

test("an address survives its text", () => {
    const address = { page: "space", params: { at: "0.25,-0.5", tool: "path", q: "a & b = c" } } as const;
    expect(parse(format(address))).toEqual(address);
});

test("what is empty is left out", () => {
    expect(format({ page: "draw", params: { seed: "", t: "0.4" } })).toBe("#/draw?t=0.4");
    expect(format({ page: "data", params: {} })).toBe("#/data");
});

test("lists stay readable", () => {
    expect(format({ page: "space", params: { at: "0.25,-0.5" } })).toBe("#/space?at=0.25,-0.5");
});

test("an unknown page is the first one", () => {
    expect(parse("")).toEqual({ page: "draw", params: {} });
    expect(parse("#/nowhere?x=1")).toEqual({ page: "draw", params: { x: "1" } });
});

test("numbers are numbers or what holds without them", () => {
    const params = { t: "0.5", zero: "0", word: "many", none: "", list: "1,2.5,-3", broken: "1,x" };
    expect(numberOf(params, "t", 1)).toBe(0.5);
    expect(numberOf(params, "zero", 1)).toBe(0);
    expect(numberOf(params, "word", 1)).toBe(1);
    expect(numberOf(params, "none", 1)).toBe(1);
    expect(numberOf(params, "absent", 1)).toBe(1);
    expect(numbersOf(params, "list")).toEqual([1, 2.5, -3]);
    expect(numbersOf(params, "broken")).toEqual([]);
    expect(numbersOf(params, "absent")).toEqual([]);
});
