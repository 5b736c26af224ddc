using System.IO.Hashing;
using System.Runtime.InteropServices;
using RpclPix2Seq.Sketches.Formats.Drawings;
using RpclPix2Seq.Sketches.IO;
using RpclPix2Seq.Sketches.Randomness;

namespace RpclPix2Seq.Sketches.Importing;

/// <summary>
/// Decides which sketches of a category are kept, and in which split. Of sketches that are equal one is kept (<see cref="DuplicateMode"/>).
/// Sketches without a split are divided by numbers drawn for their content, seed and category: which split a sketch is in depends neither
/// on the order of the files nor on other categories.
/// </summary>
internal static class SplitAssigner
{
    private const byte Unassigned = 128;
    private const int Splits = 3;

    /// <exception cref="InputException">Fixed numbers for valid and test leave nothing to train with.</exception>
    public static SplitAssignment Assign(SpooledCategory category, ImportOptions options)
    {
        byte[] fates = new byte[category.Count];
        for (int i = 0; i < fates.Length; i++)
            fates[i] = category.Splits[i] == SpooledCategory.NoSplit ? Unassigned : (byte)category.Splits[i];
        foreach ((int first, int end) in category.Excluded)
            fates.AsSpan(first, end - first).Fill(SplitAssignment.Excluded);

        Twins twins = options.Duplicates == DuplicateMode.Keep
            ? default
            : FindTwins(category.Hashes, fates, options.Duplicates == DuplicateMode.Auto);
        int overLimit = options.Limit > 0 ? LeaveOutSurplus(fates, options.Limit) : 0;
        Divide(category, fates, options);
        int[] kept = new int[Splits];
        foreach (byte fate in fates)
        {
            if (SplitAssignment.IsKept(fate))
                kept[fate]++;
        }

        return new SplitAssignment(fates, kept, twins.LeftOut, twins.Kept, overLimit, twins.Copied, twins.Copies);
    }

    /// <summary>A number drawn for a sketch: the same wherever the sketch stands.</summary>
    public static ulong Draw(RandomPurpose purpose, long seed, string category, UInt128 hash)
    {
        long name = (long)XxHash3.HashToUInt64(MemoryMarshal.AsBytes(category.AsSpan()));
        return new CounterRandom(purpose, seed, name, (long)(ulong)(hash >> 64), (long)(ulong)hash).NextBits();
    }

    private static Twins FindTwins(ReadOnlySpan<UInt128> hashes, byte[] fates, bool keepsAssigned)
    {
        Dictionary<UInt128, int> kept = new(hashes.Length);
        Dictionary<UInt128, int> copies = [];
        Twins twins = default;
        for (int i = 0; i < fates.Length; i++)
        {
            if (fates[i] == SplitAssignment.Excluded)
                continue;
            ref int known = ref CollectionsMarshal.GetValueRefOrAddDefault(kept, hashes[i], out bool exists);
            if (!exists)
            {
                known = i;
                continue;
            }

            ref int count = ref CollectionsMarshal.GetValueRefOrAddDefault(copies, hashes[i], out bool counted);
            count = counted ? count + 1 : 2;
            if (count > twins.Copies)
                twins = twins with { Copied = known, Copies = count };
            (int better, int worse) = Rank(fates[i]) > Rank(fates[known]) ? (i, known) : (known, i);
            known = better;
            if (keepsAssigned && fates[worse] != Unassigned)
            {
                twins = twins with { Kept = twins.Kept + 1 };
                continue;
            }

            fates[worse] = SplitAssignment.Duplicate;
            twins = twins with { LeftOut = twins.LeftOut + 1 };
        }

        return twins;
    }

    // Unassigned is the least: a sketch that a file put into a split stays there.
    private static int Rank(byte fate) => fate == Unassigned ? -1 : fate;

    private static int LeaveOutSurplus(byte[] fates, int limit)
    {
        int[] counts = new int[Unassigned + 1];
        int surplus = 0;
        for (int i = 0; i < fates.Length; i++)
        {
            if (fates[i] > Unassigned || ++counts[fates[i]] <= limit)
                continue;
            fates[i] = SplitAssignment.Surplus;
            surplus++;
        }

        return surplus;
    }

    private static void Divide(SpooledCategory category, byte[] fates, ImportOptions options)
    {
        int count = fates.AsSpan().Count(Unassigned);
        if (count == 0)
            return;
        (int valid, int test) = (options.Valid.Number(count), options.Test.Number(count));
        if ((long)valid + test >= count && valid + test > 0)
        {
            throw new InputException(
                $"category '{category.Name}'", "",
                $"more than {(long)valid + test} sketches, for {valid} to validate with, {test} to test with and some to train with",
                $"{count}", "give --valid and --test as shares, for example 10%");
        }

        (ulong Number, int Index)[] order = new (ulong, int)[count];
        int at = 0;
        for (int i = 0; i < fates.Length; i++)
        {
            if (fates[i] == Unassigned)
                order[at++] = (Draw(RandomPurpose.DatasetSplit, options.Seed, category.Name, category.Hashes[i]), i);
        }

        // Sketches that are equal have equal numbers; their places decide then, so that the sizes are exact.
        Array.Sort(order);
        for (int i = 0; i < order.Length; i++)
            fates[order[i].Index] = (byte)(i < test ? DatasetSplit.Test : i < test + valid ? DatasetSplit.Valid : DatasetSplit.Train);
    }

    private readonly record struct Twins(int LeftOut, int Kept, int Copied, int Copies);
}
