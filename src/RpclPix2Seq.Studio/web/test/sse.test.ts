import { expect, test } from "vitest";
import { EventParser, eventsOf } from "../src/core/sse";

const text = ': hello\n\nevent: point\ndata: {"x":1}\n\ndata: a\ndata: b\r\n\r\nevent: done\ndata: {}\n\n';
const expected = [
    { event: "point", data: '{"x":1}' },
    { event: "message", data: "a\nb" },
    { event: "done", data: "{}" },
];

test("events are found wherever the text is cut", () => {
    for (let cut = 0; cut <= text.length; cut++) {
        const parser = new EventParser();
        expect([...parser.feed(text.slice(0, cut)), ...parser.feed(text.slice(cut))]).toEqual(expected);
    }
});

test("bytes are cut within a letter", async () => {
    const bytes = new TextEncoder().encode("data: é\n\n");
    const body = new ReadableStream<Uint8Array>({
        start(controller) {
            for (const byte of bytes) controller.enqueue(new Uint8Array([byte]));
            controller.close();
        },
    });
    const events = [];
    for await (const event of eventsOf(body)) events.push(event);
    expect(events).toEqual([{ event: "message", data: "é" }]);
});
