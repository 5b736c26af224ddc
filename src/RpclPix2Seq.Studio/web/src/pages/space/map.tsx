import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Trouble } from "../../components/trouble";
import { home, toPlane, zoom } from "../../core/camera";
import { explain } from "../../core/client";
import { theme } from "../../core/theme";
import type { Coloring, Group } from "./colors";
import { gesturesOn } from "./gestures";
import { MapPainter } from "./painter";
import { MapMarks } from "./marks";
import type { MapPoints } from "./points";
import { camera, cameraIn, crosshairs, hovered, keepCamera, perform, size, type Tool } from "./state";

const error = signal<string | null>(null);

interface MapProps {
    points: MapPoints;
    tool: Tool;
    coloring: Coloring;
    groups: readonly Group[];
    only: number | null;
}

/** The plane of all codes: dots from afar, thumbnails everywhere, more of them as one comes nearer. */
export function SpaceMap({ points, tool, coloring, groups, only }: MapProps) {
    const frame = useRef<HTMLDivElement>(null);
    const painter = useRef<MapPainter | null>(null);
    const toolNow = useRef(tool);
    toolNow.current = tool;
    const alone = hovered.value ?? only;

    useEffect(() => {
        const element = frame.current!;
        const [dots, thumbnails] = [...element.querySelectorAll("canvas")] as [HTMLCanvasElement, HTMLCanvasElement];
        const ended = (problem: unknown) => void (error.value = problem === null ? null : explain(problem));
        ended(null);
        const paint = (painter.current = new MapPainter(dots, thumbnails, points, ended));
        const resize = () => {
            const old = size.peek();
            size.value = { width: element.clientWidth, height: element.clientHeight };
            if (old.width === 0) camera.value = cameraIn() ?? home(size.peek());
            paint.resize(size.peek());
            paint.draw(camera.peek());
        };
        const observer = new ResizeObserver(resize);
        observer.observe(element);
        const end = gesturesOn(element, {
            tool: () => toolNow.current,
            nearest: (at, pixels) => paint.nearest(at, pixels),
            perform: (gesture) => perform(toolNow.current, gesture),
        });
        const stop = camera.subscribe((now) => paint.draw(now));
        return () => {
            observer.disconnect();
            end();
            stop();
            paint.close();
            size.value = { width: 0, height: 0 };
        };
    }, [points]);
    useEffect(() => painter.current?.color(coloring, groups, alone, theme.value), [points, coloring, groups, alone, theme.value]);

    const zoomBy = (factor: number) => {
        const { width, height } = size.peek();
        camera.value = zoom(camera.peek(), { width, height }, crosshairs.peek() ?? [width / 2, height / 2], factor);
        keepCamera(camera.peek());
    };
    const all = () => {
        camera.value = home(size.peek());
        keepCamera(camera.peek());
    };
    const [px, py] = crosshairs.value === null ? [0, 0] : toPlane(camera.value, size.value, crosshairs.value);

    return (
        <div
            class={`map plate tool-${tool}`}
            ref={frame}
            tabIndex={0}
            role="application"
            aria-label="Map of the codes"
            aria-describedby="map-keys"
        >
            <canvas aria-hidden="true" />
            <canvas aria-hidden="true" />
            <MapMarks tool={tool} points={points} />
            <p id="map-keys" class="hidden">
                Arrow keys move the crosshairs; with Shift, they move the map. Plus and minus zoom. Enter selects; for a line or an area,
                press it at both ends. Escape cancels.
            </p>
            <p class="hidden" aria-live="polite">
                {crosshairs.value && `Crosshairs at ${px.toFixed(2)}, ${py.toFixed(2)}`}
            </p>
            <div class="map-zoom">
                <button class="button" aria-label="Zoom in" onClick={() => zoomBy(1.6)}>
                    +
                </button>
                <button class="button" aria-label="Zoom out" onClick={() => zoomBy(1 / 1.6)}>
                    −
                </button>
                <button class="button" onClick={all}>
                    All
                </button>
            </div>
            {error.value !== null && (
                <div class="map-trouble">
                    <Trouble text={error.value} />
                </div>
            )}
        </div>
    );
}
