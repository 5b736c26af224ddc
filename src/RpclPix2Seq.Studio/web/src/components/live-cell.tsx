import type { Cell } from "../core/live";
import { open } from "./opened";
import { SketchView } from "./sketch-view";

/** A sketch while the model draws it; once it is drawn, it opens in large. */
export function LiveCell({ cell: { strokes, drawn, given, view }, title }: { cell: Cell; title: string }) {
    return (
        <button
            class="cell"
            disabled={drawn === null}
            aria-label={`Open ${title}`}
            onClick={() => drawn && open({ strokes: drawn.strokes, title, recipe: drawn.recipe, given, unfinished: !drawn.ended })}
        >
            <SketchView strokes={strokes} by="model" given={given} view={view} />
        </button>
    );
}
