/** One server-sent event. */
export interface ServerEvent {
    event: string;
    data: string;
}

/** Cuts a stream of text into events, however the text was split on its way. */
export class EventParser {
    private rest = "";
    private event = "";
    private data: string[] = [];

    feed(text: string): ServerEvent[] {
        const events: ServerEvent[] = [];
        const lines = (this.rest + text).split(/\r\n|\n|\r(?!$)/);
        this.rest = lines.pop() ?? "";
        for (const line of lines) {
            if (line === "") {
                if (this.data.length > 0) events.push({ event: this.event || "message", data: this.data.join("\n") });
                this.event = "";
                this.data = [];
            } else if (!line.startsWith(":")) this.field(line);
        }
        return events;
    }

    private field(line: string): void {
        const colon = line.indexOf(":");
        const name = colon < 0 ? line : line.slice(0, colon);
        const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
        if (name === "event") this.event = value;
        if (name === "data") this.data.push(value);
    }
}

/** The events of a response, as they arrive. */
export async function* eventsOf(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerEvent> {
    const parser = new EventParser();
    const decoder = new TextDecoder();
    const reader = body.getReader();
    try {
        for (;;) {
            const { done, value } = await reader.read();
            if (done) break;
            yield* parser.feed(decoder.decode(value, { stream: true }));
        }
        yield* parser.feed(decoder.decode() + "\n\n");
    } finally {
        await reader.cancel().catch(() => undefined);
    }
}
