import type { ComponentChildren } from "preact";
import type { SketchStrokes } from "../api";
import { beyond, boundsOf, pathOf, squareAround, within, type Box } from "../core/geometry";
import { open, type Opened } from "./opened";

interface SketchProps {
    strokes: SketchStrokes;
    /** People draw in ink, the model in blue; of a completion, what was given stays ink. */
    by?: "person" | "model";
    given?: SketchStrokes;
    /** What of the plane is seen; around the sketch without it. */
    view?: Box | null;
    label?: string;
}

/** A sketch as large as its place. */
export function SketchView({ strokes, by = "person", given = [], view = null, label }: SketchProps) {
    const box = view ?? squareAround(boundsOf(strokes) ?? { x: 0, y: 0, width: 1, height: 1 }, 0.08);
    const digits = Math.max(0, Math.ceil(2.5 - Math.log10(box.width)));
    return (
        <svg
            class={`sketch ${by}`}
            viewBox={`${box.x} ${box.y} ${box.width} ${box.height}`}
            role={label ? "img" : undefined}
            aria-label={label}
            aria-hidden={label ? undefined : "true"}
        >
            {given.length > 0 && <path class="given" d={pathOf(within(strokes, given), digits)} />}
            <path d={pathOf(beyond(strokes, given), digits)} />
        </svg>
    );
}

/** A sketch that opens in large. */
export function SketchButton({ sketch, by, children }: { sketch: Opened; by?: "person" | "model"; children?: ComponentChildren }) {
    const shown = by ?? (sketch.recipe ? "model" : "person");
    return (
        <button class="sketch-button" onClick={() => open(sketch)} aria-label={`Open ${sketch.title}`} title={sketch.title}>
            <SketchView strokes={sketch.strokes} by={shown} given={sketch.given ?? []} />
            {children}
        </button>
    );
}
