namespace RpclPix2Seq.Sketches.Images.Raster;

/// <summary>The edges that cross a pixel row, updated row by row from the top.</summary>
/// <param name="size">The number of pixel rows of the picture.</param>
internal sealed class ActiveEdges(int size)
{
    private const int None = -1;

    // For each pixel row, the first edge that begins there; for each edge, the next one; and for each row, bits if an edge begins or ends
    // within it.
    private readonly int[] _firsts = new int[size];
    private readonly uint[] _partial = new uint[size + 1];
    private int[] _nexts = new int[64];
    private int[] _active = new int[64];
    private int _count;

    /// <summary>Moves above the first row of a polygon.</summary>
    public void Start(ReadOnlySpan<Edge> edges)
    {
        if (_nexts.Length < edges.Length)
        {
            _nexts = new int[2 * edges.Length];
            _active = new int[2 * edges.Length];
        }

        _count = 0;
        Array.Fill(_firsts, None);
        Array.Clear(_partial);
        for (int i = edges.Length - 1; i >= 0; i--)
        {
            (uint row, uint above) = Math.DivRem((uint)edges[i].Top, Polygon.SubRows);
            (uint last, uint beyond) = Math.DivRem((uint)edges[i].End, Polygon.SubRows);
            _nexts[i] = _firsts[row];
            _firsts[row] = i;
            _partial[row] |= above;
            _partial[last] |= beyond;
        }
    }

    /// <summary>The edges that cross a row, those from above first. Rows must be visited without gaps.</summary>
    public ReadOnlySpan<int> MoveTo(int row, ReadOnlySpan<Edge> edges)
    {
        int top = row * Polygon.SubRows;
        int[] active = _active;
        int kept = 0;
        for (int i = 0; i < _count; i++)
        {
            int edge = active[i];
            active[kept] = edge;
            kept += (top - edges[edge].End) >>> 31;
        }

        for (int edge = _firsts[row]; edge != None; edge = _nexts[edge])
            active[kept++] = edge;
        _count = kept;
        return active.AsSpan(0, kept);
    }

    /// <summary>Whether no edge begins or ends within a row.</summary>
    public bool IsCrossedWhole(int row) => _partial[row] == 0;
}
