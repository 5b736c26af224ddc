import type { Camera, Size } from "../../core/camera";
import type { Rgb } from "./colors";

/** The color of a point and its opacity, 0 to 1. */
export type Ink = readonly [Rgb, number];

/** Draws all points of the map as dots. */
export interface Dots {
    /** Gives every point its ink. */
    color(inkOf: (i: number) => Ink): void;
    /** Draws them, `dot` pixels of the page wide. */
    draw(camera: Camera, size: Size, dot: number): void;
    close(): void;
}

/** Red, green, blue and opacity of every point, 0 … 255. */
export function inksOf(count: number, inkOf: (i: number) => Ink): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(4 * count);
    for (let i = 0; i < count; i++) {
        const [rgb, opacity] = inkOf(i);
        bytes.set(rgb, 4 * i);
        bytes[4 * i + 3] = Math.round(255 * opacity);
    }
    return bytes;
}
