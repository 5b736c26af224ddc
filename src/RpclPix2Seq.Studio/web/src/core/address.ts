import { signal } from "@preact/signals";

export const pages = ["draw", "space", "components", "training", "data"] as const;
export type Page = (typeof pages)[number];
export type Params = Readonly<Record<string, string>>;

/** Where the user is: what follows `#/` in the address, so that a link is a share. */
export interface Address {
    page: Page;
    params: Params;
}

export function parse(hash: string): Address {
    const [path = "", query = ""] = hash.replace(/^#?\/?/, "").split("?", 2);
    const page = pages.find((name) => name === path) ?? "draw";
    return { page, params: Object.fromEntries(new URLSearchParams(query)) };
}

/** The hash of an address; what is empty is left out. */
export function format({ page, params }: Address): string {
    const query = new URLSearchParams(Object.entries(params).filter(([, value]) => value !== "")).toString().replaceAll("%2C", ",");
    return `#/${page}${query === "" ? "" : `?${query}`}`;
}

export const address = signal<Address>(parse(globalThis.location?.hash ?? ""));

/** Goes to a page; the browser's back button returns. */
export function go(page: Page, params: Record<string, string> = {}): void {
    clearTimeout(late);
    address.value = { page, params };
    history.pushState(null, "", format(address.value));
}

/** Changes the state of the current page in place; an empty value removes its key. */
export function amend(params: Record<string, string>): void {
    const { page, params: old } = address.peek();
    const next = { page, params: Object.fromEntries(Object.entries({ ...old, ...params }).filter(([, value]) => value !== "")) };
    if (format(next) === format(address.peek())) return;
    address.value = next;
    keep();
}

let late: ReturnType<typeof setTimeout> | undefined;

/** Shows the address in the browser, which refuses when it is asked too often: then once more, a little later. */
function keep(): void {
    clearTimeout(late);
    try {
        history.replaceState(null, "", format(address.peek()));
    } catch {
        late = setTimeout(keep, 1000);
    }
}

export function listen(): void {
    const read = () => {
        if (location.hash !== format(address.peek())) address.value = parse(location.hash);
    };
    addEventListener("popstate", read);
    addEventListener("hashchange", read);
}

/** A number of the address, or what holds without it. */
export function numberOf(params: Params, key: string, otherwise: number): number {
    const value = Number(params[key] ?? "");
    return params[key] === undefined || params[key] === "" || !Number.isFinite(value) ? otherwise : value;
}

/** Numbers between commas; anything else is none. */
export function numbersOf(params: Params, key: string): number[] {
    const text = params[key];
    if (text === undefined || text === "") return [];
    const values = text.split(",").map(Number);
    return values.every(Number.isFinite) ? values : [];
}
