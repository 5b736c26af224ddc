namespace RpclPix2Seq.Sketches.Raster;

/// <summary>
/// Fills a polygon by the non-zero rule. Each pixel row is sampled at 15 sub-rows, on which the inside is known to 1/256 pixel; rows in
/// which no edge begins, ends or meets another are covered by exact areas instead, as cairo's scan converter does.
/// </summary>
internal sealed unsafe class CoverageScanner(int size)
{
    private readonly CrossingTable _table = new(size);
    private readonly EdgeOrder _order = new(size);
    private readonly CoverageRow _row = new(size);
    private readonly GrowingArray<Crossing> _crossings = new(64);

    /// <summary>Draws <paramref name="polygon"/> in black over the white <paramref name="image"/> [size, size].</summary>
    public void Fill(Polygon polygon, Span<byte> image)
    {
        ReadOnlySpan<Edge> edges = polygon.Edges;
        if (edges.Length == 0)
            return;

        _table.Fill(edges);
        _order.Reset();
        for (int y = 0; y < size; y++)
        {
            int count = _table.Count(y);
            if (count == 0)
                continue;

            bool byArea = _table.IsCrossedWhole(y) && TryCoverByArea(y, edges);
            _order.Passed(y, byArea);
            if (!byArea)
            {
                SortingNetwork.Sort(_table.Slots(y), count);
                _row.AddSamples(_table.Slots(y), count);
            }

            _row.Flush(image.Slice(y * size, size));
        }
    }

    // Areas do where every edge goes on for the whole row, which the caller knows, and none meets another, which the order at the end of the row tells.
    private bool TryCoverByArea(int y, ReadOnlySpan<Edge> edges)
    {
        int top = y * Polygon.SubRows;
        int bottom = top + Polygon.SubRows;
        ReadOnlySpan<Crossing> crossings = CrossingsAtTopOf(y, edges);
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
                _row.AddBoundary(edge.CrossingAtTopOf(top), edge.CrossingAtTopOf(bottom), begins ? 1 : -1);
        }

        return true;
    }

    private ReadOnlySpan<Crossing> CrossingsAtTopOf(int y, ReadOnlySpan<Edge> edges)
    {
        bool areTied = false;
        _crossings.Clear();
        foreach (int edge in _table.Edges(y))
        {
            Crossing crossing = new(edges[edge].XAt(y * Polygon.SubRows), edge);
            int place = _crossings.Count;
            _crossings.Add(crossing);
            for (; place > 0 && _crossings[place - 1].X >= crossing.X; place--)
            {
                areTied |= _crossings[place - 1].X == crossing.X;
                _crossings[place] = _crossings[place - 1];
            }

            _crossings[place] = crossing;
        }

        return areTied ? _order.AtTopOf(y, edges) : _crossings.Items;
    }
}
