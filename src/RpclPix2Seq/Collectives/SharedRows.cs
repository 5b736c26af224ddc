using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RpclPix2Seq.Collectives;

/// <summary>
/// Rows that do not depend on each other, and which ranks compute together. Parts of equally many rows are dealt out in turn, so that a
/// part is the same whoever computes it; then every rank gets the rows of all.
/// </summary>
internal static class SharedRows
{
    /// <summary>Whether a rank computes a part.</summary>
    /// <param name="ranks">The ranks.</param>
    /// <param name="part">Which part: rows from <c>part</c> times the rows of a part.</param>
    public static bool Has(this ICollective ranks, int part) => part % ranks.Size == ranks.Rank;

    /// <summary>The rows that this rank computes, of <paramref name="count"/>.</summary>
    public static int[] OwnRows(this ICollective ranks, int count, int rowsPerPart) =>
        [.. Enumerable.Range(0, count).Where(row => ranks.Has(row / rowsPerPart))];

    /// <summary>Gives every rank the rows that the others have computed.</summary>
    /// <param name="ranks">The ranks.</param>
    /// <param name="values">[N, <paramref name="width"/>], of which the rank's own rows are filled in.</param>
    /// <param name="width">Numbers per row.</param>
    /// <param name="rowsPerPart">Rows of a part.</param>
    /// <exception cref="CollectiveException">A rank is gone or silent.</exception>
    public static void Share<T>(this ICollective ranks, Span<T> values, int width, int rowsPerPart)
        where T : unmanaged
    {
        if (ranks.Size == 1)
            return;
        int part = rowsPerPart * width;
        int[] counts = new int[ranks.Size];
        while (values.Length > 0)
        {
            // One part of each rank: together they are neighbors.
            Span<T> round = values[..(int)Math.Min((long)part * ranks.Size, values.Length)];
            for (int rank = 0; rank < counts.Length; rank++)
                counts[rank] = Unsafe.SizeOf<T>() * (int)Math.Clamp(round.Length - ((long)rank * part), 0, part);
            int start = (int)Math.Min((long)ranks.Rank * part, round.Length);
            T[] mine = round.Slice(start, counts[ranks.Rank] / Unsafe.SizeOf<T>()).ToArray();
            ranks.Gather(MemoryMarshal.AsBytes(mine.AsSpan()), MemoryMarshal.AsBytes(round), counts);
            values = values[round.Length..];
        }
    }

    /// <summary>The same for rows of different lengths.</summary>
    /// <param name="ranks">The ranks.</param>
    /// <param name="rows">N rows, of which the rank's own are filled in, the others are null.</param>
    /// <param name="rowsPerPart">Rows of a part.</param>
    /// <exception cref="CollectiveException">A rank is gone or silent.</exception>
    public static void Share<T>(this ICollective ranks, T[]?[] rows, int rowsPerPart)
        where T : unmanaged
    {
        if (ranks.Size == 1)
            return;
        int[] lengths = [.. rows.Select(row => row?.Length ?? 0)];
        ranks.Share(lengths.AsSpan(), 1, rowsPerPart);
        int[] counts = new int[ranks.Size];
        for (int start = 0, end; start < rows.Length; start = end)
        {
            end = (int)Math.Min(start + ((long)rowsPerPart * ranks.Size), rows.Length);
            Array.Clear(counts);
            for (int row = start; row < end; row++)
                counts[(row - start) / rowsPerPart] += Unsafe.SizeOf<T>() * lengths[row];
            T[] all = new T[counts.Sum() / Unsafe.SizeOf<T>()];
            T[] mine = [.. rows[start..end].Where((_, i) => i / rowsPerPart == ranks.Rank).SelectMany(row => row!)];
            ranks.Gather(MemoryMarshal.AsBytes(mine.AsSpan()), MemoryMarshal.AsBytes(all.AsSpan()), counts);
            for (int row = start, at = 0; row < end; at += lengths[row++])
                rows[row] = all[at..(at + lengths[row])];
        }
    }
}
