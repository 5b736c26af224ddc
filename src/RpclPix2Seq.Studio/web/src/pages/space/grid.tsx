import { useLoad } from "../../components/load";
import { SketchButton } from "../../components/sketch-view";
import { Progress, Trouble } from "../../components/trouble";
import { address } from "../../core/address";
import { between } from "../../core/between";
import { boundsOf, type Point } from "../../core/geometry";
import { codeAt } from "./codes";
import type { MapPoints } from "./points";
import { pointsIn } from "./state";

const size = 6;

/** A square of drawings between the codes of four corners. */
export function GridPanel({ points }: { points: MapPoints }) {
    const text = address.value.params.rect ?? "";
    const [first, last] = pointsIn("rect");
    const grid = useLoad(first && last ? text : null, async (signal) => {
        const { x, y, width, height } = boundsOf([[first!, last!]])!;
        const places: Point[] = [
            [x, y],
            [x + width, y],
            [x, y + height],
            [x + width, y + height],
        ];
        const corners = await Promise.all(places.map((place) => codeAt(place, points, signal)));
        return between("grid", { corners, size }, signal);
    });

    if (!first || !last) return <p class="prose">Drag a rectangle: its corners are four codes, and the model draws what lies between.</p>;
    return (
        <div class="panel-part">
            {grid.error !== null && <Trouble text={grid.error} retry={grid.again} />}
            {grid.busy && <Progress label="The model draws the grid" />}
            <div class="corner-grid" style={{ gridTemplateColumns: `repeat(${size}, minmax(0, 1fr))` }}>
                {grid.value?.map((sketch, i) => {
                    const title = `Row ${Math.floor(i / size) + 1}, column ${(i % size) + 1}`;
                    return <SketchButton key={i} sketch={{ strokes: sketch.strokes, title, recipe: sketch.recipe }} />;
                })}
            </div>
        </div>
    );
}
