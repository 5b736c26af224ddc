import { useEffect, useState } from "preact/hooks";
import { explain, isAbort } from "../core/client";

export interface Loaded<T> {
    value: T | null;
    error: string | null;
    busy: boolean;
    again: () => void;
}

/** Loads when `key` changes, keeps the old value while it does, and drops answers that are out of date. A null key loads nothing. */
export function useLoad<T>(key: string | null, load: (signal: AbortSignal) => Promise<T>): Loaded<T> {
    const [state, setState] = useState<{ value: T | null; error: string | null; busy: boolean }>({
        value: null,
        error: null,
        busy: key !== null,
    });
    const [round, setRound] = useState(0);
    useEffect(() => {
        if (key === null) {
            setState({ value: null, error: null, busy: false });
            return;
        }
        const stop = new AbortController();
        setState((old) => ({ ...old, error: null, busy: true }));
        load(stop.signal).then(
            (value) => stop.signal.aborted || setState({ value, error: null, busy: false }),
            (error: unknown) => stop.signal.aborted || isAbort(error) || setState({ value: null, error: explain(error), busy: false }),
        );
        return () => stop.abort();
    }, [key, round]);
    return { ...state, again: () => setRound((old) => old + 1) };
}
