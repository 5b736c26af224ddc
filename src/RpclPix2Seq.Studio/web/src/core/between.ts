import type { Drawn } from "../api";
import { post } from "./client";
import { info } from "./info";

/** Sketches between codes, drawn as the model draws by default. */
export async function between(path: "interpolate" | "grid" | "analogy", body: object, signal: AbortSignal): Promise<Drawn[]> {
    return (await post<{ sketches: Drawn[] }>(path, { ...body, sampling: info.peek()?.sampling ?? {} }, signal)).sketches;
}
