import type { Camera, Size } from "../../core/camera";
import type { Places } from "../../core/cells";
import { inksOf, type Dots, type Ink } from "./dots";

/** Draws all points as dots pixel by pixel: where there is no graphics processor, that is faster than WebGL in software. */
export class PixelDots implements Dots {
    private inks: Uint8Array;
    private image: ImageData | null = null;

    constructor(
        private readonly context: CanvasRenderingContext2D,
        private readonly places: Places,
    ) {
        this.inks = new Uint8Array(4 * places.x.length);
    }

    color(inkOf: (i: number) => Ink): void {
        this.inks = inksOf(this.places.x.length, inkOf);
    }

    draw(camera: Camera, size: Size, dot: number): void {
        const { width, height } = this.context.canvas;
        if (this.image?.width !== width || this.image.height !== height) this.image = this.context.createImageData(width, height);
        const { data } = this.image;
        data.fill(0);
        const ratio = width / size.width;
        const scale = camera.scale * ratio;
        const side = Math.ceil(dot * ratio);
        const disc = discOf(side, dot * ratio, width);
        const { inks } = this;
        const { x, y } = this.places;
        for (let i = 0; i < x.length; i++) {
            const left = Math.round(width / 2 + (x[i]! - camera.x) * scale - side / 2);
            const top = Math.round(height / 2 + (y[i]! - camera.y) * scale - side / 2);
            if (left < 0 || top < 0 || left + side > width || top + side > height) continue;
            const corner = 4 * (top * width + left);
            const opacity = inks[4 * i + 3]! / 255;
            for (let pixel = 0; pixel < disc.length; pixel++) {
                const at = corner + disc[pixel]!.offset;
                const ink = opacity * disc[pixel]!.cover;
                const all = ink + (data[at + 3]! / 255) * (1 - ink);
                const share = ink / all;
                data[at] = data[at]! + share * (inks[4 * i]! - data[at]!);
                data[at + 1] = data[at + 1]! + share * (inks[4 * i + 1]! - data[at + 1]!);
                data[at + 2] = data[at + 2]! + share * (inks[4 * i + 2]! - data[at + 2]!);
                data[at + 3] = 255 * all;
            }
        }
        this.context.putImageData(this.image, 0, 0);
    }

    close(): void {
        this.image = null;
    }
}

/** A pixel of a disc: its place behind that of the corner, in bytes, and how much of it is covered. */
interface Pixel {
    offset: number;
    cover: number;
}

/** The pixels of a disc in a square, in an image of that width. */
function discOf(side: number, diameter: number, width: number): Pixel[] {
    return Array.from({ length: side * side }, (_, i): Pixel => {
        const [column, row] = [i % side, Math.floor(i / side)];
        const distance = Math.hypot(column + 0.5 - side / 2, row + 0.5 - side / 2);
        return { offset: 4 * (row * width + column), cover: Math.min(1, Math.max(0, diameter / 2 - distance)) };
    }).filter(({ cover }) => cover > 0);
}
