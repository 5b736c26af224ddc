import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ApiError, post, stream, upload } from "../src/core/client";

const answers: Response[] = [];
const calls: [string, RequestInit][] = [];

beforeEach(() => {
    vi.useFakeTimers();
    calls.length = answers.length = 0;
    vi.stubGlobal("fetch", async (path: string, init: RequestInit) => {
        calls.push([path, init]);
        const answer = answers.shift();
        if (answer === undefined) throw new TypeError("no network");
        return answer;
    });
});
afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
});

const json = (status: number, body: unknown, headers: Record<string, string> = {}) =>
    new Response(JSON.stringify(body), { status, headers });

test("a server that is busy is asked again when it says", async () => {
    answers.push(json(429, { error: "busy" }, { "Retry-After": "2" }), json(429, { error: "busy" }), json(200, { code: [1] }));
    const answer = post("encode", { strokes: [] });
    await vi.advanceTimersByTimeAsync(1999);
    expect(calls.length).toBe(1);
    await vi.advanceTimersByTimeAsync(1000);
    expect(await answer).toEqual({ code: [1] });
    expect(calls.map(([path]) => path)).toEqual(["/api/encode", "/api/encode", "/api/encode"]);
});

test("patience ends", async () => {
    for (let i = 0; i < 20; i++) answers.push(json(429, { error: "more than 4 requests" }));
    const answer = post("encode", {}).catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await answer).toMatchObject({ status: 429, message: "more than 4 requests" });
    expect(calls.length).toBeLessThan(10);
});

test("who gives up does not wait", async () => {
    answers.push(json(429, {}, { "Retry-After": "60" }));
    const stop = new AbortController();
    const answer = post("encode", {}, stop.signal).catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(10);
    stop.abort();
    expect(await answer).toMatchObject({ name: "AbortError" });
    expect(calls.length).toBe(1);
});

test("the server's words are kept", async () => {
    answers.push(json(400, { error: "count: expected 1 to 64, found 0", field: "count" }), new Response("<html>", { status: 502 }));
    await expect(post("draw", {})).rejects.toEqual(new ApiError(400, "count: expected 1 to 64, found 0", "count"));
    await expect(post("draw", {})).rejects.toThrow("The studio answered 502.");
    await expect(post("draw", {})).rejects.toThrow("does not answer");
});

test("an event of failure ends the stream with its reason", async () => {
    answers.push(new Response('event: point\ndata: {"x":1}\n\nevent: failed\ndata: {"error":"out of memory"}\n\n'));
    const seen: string[] = [];
    const read = async () => {
        for await (const { event } of stream("draw", {}, new AbortController().signal)) seen.push(event);
    };
    await expect(read()).rejects.toThrow("out of memory");
    expect(seen).toEqual(["point"]);
});

test("files go with their fields", async () => {
    answers.push(json(200, {}));
    await upload("data", [new File(["x"], "a.svg"), new File(["y"], "b.svg")], { category: "cat" });
    const form = calls[0]![1].body as FormData;
    expect(form.get("category")).toBe("cat");
    expect(form.getAll("files").map((file) => (file as File).name)).toEqual(["a.svg", "b.svg"]);
});
