import { useMemo } from "preact/hooks";
import { Choice } from "../../components/choice";
import { useLoad } from "../../components/load";
import { Progress, Trouble } from "../../components/trouble";
import { address, amend, numberOf } from "../../core/address";
import { info } from "../../core/info";
import { theme } from "../../core/theme";
import { AnalogyPanel } from "./analogy";
import { groupsOf, type Coloring } from "./colors";
import { GridPanel } from "./grid";
import { LassoPanel } from "./lasso";
import { Legend } from "./legend";
import { LookPanel } from "./look";
import { SpaceMap } from "./map";
import { PathPanel } from "./path";
import { loadPoints, progress, type MapPoints } from "./points";
import { toolOf, tools, type Tool } from "./state";

export function SpacePage() {
    const map = useLoad("map", loadPoints);
    const tool = toolOf(address.value.params);
    return (
        <div class="space">
            <h1 class="hidden">Space</h1>
            {map.value === null ? (
                <div class="map plate map-waiting">
                    {map.busy && <Waiting />}
                    {map.error !== null && <Trouble text={map.error} retry={map.again} />}
                </div>
            ) : (
                <Loaded points={map.value} tool={tool} />
            )}
        </div>
    );
}

/** How far the map is. It goes on while one looks at other pages. */
function Waiting() {
    const { stage = "codes", share = 0 } = progress.value ?? {};
    const what = stage === "codes" ? "Encoding the drawings" : share === 0 ? "Finding neighbors" : "Laying out the map";
    return (
        <>
            <Progress label={what} share={share} />
            <p class="prose">{what}. The first time takes a while; you can use the other pages meanwhile.</p>
        </>
    );
}

function Loaded({ points, tool }: { points: MapPoints; tool: Tool }) {
    const { params } = address.value;
    const { source, categories, count, projection } = points.header;
    const hasCategories = categories.length > 0 && source === "data";
    const coloring: Coloring = params.color === "none" ? "none" : params.color === "category" && hasCategories ? "category" : "component";
    const groups = useMemo(() => groupsOf(points, coloring, theme.value), [points, coloring, theme.value, info.value]);
    const wanted = numberOf(params, "only", Number.NaN);
    const only = groups.some(({ id }) => id === wanted) ? wanted : null;
    return (
        <>
            <SpaceMap points={points} tool={tool} coloring={coloring} groups={groups} only={only} />
            <aside class="space-side">
                <Choice label="Tool" value={tool} options={tools} choose={(value) => amend({ tool: value === "look" ? "" : value })} />
                {tool === "look" && <LookPanel points={points} />}
                {tool === "lasso" && <LassoPanel points={points} />}
                {tool === "path" && <PathPanel points={points} />}
                {tool === "grid" && <GridPanel points={points} />}
                {tool === "analogy" && <AnalogyPanel />}
                <Legend coloring={coloring} groups={groups} only={only} hasCategories={hasCategories} />
                <p class="quiet small">
                    {count.toLocaleString("en-US")} {source === "data" ? "drawings of the data" : "draws of the mixture"}, {projection}
                </p>
            </aside>
        </>
    );
}
