import { signal } from "@preact/signals";
import type { Recipe, SketchStrokes } from "../api";

/** A sketch that is shown in large. */
export interface Opened {
    strokes: SketchStrokes;
    title: string;
    recipe?: Recipe | null;
    /** What of it a person drew. */
    given?: SketchStrokes;
    /** Set where the pen never lifted for good. */
    unfinished?: boolean;
}

export const opened = signal<Opened | null>(null);

export function open(sketch: Opened): void {
    opened.value = sketch;
}

export function count(number: number, word: string): string {
    return `${number.toLocaleString("en-US")} ${word}${number === 1 ? "" : "s"}`;
}
