/** The mark: a bird in one stroke. */
export function Mark() {
    return (
        <svg
            viewBox="0 0 34 34"
            fill="none"
            stroke="currentColor"
            stroke-width="1.8"
            stroke-linejoin="round"
            stroke-linecap="round"
            aria-hidden="true"
        >
            <path d="M3 13l5-2.500q1.500-4 5-3.500 4 1 3.500 5.500 6 1 12 .500-2 9-10 11-7.500 1-9-6-.800-3.500 .500-6" />
            <path d="M15 24l-1 6m5-6.500l0 6.500" />
            <path d="M12 10.200v.1" />
        </svg>
    );
}

/** A line drawn by hand below the current page. */
export function Underline() {
    return (
        <svg viewBox="0 0 60 8" preserveAspectRatio="none" fill="none" stroke="currentColor" stroke-width="2" aria-hidden="true">
            <path d="M1 5.500Q14 2 28 4.200T59 3" vector-effect="non-scaling-stroke" stroke-linecap="round" />
        </svg>
    );
}

/** Marks at the corners of a sheet, as printers cut along. */
export function CropMarks() {
    return (
        <svg class="crop" aria-hidden="true" width="100%" height="100%">
            {[0, 100].map((x) =>
                [0, 100].map((y) => (
                    <svg key={`${x}${y}`} x={`${x}%`} y={`${y}%`} overflow="visible">
                        <path d={`M${x ? 4 : -4} 0h${x ? 12 : -12}M0 ${y ? 4 : -4}v${y ? 12 : -12}`} stroke="currentColor" fill="none" />
                    </svg>
                )),
            )}
        </svg>
    );
}
