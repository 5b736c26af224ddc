import { signal } from "@preact/signals";
import type { Info } from "../api";
import { explain, get } from "./client";

export const info = signal<Info | null>(null);
export const infoError = signal<string | null>(null);

export async function loadInfo(): Promise<void> {
    try {
        info.value = await get<Info>("info");
        infoError.value = null;
    } catch (error) {
        infoError.value = explain(error);
    }
}

/** What a component is called: its name, or its number. */
export function named({ id, name }: { id: number; name: string | null }): string {
    return name ?? `Style ${id}`;
}

export function nameOf(id: number): string {
    return named(info.value?.components.find((component) => component.id === id) ?? { id, name: null });
}
