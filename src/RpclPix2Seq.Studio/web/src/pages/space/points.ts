import { signal } from "@preact/signals";
import type { MapHeader, MapProgress } from "../../api";
import { Cells } from "../../core/cells";
import { get, getBytes, sleep } from "../../core/client";

const bytesPerPoint = 12;
const pause = 250;

/** How far the server is with the map. */
export const progress = signal<MapProgress | null>(null);

/** All points of the map. */
export interface MapPoints {
    header: MapHeader;
    x: Float32Array;
    y: Float32Array;
    /** −1: none. */
    category: Int16Array;
    component: Int16Array;
    cells: Cells;
}

export async function loadPoints(signal: AbortSignal): Promise<MapPoints> {
    while ((progress.value = await get<MapProgress>("map/progress", signal)).stage !== "done") await sleep(pause, signal);
    const [header, bytes] = await Promise.all([get<MapHeader>("map", signal), getBytes("map/points", signal)]);
    return pointsOf(header, bytes);
}

function pointsOf(header: MapHeader, bytes: ArrayBuffer): MapPoints {
    const count = Math.floor(bytes.byteLength / bytesPerPoint);
    const view = new DataView(bytes);
    const [x, y] = [new Float32Array(count), new Float32Array(count)];
    const [category, component] = [new Int16Array(count), new Int16Array(count)];
    for (let i = 0; i < count; i++) {
        const at = i * bytesPerPoint;
        x[i] = view.getFloat32(at, true);
        y[i] = view.getFloat32(at + 4, true);
        category[i] = view.getInt16(at + 8, true);
        component[i] = view.getInt16(at + 10, true);
    }
    return { header, x, y, category, component, cells: new Cells({ x, y }) };
}
