import type { CodeSource, MapSketch } from "../../api";
import { nearestTo } from "../../core/cells";
import { get, post } from "../../core/client";
import type { Point } from "../../core/geometry";
import type { MapPoints } from "./points";

/** How far from a place its sketch may be; the map reaches from −1 to 1. */
const reach = 0.03;

/** The code of a place on the map: that of the sketch there, else one between those around. */
export async function codeAt([x, y]: Point, points: MapPoints, signal: AbortSignal): Promise<CodeSource> {
    const index = nearestTo(points, x, y, reach);
    if (index >= 0) return { code: (await sketchAt(index, signal)).code };
    return { code: (await post<{ code: number[] }>("map/code", { x, y }, signal)).code };
}

export function sketchAt(index: number, signal: AbortSignal): Promise<MapSketch> {
    return get<MapSketch>(`map/sketch/${index}`, signal);
}
