import { useMemo } from "preact/hooks";
import type { MapSketch } from "../../api";
import { useLoad } from "../../components/load";
import { count } from "../../components/opened";
import { SketchButton } from "../../components/sketch-view";
import { Progress, Trouble } from "../../components/trouble";
import { address } from "../../core/address";
import { post } from "../../core/client";
import { isInside } from "../../core/geometry";
import { titleOf } from "./look";
import type { MapPoints } from "./points";
import { pointsIn } from "./state";

const shown = 120;

/** The sketches that the lasso holds. */
export function LassoPanel({ points }: { points: MapPoints }) {
    const text = address.value.params.lasso ?? "";
    const inside = useMemo(() => {
        const polygon = pointsIn("lasso");
        return [...points.x.keys()].filter((i) => isInside([points.x[i]!, points.y[i]!], polygon));
    }, [text, points]);
    const first = inside.slice(0, shown);
    const sketches = useLoad(first.length === 0 ? null : text, (signal) =>
        post<Omit<MapSketch, "code">[]>("map/sketches", { indices: first }, signal),
    );

    if (text === "") return <p class="prose">Draw around drawings to see them in a list.</p>;
    return (
        <div class="panel-part">
            <h2>{count(inside.length, "drawing")}</h2>
            {sketches.error !== null && <Trouble text={sketches.error} retry={sketches.again} />}
            {sketches.busy && <Progress label="Loading the drawings" />}
            <div class="strip">
                {inside.length > 0 &&
                    sketches.value?.map((sketch, i) => (
                        <SketchButton key={i} sketch={{ strokes: sketch.strokes, title: titleOf(sketch) }} by="person" />
                    ))}
            </div>
            {inside.length > shown && <p class="quiet small">The first {shown} are shown.</p>}
        </div>
    );
}
