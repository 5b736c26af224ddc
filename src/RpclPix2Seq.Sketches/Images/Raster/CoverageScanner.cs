namespace RpclPix2Seq.Sketches.Images.Raster;

/// <summary>
/// Fills a polygon by the non-zero rule. Each pixel row is sampled at 15 sub-rows, on which the inside is known to 1/256 pixel. Rows in
/// which no edge begins, ends or meets another are covered by exact areas instead, as in cairo's scan converter.
/// </summary>
internal sealed unsafe class CoverageScanner(int size)
{
    private readonly ActiveEdges _active = new(size);
    private readonly CrossingRow _crossingRow = new();
    private readonly EdgeOrder _order = new(size);
    private readonly CoverageRow _row = new(size);
    private readonly GrowingArray<Crossing> _crossings = new(64);

    /// <summary>Draws <paramref name="polygon"/> in black over the white <paramref name="image"/> [size, size].</summary>
    public void Fill(Polygon polygon, Span<byte> image)
    {
        ReadOnlySpan<Edge> edges = polygon.Edges;
        if (edges.Length == 0)
            return;

        _active.Start(edges);
        _order.Reset();
        for (int y = 0; y < size; y++)
        {
            ReadOnlySpan<int> active = _active.MoveTo(y, edges);
            if (active.IsEmpty)
                continue;

            bool byArea = _active.IsCrossedWhole(y) && TryCoverByArea(y, edges, active);
            _order.Passed(y, byArea);
            if (!byArea)
            {
                int count = _crossingRow.Fill(edges, active, y * Polygon.SubRows);
                SortingNetwork.Sort(_crossingRow.Slots, count);
                _row.AddSamples(_crossingRow.Slots, count);
            }

            _row.Flush(image.Slice(y * size, size));
        }
    }

    // Areas are sufficient where every edge spans the whole row, which the caller knows, and no two edges meet, which their order at the
    // end of the row shows.
    private bool TryCoverByArea(int y, ReadOnlySpan<Edge> edges, ReadOnlySpan<int> active)
    {
        int top = y * Polygon.SubRows;
        int bottom = top + Polygon.SubRows;
        ReadOnlySpan<Crossing> crossings = CrossingsAtTopOf(y, edges, active);
        int previous = int.MinValue;
        foreach (Crossing crossing in crossings)
        {
            int x = edges[crossing.Edge].XAt(bottom);
            if (x < previous)
                return false;
            previous = x;
        }

        // Inside areas that touch in the first sub-row count as one: the boundaries between them are left out.
        int winding = 0;
        bool inside = false;
        for (int i = 0; i < crossings.Length; i++)
        {
            ref readonly Edge edge = ref edges[crossings[i].Edge];
            winding += edge.Direction;
            bool begins = !inside;
            bool ends = inside && winding == 0 && (i + 1 == crossings.Length || crossings[i + 1].X != crossings[i].X);
            inside = !ends;
            if (begins || ends)
            {
                (Rational above, Rational below) = edge.CrossingsAtTopsOf(top, bottom);
                _row.AddBoundary(above, below, begins ? 1 : -1);
            }
        }

        return true;
    }

    private ReadOnlySpan<Crossing> CrossingsAtTopOf(int y, ReadOnlySpan<Edge> edges, ReadOnlySpan<int> active)
    {
        _crossings.Clear();
        foreach (int edge in active)
            _crossings.Add(new Crossing(edges[edge].XAt(y * Polygon.SubRows), edge));
        Span<Crossing> crossings = _crossings.Items;
        Sort(crossings);
        for (int i = 1; i < crossings.Length; i++)
        {
            if (crossings[i].X == crossings[i - 1].X)
                return _order.AtTopOf(y, edges);
        }

        return crossings;
    }

    // Usually there are four or six.
    private static void Sort(Span<Crossing> crossings)
    {
        if (crossings.Length > 32)
        {
            crossings.Sort(static (a, b) => a.X.CompareTo(b.X));
            return;
        }

        for (int i = 1; i < crossings.Length; i++)
        {
            Crossing crossing = crossings[i];
            int place = i;
            for (; place > 0 && crossings[place - 1].X > crossing.X; place--)
                crossings[place] = crossings[place - 1];
            crossings[place] = crossing;
        }
    }
}
