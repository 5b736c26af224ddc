namespace RpclPix2Seq.Sketches.Images.Raster;

/// <summary>
/// The order of the edges that cross a sub-row in cairo's lists: by x, and edges at the same x in an order inherited from the sub-rows
/// above. It affects the exact levels where such edges bound an area, so it is tracked, sub-row by sub-row, only in polygons that have such
/// edges: about one sketch in a hundred.
/// </summary>
/// <param name="size">The number of pixel rows of the picture.</param>
internal sealed class EdgeOrder(int size)
{
    private readonly bool[] _byArea = new bool[size];
    private readonly GrowingArray<long> _queue = new(64);
    private Crossing[] _active = new Crossing[64];
    private Crossing[] _beginning = new Crossing[64];
    private Crossing[] _merged = new Crossing[64];
    private int _count;
    private int _begun;
    private int _subRow;
    private bool _isStarted;

    /// <summary>Forgets the polygon.</summary>
    public void Reset() => _isStarted = false;

    /// <summary>Records whether a pixel row was covered by area: cairo does not sort within such a row.</summary>
    public void Passed(int row, bool byArea) => _byArea[row] = byArea;

    /// <summary>
    /// The edges that cross the first sub-row of pixel row <paramref name="row"/>, which must not be above the one requested before.
    /// </summary>
    public ReadOnlySpan<Crossing> AtTopOf(int row, ReadOnlySpan<Edge> edges)
    {
        if (!_isStarted)
            Start(edges);
        while (_subRow < row * Polygon.SubRows)
        {
            (int above, int rest) = Math.DivRem(_subRow, Polygon.SubRows);
            StepTo(_subRow + (rest == 0 && _byArea[above] ? Polygon.SubRows : 1), edges);
        }

        return _active.AsSpan(0, _count);
    }

    private void Start(ReadOnlySpan<Edge> edges)
    {
        _queue.Clear();
        for (int i = 0; i < edges.Length; i++)
            _queue.Add(((long)edges[i].Top << 32) + i);
        _queue.Items.Sort();
        if (_active.Length < edges.Length)
        {
            _active = new Crossing[2 * edges.Length];
            _beginning = new Crossing[2 * edges.Length];
            _merged = new Crossing[2 * edges.Length];
        }

        _count = 0;
        _begun = 0;
        _isStarted = true;
        StepTo((int)(_queue[0] >> 32), edges);
    }

    private void StepTo(int subRow, ReadOnlySpan<Edge> edges)
    {
        _subRow = subRow;
        StepDown(edges);
        int count = 0;
        for (; _begun < _queue.Count && _queue[_begun] >> 32 == subRow; _begun++)
        {
            int edge = (int)_queue[_begun];
            _beginning[count++] = new Crossing(edges[edge].XAt(subRow), edge);
        }

        if (count > 0)
            Begin(count);
    }

    // Drops the edges that have ended. Edges at the same x keep their order.
    private void StepDown(ReadOnlySpan<Edge> edges)
    {
        int kept = 0;
        for (int i = 0; i < _count; i++)
        {
            ref readonly Edge edge = ref edges[_active[i].Edge];
            if (edge.End <= _subRow)
                continue;

            Crossing crossing = _active[i] with { X = edge.XAt(_subRow) };
            int place = kept++;
            for (; place > 0 && _active[place - 1].X > crossing.X; place--)
                _active[place] = _active[place - 1];
            _active[place] = crossing;
        }

        _count = kept;
    }

    // Merge-sorts the edges that begin, at least one, and merges them with the others.
    private void Begin(int count)
    {
        for (int width = 1; width < count; width *= 2)
        {
            for (int i = 0; i < count; i += 2 * width)
            {
                int middle = Math.Min(i + width, count);
                int end = Math.Min(middle + width, count);
                Merge(_beginning.AsSpan(i, middle - i), _beginning.AsSpan(middle, end - middle), _merged.AsSpan(i, end - i));
            }

            (_beginning, _merged) = (_merged, _beginning);
        }

        Merge(_active.AsSpan(0, _count), _beginning.AsSpan(0, count), _merged.AsSpan(0, _count + count));
        (_active, _merged) = (_merged, _active);
        _count += count;
    }

    // Among edges at the same x, those from the list that is currently being read come first.
    private static void Merge(ReadOnlySpan<Crossing> a, ReadOnlySpan<Crossing> b, Span<Crossing> merged)
    {
        int i = 0;
        int j = 0;
        bool fromA = true;
        for (int k = 0; k < merged.Length; k++)
        {
            if (i == a.Length || j == b.Length)
                fromA = i < a.Length;
            else
                fromA = fromA ? a[i].X <= b[j].X : a[i].X < b[j].X;
            merged[k] = fromA ? a[i++] : b[j++];
        }
    }
}
