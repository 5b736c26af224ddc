import { effect, signal } from "@preact/signals";

export type Theme = "light" | "dark";

const system = matchMedia("(prefers-color-scheme: dark)");

/** Browsers may forbid a page to keep anything: then the choice lasts as long as the page. */
function stored<T>(use: (storage: Storage) => T): T | null {
    try {
        return use(localStorage);
    } catch {
        return null;
    }
}

const saved = stored((storage) => storage.getItem("theme"));
const chosen = signal<Theme | null>(saved === "light" || saved === "dark" ? saved : null);
const systemDark = signal(system.matches);
system.addEventListener("change", (event) => (systemDark.value = event.matches));

/** What is shown: the user's choice, or the system's. */
export const theme = signal<Theme>("light");

effect(() => {
    theme.value = chosen.value ?? (systemDark.value ? "dark" : "light");
    if (chosen.value === null) delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = chosen.value;
});

/** The other one; the system's own choice is not remembered, so that the page follows it again. */
export function toggleTheme(): void {
    const next: Theme = theme.peek() === "dark" ? "light" : "dark";
    chosen.value = next === (systemDark.peek() ? "dark" : "light") ? null : next;
    stored((storage) => (chosen.peek() === null ? storage.removeItem("theme") : storage.setItem("theme", next)));
}

export const still = matchMedia("(prefers-reduced-motion: reduce)");

/** A color of the style sheet as canvases need it. */
export function colorOf(name: "ink" | "model" | "pencil" | "line" | "sheet"): string {
    const probe = document.createElement("i");
    probe.style.color = `var(--${name})`;
    document.body.append(probe);
    const { color } = getComputedStyle(probe);
    probe.remove();
    return color;
}
