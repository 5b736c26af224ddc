import { eventsOf, type ServerEvent } from "./sse";

/** What the server refused, in its own words. */
export class ApiError extends Error {
    constructor(
        readonly status: number,
        message: string,
        readonly field: string | null = null,
    ) {
        super(message);
    }
}

const patience = 6;

/** Calls the server; waits and asks again, some times, where it says that it is busy. */
async function call(path: string, init: RequestInit): Promise<Response> {
    for (let attempt = 0; ; attempt++) {
        const response = await fetch(`/api/${path}`, init).catch((error: unknown) => {
            throw isAbort(error) ? error : unanswered();
        });
        if (response.ok) return response;
        const isBusy = response.status === 429 || (response.status === 503 && response.headers.has("Retry-After"));
        if (isBusy && attempt < patience) {
            const asked = Number(response.headers.get("Retry-After"));
            await sleep(asked > 0 ? asked * 1000 : 250 * 2 ** attempt, init.signal ?? null);
            continue;
        }
        throw await refusal(response);
    }
}

function unanswered(): ApiError {
    return new ApiError(0, "The studio does not answer. Is rpcl studio still running?");
}

async function refusal(response: Response): Promise<ApiError> {
    const body = (await response.json().catch(() => null)) as { error?: string; field?: string } | null;
    return new ApiError(response.status, body?.error ?? `The studio answered ${response.status}.`, body?.field ?? null);
}

export function sleep(milliseconds: number, signal: AbortSignal | null): Promise<void> {
    return new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason as Error);
        const timer = setTimeout(resolve, milliseconds);
        signal?.addEventListener("abort", () => (clearTimeout(timer), reject(signal.reason as Error)), { once: true });
    });
}

function json(method: string, body: unknown, signal?: AbortSignal): RequestInit {
    return { method, body: JSON.stringify(body), headers: { "Content-Type": "application/json" }, ...(signal && { signal }) };
}

export async function get<T>(path: string, signal?: AbortSignal): Promise<T> {
    return (await (await call(path, signal ? { signal } : {})).json()) as T;
}

export async function getBytes(path: string, signal?: AbortSignal): Promise<ArrayBuffer> {
    return (await call(path, signal ? { signal } : {})).arrayBuffer();
}

export async function post<T>(path: string, body: unknown, signal?: AbortSignal): Promise<T> {
    return (await (await call(path, json("POST", body, signal))).json()) as T;
}

export async function put<T>(path: string, body: unknown): Promise<T> {
    return (await (await call(path, json("PUT", body))).json()) as T;
}

export async function postForBlob(path: string, body: unknown): Promise<Blob> {
    return (await call(path, json("POST", body))).blob();
}

export async function upload<T>(path: string, files: readonly File[], fields: Record<string, string> = {}): Promise<T> {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    for (const file of files) form.append(files.length === 1 ? "file" : "files", file, file.name);
    return (await (await call(path, { method: "POST", body: form })).json()) as T;
}

/** The server-sent events that answer a request; `failed` becomes an error, and so does a connection that breaks. */
export async function* stream(path: string, body: unknown, signal: AbortSignal): AsyncGenerator<ServerEvent> {
    const init = body === null ? { signal } : json("POST", body, signal);
    const response = await call(path, { ...init, headers: { ...init.headers, Accept: "text/event-stream" } });
    if (response.body === null) return;
    try {
        for await (const event of eventsOf(response.body)) {
            if (event.event === "failed") throw new ApiError(200, (JSON.parse(event.data) as { error: string }).error);
            yield event;
        }
    } catch (error) {
        throw error instanceof TypeError ? unanswered() : error;
    }
}

export function isAbort(error: unknown): boolean {
    return error instanceof DOMException && error.name === "AbortError";
}

export function explain(error: unknown): string {
    return error instanceof Error ? error.message : String(error);
}
