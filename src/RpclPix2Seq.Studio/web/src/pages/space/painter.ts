import { Cells, nearestTo } from "../../core/cells";
import { toPlane, toScreen, type Camera, type Size } from "../../core/camera";
import type { Point } from "../../core/geometry";
import type { Theme } from "../../core/theme";
import { colorsOf, css, isMember, type Coloring, type Group, type Rgb } from "./colors";
import type { Dots } from "./dots";
import { PixelDots } from "./pixels";
import type { MapPoints } from "./points";
import { GraphicsDots } from "./graphics";
import { Thumbnails } from "./thumbnails";

/** The least distance of thumbnails, in pixels of the page. */
const least = 32;
const thumbnailPixels = 80;
/** Milliseconds of a frame in which new thumbnails are drawn; the rest of them follow in the next frames. */
const patience = 4;

/** Paints the map: dots below, thumbnails above. */
export class MapPainter {
    private readonly dots: Dots;
    private readonly thumbnails: Thumbnails;
    private readonly context: CanvasRenderingContext2D;
    private size: Size = { width: 0, height: 0 };
    private camera: Camera = { x: 0, y: 0, scale: 1 };
    private colorOf: (i: number) => Rgb = () => [0, 0, 0];
    private shows: (i: number) => boolean = () => true;
    private frame = 0;

    constructor(
        private readonly dotCanvas: HTMLCanvasElement,
        private readonly thumbnailCanvas: HTMLCanvasElement,
        private readonly points: MapPoints,
        ended: (error: unknown) => void,
    ) {
        this.dots = GraphicsDots.on(dotCanvas, points) ?? new PixelDots(dotCanvas.getContext("2d")!, points);
        this.context = thumbnailCanvas.getContext("2d")!;
        this.thumbnails = new Thumbnails(() => this.draw(this.camera), ended);
    }

    resize(size: Size): void {
        this.size = size;
        for (const canvas of [this.dotCanvas, this.thumbnailCanvas]) {
            canvas.width = Math.round(size.width * devicePixelRatio);
            canvas.height = Math.round(size.height * devicePixelRatio);
        }
    }

    color(coloring: Coloring, groups: readonly Group[], alone: number | null, theme: Theme): void {
        this.colorOf = colorsOf(this.points, coloring, groups, theme);
        this.shows = isMember(this.points, coloring, alone);
        this.dots.color((i) => [this.colorOf(i), this.shows(i) ? 0.5 : 0.06]);
        this.thumbnails.redraw();
        this.draw(this.camera);
    }

    draw(camera: Camera): void {
        this.camera = camera;
        cancelAnimationFrame(this.frame);
        this.frame = requestAnimationFrame(() => this.paint());
    }

    /** The thumbnail at a place of the screen, else the dot that is near, else −1. */
    nearest(at: Point, pixels: number): number {
        const { camera, points, size } = this;
        const [x, y] = toPlane(camera, size, at);
        const shown = new Set(points.cells.visible(camera, size, least));
        const thumbnail = nearestTo(points, x, y, Cells.side(camera, least) / 2 / camera.scale, (i) => shown.has(i) && this.shows(i));
        return thumbnail >= 0 ? thumbnail : nearestTo(points, x, y, pixels / camera.scale, this.shows);
    }

    close(): void {
        cancelAnimationFrame(this.frame);
        this.thumbnails.close();
        this.dots.close();
    }

    private paint(): void {
        const { camera, size, context, points } = this;
        if (size.width === 0) return;
        if (this.thumbnailCanvas.width !== Math.round(size.width * devicePixelRatio)) this.resize(size); // on another display
        const side = Cells.side(camera, least);
        const shown = points.cells.visible(camera, size, least);
        this.dots.draw(camera, size, Math.min(6, 2 + side / 40));
        this.thumbnails.want(shown);
        context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
        context.clearRect(0, 0, size.width, size.height);
        const end = performance.now() + patience;
        let isLate = false;
        for (const index of shown) {
            let picture = this.thumbnails.drawn(index);
            if (picture === null && this.thumbnails.isKnown(index)) {
                isLate ||= performance.now() > end;
                if (!isLate) picture = this.thumbnails.draw(index, thumbnailPixels, css(this.colorOf(index)));
            }
            if (picture === null) continue;
            context.globalAlpha = this.shows(index) ? 1 : 0.08;
            const [x, y] = toScreen(camera, size, [points.x[index]!, points.y[index]!]);
            context.drawImage(picture, x - side / 2, y - side / 2, side, side);
        }
        if (isLate) this.draw(this.camera);
    }
}
