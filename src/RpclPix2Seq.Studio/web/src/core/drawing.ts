import { batch, computed, effect, signal } from "@preact/signals";
import type { Recipe, SketchStrokes } from "../api";
import { address, amend, go } from "./address";
import { strokesToText, textToStrokes } from "./codec";
import { fitTo } from "./geometry";
import { begin, canRedo, canUndo, current, push, redo, undo, type History } from "./history";
import { info } from "./info";
import { recipeToText, textToRecipe } from "./recipe";

/** The side of the canvas in its own units, whatever its size on the screen: the size of the sketches that the model learned from. */
export const side = 256;

/** A stroke on the canvas: points [x, y, pressure 0 … 1]. */
export interface InkStroke {
    points: [number, number, number][];
    /** Whether the pressure was measured. */
    pen: boolean;
}

export interface Drawing {
    strokes: readonly InkStroke[];
    /** The pen is still down at the last point: what is added continues the stroke. */
    open: boolean;
    /** Where the strokes came from, until they change. */
    recipe: Recipe | null;
}

const empty: Drawing = { strokes: [], open: false, recipe: null };
const history = signal<History<Drawing>>(begin(empty));

export const drawing = computed(() => current(history.value));
export const undoable = computed(() => canUndo(history.value));
export const redoable = computed(() => canRedo(history.value));
/** The stroke under the pen, not yet part of the drawing. */
export const live = signal<InkStroke | null>(null);

/** Whether a stroke is under the pen: changes with strokes, not with every point. */
export const isDrawing = computed(() => live.value !== null);
export const isBlank = computed(() => drawing.value.strokes.length === 0 && !isDrawing.value);

export const strokes = computed(() => plain(drawing.value.strokes));
/** With the stroke under the pen. */
export const strokesNow = computed(() => (live.value === null ? strokes.value : [...strokes.value, ...plain([live.value])]));

export function plain(strokes: readonly InkStroke[]): SketchStrokes {
    return strokes.map(({ points }) => points.map(([x, y]) => [x, y] as [number, number]));
}

function inked(strokes: SketchStrokes): InkStroke[] {
    return strokes.map((stroke) => ({ points: stroke.map(([x, y]) => [x, y, 0.5]), pen: false }));
}

/** Whether another model drew it: that one's codes mean nothing to the model that is open. */
export const isForeign = computed(() => {
    const made = drawing.value.recipe;
    return made !== null && info.value !== null && made.model !== info.value.model.hash;
});
/** Its recipe, where the model that is open drew it. */
export const recipe = computed(() => (isForeign.value ? null : drawing.value.recipe));

/** Longer links do not survive every program that they are sent with. */
const longestLink = 2000;

/** The drawing as the address has it; what the address has that this is not was put there by a link. */
const text = computed(() => textOf(strokes.value, drawing.value.recipe));

function textOf(strokes: SketchStrokes, recipe: Recipe | null): { s: string; r: string } {
    const s = strokesToText(strokes, side);
    const r = recipe === null || recipe.given !== undefined ? "" : recipeToText(recipe); // a completion also needs what it completed
    return { s, r: s.length + r.length > longestLink ? "" : r };
}

/** The nearest place on the canvas, in one direction. */
export const onSheet = (value: number) => Math.min(side, Math.max(0, value));

function change(next: Drawing): void {
    history.value = push(history.peek(), next);
}

export function addStroke(stroke: InkStroke): void {
    change({ strokes: [...drawing.peek().strokes, stroke], open: false, recipe: null });
}

/** Adds one point where the pen goes next: to the last stroke if it is open, else as the start of another. */
export function addPoint(x: number, y: number, open: boolean): void {
    const { strokes: old, open: wasOpen } = drawing.peek();
    const last = old.at(-1);
    const point: [number, number, number] = [x, y, 0.5];
    const strokes =
        wasOpen && last ? [...old.slice(0, -1), { ...last, points: [...last.points, point] }] : [...old, { points: [point], pen: false }];
    change({ strokes, open, recipe: null });
}

export function setOpen(open: boolean): void {
    change({ ...drawing.peek(), open });
}

export function clear(): void {
    if (drawing.peek().strokes.length > 0) change(empty);
}

export function undoOnce(): void {
    history.value = undo(history.peek());
}

export function redoOnce(): void {
    history.value = redo(history.peek());
}

const placed = (sketch: SketchStrokes) => fitTo(sketch, side, 0.14);

/** Puts strokes of any coordinates on the canvas. */
export function place(sketch: SketchStrokes, recipe: Recipe | null): void {
    change({ strokes: inked(placed(sketch)), open: false, recipe });
}

/** What the address of a sketch of any coordinates says; a recipe brings its settings. */
export function addressOf(sketch: SketchStrokes, recipe: Recipe | null): Record<string, string> {
    return { ...(recipe && settingsOf(recipe)), ...textOf(placed(sketch), recipe) };
}

/** Goes to the canvas with a sketch of another page. */
export function openInDraw(sketch: SketchStrokes, recipe: Recipe | null): void {
    batch(() => {
        place(sketch, recipe);
        go("draw", addressOf(sketch, recipe));
    });
}

export function settingsOf({ sampling, seed }: Recipe): Record<string, string> {
    const part = (value: number | undefined) => (value === undefined ? "" : String(value));
    return {
        t: part(sampling.temperature),
        ts: part(sampling.sigmaTemperature),
        tp: part(sampling.penTemperature),
        best: part(sampling.bestOf),
        seed: String(seed),
    };
}

/** Keeps the address and the drawing equal while the page is open. */
export function followAddress(): () => void {
    const read = effect(() => {
        const { page, params } = address.value;
        const { s, r = "" } = params;
        if (page !== "draw" || (s === text.peek().s && r === text.peek().r)) return;
        if (s === undefined) return amend(text.peek());
        const strokes = textToStrokes(s, side);
        if (strokes.length > 0) change({ strokes: inked(strokes), open: false, recipe: textToRecipe(r, strokes) });
    });
    const write = effect(() => {
        const now = text.value;
        if (address.peek().page === "draw") amend(now);
    });
    return () => (read(), write());
}
