/**
 * Runs a slow task for the newest of many inputs: one at a time, at most once per interval, and what came in between is skipped.
 * The task's own errors are its own business.
 */
export class Latest<T> {
    private waiting: { input: T } | null = null;
    private running = false;

    constructor(
        private readonly task: (input: T) => Promise<void>,
        private readonly interval: number,
    ) {}

    put(input: T): void {
        this.waiting = { input };
        if (!this.running) void this.run();
    }

    private async run(): Promise<void> {
        this.running = true;
        while (this.waiting !== null) {
            const { input } = this.waiting;
            this.waiting = null;
            const pause = new Promise((resolve) => setTimeout(resolve, this.interval));
            await this.task(input).catch(() => undefined);
            await pause;
        }
        this.running = false;
    }
}
