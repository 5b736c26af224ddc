import type { Recipe, Sampling, SketchStrokes } from "../api";
import { fromBase64, toBase64 } from "./base64";

const settings: readonly (keyof Sampling)[] = ["temperature", "sigmaTemperature", "penTemperature", "bestOf"];
/** Stays as it is in an address, and is in none of the parts. */
const mark = "*";

/** A recipe without its strokes as text for the address. The code is there bit by bit, so that it draws the same. */
export function recipeToText({ model, code, component, seed, sampling, given }: Recipe): string {
    const bytes = new DataView(new ArrayBuffer(4 * code.length));
    code.forEach((value, i) => bytes.setFloat32(4 * i, value, true));
    const parts = [model, component, seed, ...settings.map((name) => sampling[name]), given, toBase64(new Uint8Array(bytes.buffer))];
    return parts.map((part) => part ?? "").join(mark);
}

/** The recipe of such a text, or null if it is damaged. */
export function textToRecipe(text: string, strokes: SketchStrokes): Recipe | null {
    const [model, component, seed, ...rest] = text.split(mark);
    const bytes = fromBase64(rest[settings.length + 1] ?? "");
    const numbers = rest.slice(0, settings.length + 1).map((part) => (part === "" ? undefined : Number(part)));
    if (!model || !/^[0-9a-f]+$/.test(model) || !seed || bytes === null || bytes.length === 0 || bytes.length % 4 !== 0) return null;
    const code = Array.from({ length: bytes.length / 4 }, (_, i) => new DataView(bytes.buffer).getFloat32(4 * i, true));
    if (![...code, ...numbers.map((value) => value ?? 0), Number(component), Number(seed)].every(Number.isFinite)) return null;
    const given = numbers.at(-1);
    return {
        model,
        code,
        component: component === "" ? null : Number(component),
        seed: Number(seed),
        sampling: Object.fromEntries(settings.map((name, i) => [name, numbers[i]]).filter(([, value]) => value !== undefined)),
        strokes,
        ...(given !== undefined && { given }),
    };
}
