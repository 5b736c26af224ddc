import { useEffect, useRef, useState } from "preact/hooks";
import type { Recipe } from "../api";
import { boundsOf, squareAround } from "../core/geometry";
import { info, nameOf } from "../core/info";
import { addressOf, openInDraw } from "../core/drawing";
import { ExportMenu } from "./export-menu";
import { LinkButton } from "./link-button";
import { CropMarks } from "./marks";
import { count, opened, type Opened } from "./opened";
import { useReplay } from "./replay";
import { SketchView } from "./sketch-view";

/** The one dialog of the page: a sketch in large, drawn again, with its recipe and what can be done with it. */
export function SketchDialog() {
    const dialog = useRef<HTMLDialogElement>(null);
    const sketch = opened.value;
    useEffect(() => {
        if (sketch !== null) dialog.current?.showModal();
        else dialog.current?.close();
    }, [sketch]);
    return (
        <dialog
            ref={dialog}
            class="sketch-dialog"
            aria-label={sketch?.title ?? "Sketch"}
            onClose={() => (opened.value = null)}
            onClick={(event) => event.target === dialog.current && dialog.current?.close()}
        >
            {sketch && <Large sketch={sketch} close={() => dialog.current?.close()} />}
        </dialog>
    );
}

function Large({ sketch, close }: { sketch: Opened; close: () => void }) {
    const [round, setRound] = useState(0);
    const shown = useReplay(sketch.strokes, round);
    const view = squareAround(boundsOf(sketch.strokes) ?? { x: 0, y: 0, width: 1, height: 1 }, 0.08);
    const points = sketch.strokes.reduce((sum, stroke) => sum + stroke.length, 0);
    const edit = (recipe: Recipe | null) => {
        openInDraw(sketch.strokes, recipe);
        close();
    };
    return (
        <div class="large">
            <div class="large-sheet plate">
                <CropMarks />
                <SketchView
                    strokes={shown}
                    by={sketch.recipe ? "model" : "person"}
                    given={sketch.given ?? []}
                    view={view}
                    label={sketch.title}
                />
            </div>
            <div class="large-side">
                <h2>{sketch.title}</h2>
                <p class="quiet small">
                    {count(sketch.strokes.length, "stroke")}, {count(points, "point")}
                    {sketch.unfinished && ", cut off at the maximum length"}
                </p>
                {sketch.recipe && <RecipeList recipe={sketch.recipe} />}
                <div class="large-actions">
                    <button class="button ask" onClick={() => edit(sketch.recipe ?? null)}>
                        Draw from it
                    </button>
                    <button class="button" onClick={() => setRound(round + 1)}>
                        Play again
                    </button>
                    <ExportMenu strokes={sketch.strokes} recipe={sketch.recipe ?? null} name={sketch.title} />
                    <LinkButton params={addressOf(sketch.strokes, sketch.recipe ?? null)} recipe={sketch.recipe ?? null} />
                    <button class="button plain" onClick={close}>
                        Close
                    </button>
                </div>
            </div>
        </div>
    );
}

function RecipeList({ recipe }: { recipe: Recipe }) {
    const { temperature, sigmaTemperature, penTemperature, bestOf } = recipe.sampling;
    const model = info.value?.model;
    const lines: [string, string | number | null | undefined][] = [
        ["Style", recipe.component === null ? null : nameOf(recipe.component)],
        ["Seed", recipe.seed],
        ["Temperature", temperature],
        ["Position temperature", sigmaTemperature],
        ["Pen temperature", penTemperature],
        ["Best of", bestOf],
        ["Model", model && recipe.model === model.hash ? model.name : recipe.model],
    ];
    return (
        <dl class="recipe">
            {lines
                .filter(([, value]) => value !== null && value !== undefined)
                .map(([name, value]) => (
                    <div key={name}>
                        <dt>{name}</dt>
                        <dd>{value}</dd>
                    </div>
                ))}
        </dl>
    );
}
