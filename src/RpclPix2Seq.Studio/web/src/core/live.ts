import { signal, type ReadonlySignal } from "@preact/signals";
import type { Completed, DrawnPoint, Drawn, SketchStrokes } from "../api";
import { explain, isAbort, stream } from "./client";
import { boundsOf, squareAround, type Box } from "./geometry";
import { still } from "./theme";

/** A sketch while it is being drawn. */
export interface Cell {
    strokes: SketchStrokes;
    given: SketchStrokes;
    drawn: Drawn | null;
    view: Box;
}

const margin = 0.08;
/** How far the shown points are behind those that have come, in milliseconds. */
const lag = 450;

interface Growing extends Cell {
    queue: DrawnPoint[];
}

/**
 * Sketches that the server draws, shown point by point. Points that arrive in bursts are let out frame by frame, so that one sees a pen;
 * the view follows each sketch as it grows.
 */
export class LiveSketches {
    private readonly state = signal<{ cells: readonly Cell[]; busy: boolean; error: string | null }>({
        cells: [],
        busy: false,
        error: null,
    });
    private cells: Growing[] = [];
    private stop: AbortController | null = null;
    private frame = 0;
    private shown = 0;

    get now(): ReadonlySignal<{ cells: readonly Cell[]; busy: boolean; error: string | null }> {
        return this.state;
    }

    /** Draws anew; what was on its way is given up. `given` strokes are there from the start. */
    start(path: "draw" | "complete", body: { count?: number }, given: SketchStrokes = []): void {
        this.cancel();
        const stop = (this.stop = new AbortController());
        this.cells = Array.from({ length: body.count ?? 1 }, () => ({
            strokes: given,
            given,
            drawn: null,
            view: squareAround(boundsOf(given) ?? { x: -60, y: -60, width: 120, height: 120 }, margin),
            queue: [],
        }));
        this.show(true, null);
        void this.read(path, body, stop.signal);
        this.frame = requestAnimationFrame(this.step);
    }

    cancel(): void {
        this.stop?.abort();
        cancelAnimationFrame(this.frame);
    }

    clear(): void {
        this.cancel();
        this.cells = [];
        this.show(false, null);
    }

    private show(busy: boolean, error: string | null): void {
        this.state.value = { cells: this.cells.map((cell) => ({ ...cell })), busy, error };
    }

    private async read(path: string, body: object, signal: AbortSignal): Promise<void> {
        try {
            for await (const { event, data } of stream(path, body, signal)) {
                if (event === "point") {
                    const point = JSON.parse(data) as DrawnPoint;
                    this.cells[point.sketch]?.queue.push(point);
                } else if (event === "sketch") {
                    const drawn = JSON.parse(data) as Drawn | Completed;
                    const cell = this.cells[drawn.sketch];
                    if (cell) cell.drawn = drawn;
                }
            }
            if (!signal.aborted) this.state.value = { ...this.state.value, busy: false };
        } catch (error) {
            if (!isAbort(error) && !signal.aborted) this.show(false, explain(error));
        }
    }

    private readonly step = (now: number): void => {
        const share = Math.min(1, (now - this.shown) / lag);
        this.shown = now;
        let moved = false;
        for (const cell of this.cells) moved = grow(cell, share) || moved;
        if (moved) this.show(this.state.value.busy, this.state.value.error);
        if (moved || this.state.value.busy) this.frame = requestAnimationFrame(this.step);
    };
}

function grow(cell: Growing, share: number): boolean {
    const behind = cell.queue.length;
    if (still.matches && cell.drawn === null) return false;
    const points = cell.queue.splice(0, still.matches ? behind : Math.ceil(behind * share));
    if (points.length > 0) cell.strokes = withPoints(cell.strokes, points);
    else if (cell.drawn !== null && cell.strokes !== cell.drawn.strokes) cell.strokes = cell.drawn.strokes;
    else if (isSettled(cell)) return false;
    follow(cell);
    return true;
}

function withPoints(strokes: SketchStrokes, points: readonly DrawnPoint[]): SketchStrokes {
    const next = [...strokes];
    for (const { stroke, x, y } of points) {
        while (next.length <= stroke) next.push([]);
        next[stroke] = [...next[stroke]!, [x, y]];
    }
    return next;
}

/** Around the whole sketch once it is known; while it grows, around what there is, never closer than before. */
function target({ strokes, drawn, view }: Cell): Box {
    if (drawn !== null) return squareAround(boundsOf(drawn.strokes) ?? view, margin);
    return squareAround(boundsOf(strokes) ?? view, margin, view.width / (1 + 2 * margin));
}

function isSettled(cell: Cell): boolean {
    const { view } = cell;
    const to = target(cell);
    return Math.abs(to.x - view.x) + Math.abs(to.y - view.y) + Math.abs(to.width - view.width) < view.width * 1e-3;
}

function follow(cell: Growing): void {
    const to = target(cell);
    const { x, y, width } = cell.view;
    // What leaves the view is followed at once, the rest at leisure.
    const share = still.matches ? 1 : to.width > width * 1.001 || isOutside(cell) ? 0.6 : 0.12;
    const side = width + (to.width - width) * share;
    cell.view = { x: x + (to.x - x) * share, y: y + (to.y - y) * share, width: side, height: side };
}

function isOutside({ strokes, view }: Cell): boolean {
    const box = boundsOf(strokes);
    if (box === null) return false;
    const isLeft = box.x < view.x || box.y < view.y;
    return isLeft || box.x + box.width > view.x + view.width || box.y + box.height > view.y + view.height;
}
