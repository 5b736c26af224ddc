import { signal } from "@preact/signals";
import type { ComponentCard } from "../api";
import { explain, get } from "./client";

/** What the styles look like; they take a while, so they are asked for once. */
export const cards = signal<ComponentCard[] | null>(null);
export const cardsError = signal<string | null>(null);
let asked = false;

export function loadCards(again = false): void {
    if (asked && !again) return;
    asked = true;
    cardsError.value = null;
    get<ComponentCard[]>("components").then(
        (value) => (cards.value = value),
        (error: unknown) => (cardsError.value = explain(error)),
    );
}
