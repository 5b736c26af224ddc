import type { SketchStrokes } from "../../api";
import { post } from "../../core/client";
import { fitTo } from "../../core/geometry";

type Thumbnail = { strokes: SketchStrokes; category: string | null; component: number };

/** Sketches at once, and drawn thumbnails kept: some 60 MB on a fine screen. */
const batch = 256;
const most = 2500;

/** The sketches of the map, fetched by the hundred when they come into view, and drawn once. */
export class Thumbnails {
    private readonly known = new Map<number, Thumbnail>();
    private readonly kept = new Map<number, HTMLCanvasElement>();
    private wanted: number[] = [];
    private loading = false;
    private readonly stop = new AbortController();

    /**
     * @param changed Called when there is more to draw.
     * @param ended Called after each request, with what went wrong or with null.
     */
    constructor(
        private readonly changed: () => void,
        private readonly ended: (error: unknown) => void,
    ) {}

    /** Sketches that should be there: the newest wish counts. */
    want(indices: readonly number[]): void {
        this.wanted = indices.filter((i) => !this.known.has(i));
        if (!this.loading) void this.load();
    }

    isKnown(index: number): boolean {
        return this.known.has(index);
    }

    /** The thumbnail, if it was drawn and is still kept. */
    drawn(index: number): HTMLCanvasElement | null {
        const old = this.kept.get(index);
        if (old === undefined) return null;
        this.kept.delete(index);
        this.kept.set(index, old);
        return old;
    }

    /** Draws the thumbnail of a sketch that is known. */
    draw(index: number, pixels: number, color: string): HTMLCanvasElement {
        const sketch = this.known.get(index)!;
        const canvas = document.createElement("canvas");
        canvas.width = canvas.height = pixels;
        const context = canvas.getContext("2d")!;
        context.strokeStyle = color;
        context.lineWidth = pixels / 40;
        context.lineJoin = context.lineCap = "round";
        context.beginPath();
        for (const stroke of fitTo(sketch.strokes, pixels, 0.06)) {
            stroke.forEach(([x, y], i) => (i === 0 ? context.moveTo(x, y) : context.lineTo(x, y)));
            if (stroke.length === 1) context.lineTo(...stroke[0]!);
        }
        context.stroke();
        this.kept.set(index, canvas);
        if (this.kept.size > most) this.kept.delete(this.kept.keys().next().value!);
        return canvas;
    }

    /** Forgets the drawn ones, when colors change. */
    redraw(): void {
        this.kept.clear();
    }

    close(): void {
        this.stop.abort();
    }

    private async load(): Promise<void> {
        this.loading = true;
        while (this.wanted.length > 0) {
            const indices = this.wanted.splice(0, batch).filter((i) => !this.known.has(i));
            if (indices.length === 0) continue;
            try {
                const sketches = await post<Thumbnail[]>("map/sketches", { indices }, this.stop.signal);
                indices.forEach((index, i) => this.known.set(index, sketches[i]!));
                this.changed();
                this.ended(null);
            } catch (error) {
                this.wanted = [];
                if (!this.stop.signal.aborted) this.ended(error);
            }
        }
        this.loading = false;
    }
}
