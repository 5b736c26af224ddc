import { nameOf } from "../../core/info";
import type { Theme } from "../../core/theme";
import type { MapPoints } from "./points";

export type Coloring = "component" | "category" | "none";
export type Rgb = readonly [number, number, number];

/** A group of points with one color. */
export interface Group {
    id: number;
    name: string;
    count: number;
    color: Rgb;
}

/** Colored inks, told apart by hue and, every other one, by lightness: light enough for the dark sheet, dark enough for the light one. */
function inkOf(rank: number, of: number, theme: Theme): Rgb {
    const hue = (20 + (360 * rank) / Math.max(1, of)) % 360;
    const light = theme === "dark" ? [0.8, 0.68][rank % 2]! : [0.42, 0.56][rank % 2]!;
    return oklch(light, theme === "dark" ? 0.13 : 0.15, hue);
}

/** OKLCH to sRGB, 0 … 255, clipped. */
function oklch(lightness: number, chroma: number, hue: number): Rgb {
    const [a, b] = [chroma * Math.cos((hue * Math.PI) / 180), chroma * Math.sin((hue * Math.PI) / 180)];
    const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
    const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
    const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
    const encode = (value: number) => {
        const clipped = Math.min(1, Math.max(0, value));
        return Math.round(255 * (clipped <= 0.0031308 ? 12.92 * clipped : 1.055 * clipped ** (1 / 2.4) - 0.055));
    };
    return [
        encode(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
        encode(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
        encode(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
    ];
}

const groupOf = (points: MapPoints, coloring: Coloring) =>
    coloring === "component" ? points.component : coloring === "category" ? points.category : null;

/** The groups of the points in the order of their numbers; neighbors in number get hues apart. */
export function groupsOf(points: MapPoints, coloring: Coloring, theme: Theme): Group[] {
    const of = groupOf(points, coloring);
    if (of === null) return [];
    const counts = new Map<number, number>();
    for (const id of of) counts.set(id, (counts.get(id) ?? 0) + 1);
    const ids = [...counts.keys()].sort((a, b) => a - b);
    const name = (id: number) => (coloring === "component" ? nameOf(id) : (points.header.categories[id] ?? "no category"));
    return ids.map((id, rank) => ({ id, name: name(id), count: counts.get(id)!, color: inkOf(rank, ids.length, theme) }));
}

/** The color of each point; ink without groups. */
export function colorsOf(points: MapPoints, coloring: Coloring, groups: readonly Group[], theme: Theme): (i: number) => Rgb {
    const ink: Rgb = theme === "dark" ? [236, 234, 227] : [23, 24, 28];
    const of = groupOf(points, coloring);
    const byId = new Map(groups.map(({ id, color }) => [id, color]));
    return (i) => (of === null ? ink : (byId.get(of[i]!) ?? ink));
}

export function isMember(points: MapPoints, coloring: Coloring, id: number | null): (i: number) => boolean {
    const of = groupOf(points, coloring);
    return (i) => id === null || of === null || of[i] === id;
}

export const css = ([r, g, b]: Rgb) => `rgb(${r} ${g} ${b})`;
