import { toPlane, toScreen } from "../../core/camera";
import { boundsOf, type Point } from "../../core/geometry";
import type { MapPoints } from "./points";
import { camera, crosshairs, dragged, marked, pointsIn, size, slotsIn, type Tool } from "./state";

/** What the tools have put on the map. */
export function MapMarks({ tool, points }: { tool: Tool; points: MapPoints }) {
    const { width, height } = size.value;
    const at = (point: Point) => toScreen(camera.value, size.value, point);
    const isDragging = dragged.value.length > 0;
    const cross = crosshairs.value;
    const dragging = isDragging && cross ? [...dragged.value, toPlane(camera.value, size.value, cross)] : dragged.value;
    const shape = (key: string) => (isDragging ? dragging : pointsIn(key)).map(at);
    const look = tool === "look" ? pointsIn("at")[0] : null;
    const spot = marked.value;
    return (
        <svg class="over map-marks" width={width} height={height} aria-hidden="true">
            {look && <Cross at={at(look)} />}
            {tool === "lasso" && <polygon class="area" points={shape("lasso").join(" ")} />}
            {tool === "path" && <Path line={shape("path")} />}
            {tool === "grid" && <Rectangle ends={shape("rect")} />}
            {tool === "analogy" &&
                slotsIn().map(
                    (index, slot) =>
                        index >= 0 &&
                        index < points.x.length && (
                            <Label key={slot} at={at([points.x[index]!, points.y[index]!])} text={"ABC".charAt(slot)} />
                        ),
                )}
            {spot && tool === "path" && <circle class="spot" cx={at(spot)[0]} cy={at(spot)[1]} r="8" />}
            {cross && <path class="crosshairs" d={`M${cross[0] - 14} ${cross[1]}h28M${cross[0]} ${cross[1] - 14}v28`} />}
        </svg>
    );
}

function Cross({ at: [x, y] }: { at: Point }) {
    return <path class="place" d={`M${x - 16} ${y}h10m12 0h10M${x} ${y - 16}v10m0 12v10`} />;
}

function Path({ line }: { line: Point[] }) {
    const [from, to] = [line[0], line.at(-1)];
    if (!from || !to || line.length < 2) return null;
    return (
        <>
            <polyline class="way" points={line.join(" ")} />
            <circle class="end" cx={from[0]} cy={from[1]} r="5" />
            <circle class="end" cx={to[0]} cy={to[1]} r="5" />
        </>
    );
}

function Rectangle({ ends }: { ends: Point[] }) {
    const [from, to] = [ends[0], ends.at(-1)];
    if (!from || !to || ends.length < 2) return null;
    return <rect class="area" {...boundsOf([[from, to]])} />;
}

function Label({ at: [x, y], text }: { at: Point; text: string }) {
    return (
        <>
            <circle class="slot" cx={x} cy={y} r="13" />
            <text class="slot-name" x={x} y={y + 5} text-anchor="middle">
                {text}
            </text>
        </>
    );
}
