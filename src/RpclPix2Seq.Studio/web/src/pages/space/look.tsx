import { useEffect, useState } from "preact/hooks";
import type { CodeSource } from "../../api";
import { useLoad } from "../../components/load";
import { LiveCell } from "../../components/live-cell";
import { SketchButton } from "../../components/sketch-view";
import { Progress, Trouble } from "../../components/trouble";
import { address, numberOf } from "../../core/address";
import { info, nameOf } from "../../core/info";
import { LiveSketches } from "../../core/live";
import { codeAt, sketchAt } from "./codes";
import type { MapPoints } from "./points";
import { pointsIn } from "./state";

/** The sketch that was tapped, and what the model draws from that place. */
export function LookPanel({ points }: { points: MapPoints }) {
    const [at] = pointsIn("at");
    const index = numberOf(address.value.params, "sketch", -1);
    const sketch = useLoad(index < 0 ? null : String(index), (signal) => sketchAt(index, signal));
    const place = useLoad(at === undefined || index >= 0 ? null : at.join(), (signal) => codeAt(at!, points, signal));
    const source: CodeSource | null = index < 0 ? place.value : sketch.value && { code: sketch.value.code };
    const [drawings] = useState(() => new LiveSketches());

    useEffect(() => {
        if (source === null || info.value === null) return;
        const request = { source, count: 4, sampling: info.value.sampling };
        drawings.start("draw", request);
    }, [place.value, sketch.value, info.value === null]);
    useEffect(() => () => drawings.cancel(), []);

    if (at === undefined)
        return (
            <p class="prose">
                Every mark is a drawing, near those that are like it. Tap one, or a place between, and the model draws from there.
            </p>
        );
    const { cells, busy, error } = drawings.now.value;
    const problem = sketch.error ?? place.error ?? error;
    return (
        <div class="panel-part">
            {problem !== null && <Trouble text={problem} />}
            {sketch.value && (
                <figure class="found">
                    <SketchButton sketch={{ strokes: sketch.value.strokes, title: titleOf(sketch.value) }} by="person" />
                    <figcaption>
                        {sketch.value.category ?? "A drawing"}
                        <span class="quiet">{nameOf(sketch.value.component)}</span>
                    </figcaption>
                </figure>
            )}
            <h2>Drawn from there</h2>
            <div class="four">
                {cells.map((cell, i) => (
                    <LiveCell key={i} cell={cell} title={`Drawn from the map ${i + 1}`} />
                ))}
            </div>
            {busy || place.busy || sketch.busy ? <Progress label="The model draws" /> : <div class="progress-gap" />}
        </div>
    );
}

export function titleOf({ category, component }: { category: string | null; component: number }): string {
    return category ?? nameOf(component);
}
