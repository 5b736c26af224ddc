import { useEffect, useRef } from "preact/hooks";
import type { ComponentChildren } from "preact";
import { CropMarks } from "../../components/marks";
import { addStroke, drawing, live, onSheet, plain, redoOnce, side, undoOnce, type InkStroke } from "../../core/drawing";
import { boundsOf, simplify, type Point } from "../../core/geometry";
import { theme } from "../../core/theme";
import { inkPath } from "./ink";
import { keyboardPen, penKey } from "./keyboard-pen";

const tapSize = 2;
/** How far a line may be from the mouse's or the finger's, which may come a thousand times a second. */
const tolerance = 0.15;

interface CanvasProps {
    /** Takes a tap, and says whether it meant something; else it is a dot. */
    tap?: (at: Point) => boolean;
    children?: ComponentChildren;
}

/** The sheet to draw on, with mouse, pen, touch or keys. */
export function Canvas({ tap, children }: CanvasProps) {
    const canvas = useRef<HTMLCanvasElement>(null);
    const paths = useRef(new WeakMap<InkStroke, Path2D>());
    const penSeen = useRef(false);
    /** The pointer that draws the stroke; others beside it do not. */
    const owner = useRef<{ id: number; type: string } | null>(null);

    const paint = () => {
        const element = canvas.current;
        const context = element?.getContext("2d");
        if (!element || !context) return;
        const width = Math.round(element.clientWidth * devicePixelRatio);
        if (element.width !== width) element.width = element.height = width;
        context.setTransform(width / side, 0, 0, width / side, 0, 0);
        context.clearRect(0, 0, side, side);
        context.fillStyle = getComputedStyle(element).color;
        for (const stroke of drawing.peek().strokes) {
            let path = paths.current.get(stroke);
            if (!path) paths.current.set(stroke, (path = inkPath(stroke)));
            context.fill(path);
        }
        if (live.peek()) context.fill(inkPath(live.peek()!, false));
    };

    useEffect(() => {
        const observer = new ResizeObserver(paint);
        observer.observe(canvas.current!);
        return () => observer.disconnect();
    }, []);
    useEffect(paint, [drawing.value, live.value, theme.value]);
    useEffect(() => () => void ((live.value = null), (keyboardPen.value = null)), []);

    const place = (event: PointerEvent): [number, number, number] => {
        const box = canvas.current!.getBoundingClientRect();
        const at = (value: number) => onSheet((value / box.width) * side);
        return [at(event.clientX - box.left), at(event.clientY - box.top), event.pressure || 0.5];
    };
    const down = (event: PointerEvent) => {
        if (event.pointerType === "pen") penSeen.current = true;
        // A hand that rests on the glass beside a pen does not draw; if it came first, the pen takes over.
        if (event.button !== 0 || (event.pointerType === "touch" && penSeen.current)) return;
        if (owner.current !== null && !(event.pointerType === "pen" && owner.current.type === "touch")) return;
        if (owner.current === null && live.peek() !== null) addStroke(live.peek()!); // the keys'
        owner.current = { id: event.pointerId, type: event.pointerType };
        canvas.current!.setPointerCapture(event.pointerId);
        keyboardPen.value = null;
        live.value = { points: [place(event)], pen: event.pointerType === "pen" };
    };
    const move = (event: PointerEvent) => {
        const stroke = live.peek();
        if (stroke === null || owner.current?.id !== event.pointerId) return;
        const events = event.getCoalescedEvents?.() ?? [];
        live.value = { ...stroke, points: [...stroke.points, ...(events.length > 0 ? events : [event]).map(place)] };
    };
    const lift = (event: PointerEvent) => {
        if (owner.current?.id !== event.pointerId) return;
        owner.current = null;
        const stroke = live.peek();
        if (stroke === null) return;
        live.value = null;
        const { width = 0, height = 0 } = boundsOf(plain([stroke])) ?? {};
        const isTap = Math.max(width, height) < tapSize;
        if (event.type !== "pointerup" || (isTap && tap?.([stroke.points[0]![0], stroke.points[0]![1]]))) return;
        addStroke(stroke.pen ? stroke : { ...stroke, points: simplify(stroke.points, tolerance) });
    };
    const key = (event: KeyboardEvent) => {
        if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") {
            event.preventDefault();
            if (event.shiftKey) redoOnce();
            else undoOnce();
        } else if (penKey(event)) event.preventDefault();
    };

    const pen = keyboardPen.value;
    return (
        <div class="canvas plate">
            <CropMarks />
            <canvas
                ref={canvas}
                tabIndex={0}
                role="application"
                aria-label="Canvas"
                aria-describedby="canvas-keys"
                onPointerDown={down}
                onPointerMove={move}
                onPointerUp={lift}
                onPointerCancel={lift}
                onKeyDown={key}
            />
            <p id="canvas-keys" class="hidden">
                Arrow keys move the pen, with Shift in large steps; Space puts it down and lifts it; Escape drops the stroke.
            </p>
            <p class="hidden" aria-live="polite">
                {pen && `Pen ${pen.down ? "down" : "up"} at ${percent(pen.x)}, ${percent(pen.y)} percent`}
            </p>
            {pen && (
                <svg class="over" viewBox={`0 0 ${side} ${side}`} aria-hidden="true">
                    <path class="pen-cross" d={`M${pen.x - 7} ${pen.y}h14M${pen.x} ${pen.y - 7}v14`} />
                    <circle class={pen.down ? "pen-down" : "pen-up"} cx={pen.x} cy={pen.y} r="2.5" />
                </svg>
            )}
            {children}
        </div>
    );
}

const percent = (value: number) => Math.round((100 * value) / side);
