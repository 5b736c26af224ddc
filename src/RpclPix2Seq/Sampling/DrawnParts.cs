using RpclPix2Seq.Collectives;

namespace RpclPix2Seq.Sampling;

/// <summary>The parts of one drawing of many sketches that a stopped job has finished, and those that this one finishes.</summary>
/// <param name="store">Where they are kept; null for nowhere.</param>
/// <param name="sketches">The rows of each sketch, null until it is drawn.</param>
/// <param name="rowsPerPart">Sketches of a part.</param>
/// <param name="codes">[N, Z], what the sketches are drawn from.</param>
/// <param name="settings">How they are drawn.</param>
/// <param name="beginnings">How each begins; empty for no beginnings.</param>
internal sealed class DrawnParts(
    FinishedParts? store, StrokePoint[]?[] sketches, int rowsPerPart, float[] codes, string settings, IReadOnlyList<Sketch> beginnings)
{
    /// <summary>Fills in the sketches that are kept.</summary>
    /// <param name="rows">Whole parts, in order.</param>
    /// <returns>The rows that remain to be drawn, whole parts in order.</returns>
    public int[] Restore(int[] rows)
    {
        if (store is null)
            return rows;
        List<int> missing = [];
        foreach (IGrouping<int, int> part in rows.GroupBy(row => row / rowsPerPart))
        {
            if (store.Find<StrokePoint>(KeyOf(part.Key), part.Count()) is { } found)
                found.CopyTo(sketches, part.First());
            else
                missing.AddRange(part);
        }

        return [.. missing];
    }

    /// <summary>Takes note that a sketch is drawn, and keeps its part if that was the last one of it.</summary>
    public void Finish(int row)
    {
        if (store is null)
            return;
        int part = row / rowsPerPart;
        (int first, int end) = Rows(part);
        StrokePoint[]?[] all = sketches[first..end];
        if (all.All(sketch => sketch is not null))
            store.Keep(KeyOf(part), all!);
    }

    private UInt128 KeyOf(int part)
    {
        (int first, int end) = Rows(part);
        int size = codes.Length / sketches.Length;
        IEnumerable<float> given = beginnings.Skip(first).Take(end - first).SelectMany(beginning => (float[])
            [beginning.Length, .. beginning.Points.ToArray().SelectMany(point => (float[])[point.Dx, point.Dy, point.PenUp ? 1 : 0])]);
        return store!.KeyOf($"{settings}, from {first}", [.. codes.AsSpan(first * size, (end - first) * size), .. given]);
    }

    private (int First, int End) Rows(int part) => (part * rowsPerPart, Math.Min((part + 1) * rowsPerPart, sketches.Length));
}
