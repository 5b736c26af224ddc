import { signal } from "@preact/signals";
import { address, amend, numbersOf } from "../../core/address";
import type { Camera, Size } from "../../core/camera";
import type { Point } from "../../core/geometry";

export const tools = [
    { value: "look", title: "Look" },
    { value: "lasso", title: "Lasso" },
    { value: "path", title: "Path" },
    { value: "grid", title: "Grid" },
    { value: "analogy", title: "Analogy" },
] as const;
export type Tool = (typeof tools)[number]["value"];

export function toolOf(params: Readonly<Record<string, string>>): Tool {
    return tools.find(({ value }) => value === params.tool)?.value ?? "look";
}

/** What a tool made of a gesture on the map, in coordinates of the plane. */
export type Gesture = { kind: "tap"; at: Point; index: number } | { kind: "drag"; points: Point[] };

export const camera = signal<Camera>({ x: 0, y: 0, scale: 1 });
/** The size of the map on the screen; without width before it is shown. */
export const size = signal<Size>({ width: 0, height: 0 });
/** What is being dragged, in coordinates of the plane. */
export const dragged = signal<Point[]>([]);
/** Where the keys have moved the crosshairs, on the screen. */
export const crosshairs = signal<Point | null>(null);
/** The group that is pointed at, shown alone for as long. */
export const hovered = signal<number | null>(null);
/** A place that a tool shows on the map. */
export const marked = signal<Point | null>(null);

const round = (value: number) => Number(value.toFixed(4));
const textOf = (points: readonly Point[]) => points.flat().map(round).join(",");

export function pointsIn(key: string): Point[] {
    const numbers = numbersOf(address.value.params, key);
    return Array.from({ length: Math.floor(numbers.length / 2) }, (_, i): Point => [numbers[2 * i]!, numbers[2 * i + 1]!]);
}

export function cameraIn(): Camera | null {
    const [x, y, scale] = numbersOf(address.peek().params, "view");
    return x === undefined || y === undefined || !(scale! > 0) ? null : { x, y, scale: scale! };
}

export function keepCamera({ x, y, scale }: Camera): void {
    amend({ view: [round(x), round(y), Number(scale.toPrecision(5))].join(",") });
}

/** What the drawn gesture means for the tool. */
export function perform(tool: Tool, gesture: Gesture): void {
    if (gesture.kind === "drag") {
        const [first, last] = [gesture.points[0]!, gesture.points.at(-1)!];
        if (tool === "lasso") amend({ lasso: textOf(gesture.points) });
        if (tool === "path") amend({ path: textOf(gesture.points) });
        if (tool === "grid") amend({ rect: textOf([first, last]) });
        return;
    }
    if (tool === "look") amend({ at: textOf([gesture.at]), sketch: gesture.index < 0 ? "" : String(gesture.index) });
    if (tool === "analogy" && gesture.index >= 0) putInSlot(gesture.index);
}

/** The sketches A, B and C of the analogy; −1: none yet. */
export function slotsIn(): [number, number, number] {
    const [a = -1, b = -1, c = -1] = numbersOf(address.value.params, "abc");
    return [a, b, c];
}

/** The slot that the next tap fills: the first empty one, or the one that was chosen. */
export const chosenSlot = signal<number | null>(null);

export function slotToFill(): number {
    const empty = slotsIn().indexOf(-1);
    return chosenSlot.value ?? (empty < 0 ? 0 : empty);
}

function putInSlot(index: number): void {
    const slots = slotsIn();
    slots[slotToFill()] = index;
    chosenSlot.value = null;
    amend({ abc: slots.join(",") });
}
