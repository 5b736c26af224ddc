import type { SketchStrokes } from "../api";
import { fromBase64, toBase64 } from "./base64";
import { simplify, type Point } from "./geometry";

/** Positions per side of the canvas in the text of a drawing: finer than a screen shows, coarse enough for a link. */
const cells = 512;

/**
 * Strokes of a square canvas as text for the address: stroke lengths and steps between points as base-128 numbers, base64url.
 * Positions are rounded to a 512th of the canvas, and points that do not show are left out.
 */
export function strokesToText(strokes: SketchStrokes, side: number): string {
    const bytes: number[] = [];
    let [x, y] = [0, 0];
    for (const stroke of strokes) {
        const points = simplify(stroke, side / cells);
        write(bytes, points.length);
        for (const [px, py] of points) {
            const [nx, ny] = [Math.round((px * cells) / side), Math.round((py * cells) / side)];
            write(bytes, zigzag(nx - x));
            write(bytes, zigzag(ny - y));
            [x, y] = [nx, ny];
        }
    }
    return toBase64(bytes);
}

/** The strokes of such a text, or none if it is damaged. */
export function textToStrokes(text: string, side: number): SketchStrokes {
    const bytes = fromBase64(text) ?? [];
    let at = 0;
    const read = (): number => {
        let [value, shift] = [0, 0];
        for (;;) {
            const byte = at < bytes.length && shift < 28 ? bytes[at++]! : -1;
            if (byte < 0) return Number.NaN;
            value |= (byte & 127) << shift;
            if (byte < 128) return value;
            shift += 7;
        }
    };
    const strokes: SketchStrokes = [];
    let [x, y] = [0, 0];
    while (at < bytes.length) {
        const length = read();
        if (!(length > 0 && length <= bytes.length)) return [];
        const stroke: Point[] = [];
        for (let i = 0; i < length; i++) {
            x += unzigzag(read());
            y += unzigzag(read());
            if (Number.isNaN(x + y)) return [];
            stroke.push([(x * side) / cells, (y * side) / cells]);
        }
        strokes.push(stroke);
    }
    return strokes;
}

function write(bytes: number[], value: number): void {
    for (; value > 127; value >>>= 7) bytes.push((value & 127) | 128);
    bytes.push(value);
}

const zigzag = (value: number) => (value < 0 ? -2 * value - 1 : 2 * value);
const unzigzag = (value: number) => (Number.isNaN(value) ? value : value % 2 === 0 ? value / 2 : -(value + 1) / 2);
