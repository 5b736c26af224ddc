using RpclPix2Seq.Torch.Kernels;
namespace RpclPix2Seq.Networks.Decoder.Fused;

/// <summary>
/// The rows that take part in a step, one record after another: the cell's packed state [S], the code's contribution to every step [P], and
/// the input row that is read next, in <see cref="StrokeSpace"/> numbers. A row that finishes is replaced by copying one record.
/// </summary>
internal readonly unsafe struct StepRows
{
    /// <summary>Numbers per record for its input row: X, rounded up to a vector.</summary>
    public const int StrokeSpace = Simd.Width;

    // MKL's packed and plain products give a row the same bits, whatever its position and the number of rows, on one thread or several, as
    // long as the number of rows is a multiple of four: fewer rows use other kernels, and other numbers leave such remainders when they are
    // split between threads.
    private const int Multiple = 4;

    private readonly float* _first;
    private readonly int _states;

    /// <param name="first">The first record; memory for <see cref="Padded"/> records, holding finite numbers.</param>
    /// <param name="count">The number of records.</param>
    /// <param name="states">S.</param>
    /// <param name="constants">P.</param>
    public StepRows(float* first, int count, int states, int constants)
    {
        _first = first;
        _states = states;
        Count = count;
        Width = states + constants + StrokeSpace;
    }

    /// <summary>Rows being drawn.</summary>
    public int Count { get; }

    /// <summary>Rows for which products are computed.</summary>
    public int PaddedCount => Padded(Count);

    /// <summary>Numbers per record.</summary>
    public int Width { get; }

    /// <summary>Rows for which products are computed, so that a row's numbers depend only on the row itself.</summary>
    public static int Padded(int count) => (count + Multiple - 1) / Multiple * Multiple;

    /// <summary>[S].</summary>
    public float* State(int row) => _first + ((long)row * Width);

    /// <summary>[P].</summary>
    public float* Constant(int row) => State(row) + _states;

    /// <summary>[X].</summary>
    public float* Stroke(int row) => State(row) + (Width - StrokeSpace);

    /// <summary>Copies a record over another.</summary>
    public void Move(int from, int to) => new ReadOnlySpan<float>(State(from), Width).CopyTo(new Span<float>(State(to), Width));
}
