import { pan, toPlane, zoom } from "../../core/camera";
import { simplify, type Point } from "../../core/geometry";
import { arrows } from "../../core/keys";
import { camera, crosshairs, dragged, keepCamera, size, type Gesture, type Tool } from "./state";

interface Hands {
    tool: () => Tool;
    /** The point near a place of the screen. */
    nearest: (at: Point, pixels: number) => number;
    perform: (gesture: Gesture) => void;
}

const tapDistance = 5;
const reach = 26;
const longestLine = 40;

/** Mouse, pen, fingers, wheel and keys on the map. Returns what ends it. */
export function gesturesOn(element: HTMLElement, { tool, nearest, perform }: Hands): () => void {
    const fingers = new Map<number, Point>();
    let start: Point | null = null;
    let moved = false;
    let panning = false;

    const place = (event: PointerEvent | WheelEvent): Point => {
        const box = element.getBoundingClientRect();
        return [event.clientX - box.left, event.clientY - box.top];
    };
    const plane = (at: Point) => toPlane(camera.peek(), size.peek(), at);
    const tap = (at: Point) => perform({ kind: "tap", at: plane(at), index: nearest(at, reach) });

    const down = (event: PointerEvent) => {
        if (event.target instanceof Element && event.target.closest("button")) return;
        element.setPointerCapture(event.pointerId);
        fingers.set(event.pointerId, place(event));
        crosshairs.value = null;
        if (fingers.size > 1) {
            dragged.value = [];
            panning = moved = true;
            return;
        }
        start = place(event);
        moved = false;
        panning = event.button !== 0 || tool() === "look" || tool() === "analogy" || event.altKey;
    };
    const move = (event: PointerEvent) => {
        const before = fingers.get(event.pointerId);
        if (before === undefined || start === null) return;
        const now = place(event);
        if (!moved && Math.hypot(now[0] - start[0], now[1] - start[1]) < tapDistance) return;
        moved = true;
        if (fingers.size === 2) {
            const other = [...fingers.entries()].find(([id]) => id !== event.pointerId)![1];
            const spread =
                Math.hypot(now[0] - other[0], now[1] - other[1]) / Math.max(1, Math.hypot(before[0] - other[0], before[1] - other[1]));
            camera.value = zoom(camera.peek(), size.peek(), other, spread);
        } else if (panning) camera.value = pan(camera.peek(), now[0] - before[0], now[1] - before[1]);
        else dragged.value = [...(dragged.peek().length === 0 ? [plane(start)] : dragged.peek()), plane(now)];
        fingers.set(event.pointerId, now);
    };
    const up = (event: PointerEvent) => {
        if (!fingers.delete(event.pointerId) || start === null || fingers.size > 0) return;
        const points = dragged.peek();
        dragged.value = [];
        if (event.type === "pointercancel") return;
        if (!moved) tap(place(event));
        else if (panning) keepCamera(camera.peek());
        else if (points.length > 1) perform({ kind: "drag", points: outline(points, 2 / camera.peek().scale) });
    };
    let rest = 0;
    const wheel = (event: WheelEvent) => {
        event.preventDefault();
        const lines = event.deltaMode === 1 ? 30 : 1;
        camera.value = zoom(camera.peek(), size.peek(), place(event), Math.exp((-event.deltaY * lines * (event.ctrlKey ? 5 : 1)) / 500));
        clearTimeout(rest);
        rest = setTimeout(() => keepCamera(camera.peek()), 250);
    };
    const key = (event: KeyboardEvent) => {
        if (event.target !== element || !pressed(event, tool(), tap, perform)) return;
        event.preventDefault();
    };

    element.addEventListener("pointerdown", down);
    element.addEventListener("pointermove", move);
    element.addEventListener("pointerup", up);
    element.addEventListener("pointercancel", up);
    element.addEventListener("wheel", wheel, { passive: false });
    element.addEventListener("keydown", key);
    const noMenu = (event: Event) => event.preventDefault();
    element.addEventListener("contextmenu", noMenu);
    return () => {
        clearTimeout(rest);
        element.removeEventListener("pointerdown", down);
        element.removeEventListener("pointermove", move);
        element.removeEventListener("pointerup", up);
        element.removeEventListener("pointercancel", up);
        element.removeEventListener("wheel", wheel);
        element.removeEventListener("keydown", key);
        element.removeEventListener("contextmenu", noMenu);
    };
}

/** A dragged line with few enough points for the address; its ends stay. */
function outline(points: Point[], tolerance: number): Point[] {
    let line = points;
    for (let t = tolerance; line.length > longestLine; t *= 1.6) line = simplify(points, t);
    return line;
}

function pressed(event: KeyboardEvent, tool: Tool, tap: (at: Point) => void, perform: (gesture: Gesture) => void): boolean {
    const { width, height } = size.peek();
    const at = crosshairs.peek() ?? [width / 2, height / 2];
    const step = arrows[event.key];
    if (step !== undefined) {
        const next: Point = [at[0] + 20 * step[0], at[1] + 20 * step[1]];
        const isOutside = next[0] < 0 || next[1] < 0 || next[0] > width || next[1] > height;
        if (event.shiftKey || isOutside) {
            camera.value = pan(camera.peek(), -60 * step[0], -60 * step[1]);
            keepCamera(camera.peek());
        } else crosshairs.value = next;
        return true;
    }
    const factor = event.key === "+" || event.key === "=" ? 1.6 : event.key === "-" ? 1 / 1.6 : 0;
    if (factor > 0) {
        camera.value = zoom(camera.peek(), size.peek(), at, factor);
        keepCamera(camera.peek());
        return true;
    }
    if (event.key === "Enter" || event.key === " ") {
        crosshairs.value = at;
        const place = toPlane(camera.peek(), size.peek(), at);
        if (tool === "look" || tool === "analogy") tap(at);
        else if (dragged.peek().length === 0) dragged.value = [place];
        else {
            const first = dragged.peek()[0]!;
            dragged.value = [];
            const corners: Point[] = tool === "lasso" ? [first, [place[0], first[1]], place, [first[0], place[1]]] : [first, place];
            perform({ kind: "drag", points: corners });
        }
        return true;
    }
    if (event.key === "Escape" && crosshairs.peek() !== null) {
        crosshairs.value = null;
        dragged.value = [];
        return true;
    }
    return false;
}
