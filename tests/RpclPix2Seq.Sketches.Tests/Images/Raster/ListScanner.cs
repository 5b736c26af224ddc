using RpclPix2Seq.Sketches.Images.Raster;

namespace RpclPix2Seq.Sketches.Tests.Images.Raster;

/// <summary>
/// Fills polygons like cairo's scan converter, with a list of edges that is followed from sub-row to sub-row: slow, but short enough to be
/// obviously right. The edges are the scanner's own, and so are the areas of rows that are covered by area.
/// </summary>
internal sealed class ListScanner(int size)
{
    private const int SubRows = Polygon.SubRows;

    private readonly CoverageRow _row = new(size);
    private List<Crossing> _list = [];

    public byte[] Fill(Polygon polygon)
    {
        Edge[] edges = polygon.Edges.ToArray();
        byte[] image = new byte[size * size];
        image.AsSpan().Fill(255);
        _list = [];
        for (int y = 0; y < size; y++)
        {
            int top = y * SubRows;
            Span<byte> pixels = image.AsSpan(y * size, size);
            Step(edges, top);
            if (IsArea(edges, top))
            {
                CoverByArea(edges, top, pixels);
                continue;
            }

            int[] units = new int[size];
            for (int subRow = top; subRow < top + SubRows; subRow++)
            {
                if (subRow > top)
                    Step(edges, subRow);
                CoverSubRow(edges, units);
            }

            for (int x = 0; x < size; x++)
                pixels[x] = (byte)(255 - (((units[x] * 17) + 256) >> 9));
        }

        return image;
    }

    private void Step(Edge[] edges, int subRow)
    {
        // A stable sort: edges at the same x keep their order.
        _list = [.. _list.Where(c => edges[c.Edge].End > subRow).Select(c => c with { X = edges[c.Edge].XAt(subRow) }).OrderBy(c => c.X)];
        List<List<Crossing>> runs =
        [
            .. Enumerable.Range(0, edges.Length).Where(i => edges[i].Top == subRow)
                .Select(i => new List<Crossing> { new(edges[i].XAt(subRow), i) }),
        ];
        for (; runs.Count > 1; runs = [.. runs.Chunk(2).Select(pair => pair.Length == 1 ? pair[0] : Merge(pair[0], pair[1]))])
        {
        }

        if (runs.Count == 1)
            _list = Merge(_list, runs[0]);
    }

    private static List<Crossing> Merge(List<Crossing> a, List<Crossing> b)
    {
        List<Crossing> merged = [];
        (List<Crossing> current, List<Crossing> other) = (a, b);
        (int taken, int takenOther) = (0, 0);
        while (taken < current.Count || takenOther < other.Count)
        {
            bool stays = takenOther == other.Count || (taken < current.Count && current[taken].X <= other[takenOther].X);
            if (!stays)
            {
                (current, other) = (other, current);
                (taken, takenOther) = (takenOther, taken);
            }

            merged.Add(current[taken++]);
        }

        return merged;
    }

    private bool IsArea(Edge[] edges, int top)
    {
        int[] below = [.. _list.Select(c => edges[c.Edge].XAt(top + SubRows))];
        return !edges.Any(edge => edge.Top > top && edge.Top < top + SubRows)
            && _list.All(c => edges[c.Edge].End >= top + SubRows)
            && below.SequenceEqual(below.Order());
    }

    private void CoverByArea(Edge[] edges, int top, Span<byte> pixels)
    {
        int winding = 0;
        bool inside = false;
        for (int i = 0; i < _list.Count; i++)
        {
            Edge edge = edges[_list[i].Edge];
            winding += edge.Direction;
            bool ends = inside && winding == 0 && (i + 1 == _list.Count || _list[i + 1].X != _list[i].X);
            if (!inside || ends)
            {
                (Rational above, Rational below) = edge.CrossingsAtTopsOf(top, top + SubRows);
                _row.AddBoundary(above, below, inside ? -1 : 1);
            }

            inside = !ends;
        }

        _row.Flush(pixels);
    }

    private void CoverSubRow(Edge[] edges, int[] units)
    {
        int winding = 0;
        int begin = 0;
        foreach (Crossing crossing in _list)
        {
            int before = winding;
            winding += edges[crossing.Edge].Direction;
            if (before == 0)
                begin = crossing.X;
            else if (winding == 0)
                Cover(Math.Clamp(begin, 0, size << 8), Math.Clamp(crossing.X, 0, size << 8), units);
        }
    }

    private static void Cover(int from, int to, int[] units)
    {
        for (int x = from; x < to; x = Math.Min(to, (x | 255) + 1))
            units[x >> 8] += 2 * (Math.Min(to, (x | 255) + 1) - x);
    }
}
