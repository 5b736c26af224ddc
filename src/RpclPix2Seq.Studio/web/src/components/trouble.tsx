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

export function Progress({ label }: { label: string }) {
    return <div class="progress" role="progressbar" aria-label={label} />;
}
