import type { CodeSource, MapSketch } from "../../api";
import { get, post } from "../../core/client";
import type { Point } from "../../core/geometry";

/** The code of a place on the map. */
export async function codeAt([x, y]: Point, signal: AbortSignal): Promise<CodeSource> {
    return { code: (await post<{ code: number[] }>("map/code", { x, y }, signal)).code };
}

export function sketchAt(index: number, signal: AbortSignal): Promise<MapSketch> {
    return get<MapSketch>(`map/sketch/${index}`, signal);
}
