import { ApiError, isAbort, sleep, stream } from "./client";
import type { ServerEvent } from "./sse";

const pause = 1000;

interface Follower {
    /** Awaited at the first event of every stream: what happened while there was none can be loaded here. */
    began: () => Promise<void>;
    event: (event: ServerEvent) => void;
    /** Why there is no stream at the moment. */
    lost: (problem: unknown) => void;
}

/**
 * Follows a stream of events until the signal. Where the server ends it or the connection breaks, it is opened again after a pause; only a
 * refusal ends it.
 */
export async function follow(path: string, signal: AbortSignal, { began, event, lost }: Follower): Promise<void> {
    for (;;) {
        try {
            let isFirst = true;
            for await (const happened of stream(path, null, signal)) {
                if (isFirst) await began();
                isFirst = false;
                event(happened);
            }
        } catch (problem) {
            if (isAbort(problem) || isRefusal(problem)) throw problem;
            lost(problem);
        }
        await sleep(pause, signal);
    }
}

function isRefusal(problem: unknown): boolean {
    return !(problem instanceof ApiError) || (problem.status >= 400 && problem.status < 429);
}
