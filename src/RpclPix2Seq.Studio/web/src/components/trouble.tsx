/** What went wrong, in one line. */
export function Trouble({ text, retry }: { text: string; retry?: () => void }) {
    return (
        <p class="trouble" role="alert">
            <span>{text}</span>
            {retry && (
                <button class="button plain" onClick={retry}>
                    Try again
                </button>
            )}
        </p>
    );
}

/** A line that moves, or grows with the share that is done, 0 to 1. */
export function Progress({ label, share = 0 }: { label: string; share?: number }) {
    if (share === 0) return <div class="progress" role="progressbar" aria-label={label} />;
    const percent = Math.round(100 * share);
    return (
        <div class="progress known" role="progressbar" aria-label={label} aria-valuemin={0} aria-valuemax={100} aria-valuenow={percent}>
            <i style={{ transform: `scaleX(${share})` }} />
        </div>
    );
}
