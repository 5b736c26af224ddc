import { useEffect, useState } from "preact/hooks";
import type { CodeSource } from "../../api";
import { LiveCell } from "../../components/live-cell";
import { Progress, Trouble } from "../../components/trouble";
import type { Params } from "../../core/address";
import { drawing, isDrawing, recipe, strokes } from "../../core/drawing";
import { hasLines } from "../../core/geometry";
import { info, nameOf } from "../../core/info";
import { LiveSketches } from "../../core/live";
import { samplingOf, styleOf, styleSource } from "../../core/sampling";

const count = 9;
const patience = 350;

/** Nine drawings of the model, as they come: redrawings of the sketch or of a style, or ways to complete it. */
export function Results({ mode, params }: { mode: "redraw" | "complete"; params: Params }) {
    const [sketches] = useState(() => new LiveSketches());
    const style = styleOf(params);
    const given = strokes.value;
    const penIsDown = isDrawing.value;
    const sampling = samplingOf(params, info.value?.sampling ?? {});
    const request = JSON.stringify(sampling);

    useEffect(() => {
        if (penIsDown || info.value === null) return;
        const source: CodeSource | null =
            style !== null
                ? styleSource(style)
                : recipe.peek()
                  ? { code: recipe.peek()!.code }
                  : hasLines(given) && info.value.model.encodes
                    ? { strokes: given }
                    : null;
        if (mode === "complete" ? !hasLines(given) : source === null) {
            sketches.clear();
            return;
        }
        const timer = setTimeout(() => {
            if (mode === "redraw") sketches.start("draw", { source, count, sampling } as { count: number });
            else {
                const { open: isOpen } = drawing.peek();
                const body = { strokes: given, open: isOpen, count, sampling, ...(style !== null && { source }) };
                sketches.start("complete", body, given);
            }
        }, patience);
        return () => clearTimeout(timer);
    }, [given, penIsDown, mode, style, request, info.value === null]);
    useEffect(() => () => sketches.cancel(), []);

    const { cells, busy, error } = sketches.now.value;
    if (mode === "redraw" && style === null && recipe.value === null && info.value?.model.encodes === false)
        return <p class="prose">This model cannot read drawings. Choose a style, or let it complete what you began.</p>;
    const subject = style === null ? "Your drawing" : nameOf(style);
    return (
        <div class="results" aria-busy={busy}>
            {error !== null && <Trouble text={error} />}
            <div class="nine">
                {cells.length === 0
                    ? Array.from({ length: count }, (_, i) => <div class="cell" key={i} />)
                    : cells.map((cell, i) => (
                          <LiveCell
                              key={i}
                              cell={cell}
                              title={mode === "redraw" ? `${subject}, redrawn ${i + 1}` : `Completion ${i + 1}`}
                          />
                      ))}
            </div>
            {busy ? <Progress label="The model draws" /> : <div class="progress-gap" />}
        </div>
    );
}
