/** States with one of them current; a new one drops those that were undone. */
export interface History<T> {
    readonly states: readonly T[];
    readonly at: number;
}

const longest = 200;

export function begin<T>(state: T): History<T> {
    return { states: [state], at: 0 };
}

export function current<T>(history: History<T>): T {
    return history.states[history.at] as T;
}

export function push<T>(history: History<T>, state: T): History<T> {
    const states = [...history.states.slice(0, history.at + 1), state].slice(-longest);
    return { states, at: states.length - 1 };
}

export function canUndo<T>(history: History<T>): boolean {
    return history.at > 0;
}

export function canRedo<T>(history: History<T>): boolean {
    return history.at < history.states.length - 1;
}

export function undo<T>(history: History<T>): History<T> {
    return canUndo(history) ? { ...history, at: history.at - 1 } : history;
}

export function redo<T>(history: History<T>): History<T> {
    return canRedo(history) ? { ...history, at: history.at + 1 } : history;
}
