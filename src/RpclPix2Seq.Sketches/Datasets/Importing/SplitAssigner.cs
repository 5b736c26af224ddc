using System.IO.Hashing;
using System.Runtime.InteropServices;
using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Sketches.Datasets.Importing;

/// <summary>
/// Decides which sketches of a category are kept, and in which split. Of equal sketches, one is kept (<see cref="DuplicateMode"/>).
/// Sketches without a split are divided by random numbers drawn from their content, seed and category, so the split of a sketch depends
/// neither on the order of the files nor on other categories. If valid or test is requested and the files of the category have no sketch in
/// it, those that they have in train are divided as well.
/// </summary>
internal static class SplitAssigner
{
    private const byte Unassigned = 128;

    // In train according to its file, but to be divided anyway.
    private const byte Divisible = 129;
    private const int Splits = 3;

    /// <exception cref="InputException">Fixed numbers for valid and test leave nothing to train with.</exception>
    public static SplitAssignment Assign(PendingCategory category, ImportOptions options)
    {
        byte[] fates = new byte[category.Count];
        for (int i = 0; i < fates.Length; i++)
            fates[i] = category.Splits[i] == PendingCategory.NoSplit ? Unassigned : (byte)category.Splits[i];
        foreach ((int first, int end) in category.Excluded)
            fates.AsSpan(first, end - first).Fill(SplitAssignment.Excluded);

        bool takesValid = options.Valid.IsAskedFor && !fates.AsSpan().Contains((byte)DatasetSplit.Valid);
        bool takesTest = options.Test.IsAskedFor && !fates.AsSpan().Contains((byte)DatasetSplit.Test);
        if (takesValid || takesTest)
            fates.AsSpan().Replace((byte)DatasetSplit.Train, Divisible);

        Twins twins = options.Duplicates == DuplicateMode.Keep
            ? default
            : FindTwins(category.Hashes, fates, options.Duplicates == DuplicateMode.Auto);
        int overLimit = options.Limit > 0 ? LeaveOutSurplus(fates, options.Limit) : 0;
        int ownValid = fates.AsSpan().Count((byte)DatasetSplit.Valid), ownTest = fates.AsSpan().Count((byte)DatasetSplit.Test);
        int taken = Divide(category, fates, new Request(options.Valid, takesValid), new Request(options.Test, takesTest), options.Seed);
        int[] kept = new int[Splits];
        foreach (byte fate in fates)
        {
            if (SplitAssignment.IsKept(fate))
                kept[fate]++;
        }

        return new SplitAssignment(fates, kept, twins.LeftOut, twins.Kept, overLimit, twins.Copied, twins.Copies)
        {
            CopiedBy = twins.CopiedBy,
            Twin = twins.Kept > 0 ? (twins.First, twins.Second) : null,
            TakenFromTrain = taken,
            OwnValid = ownValid,
            OwnTest = ownTest,
        };
    }

    /// <summary>A random number for a sketch: the same wherever the sketch is.</summary>
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
                twins = twins with { Copied = known, CopiedBy = i, Copies = count };
            (int better, int worse) = Rank(fates[i]) > Rank(fates[known]) ? (i, known) : (known, i);
            known = better;
            if (keepsAssigned && fates[worse] < Unassigned)
            {
                bool isFirst = twins.Kept == 0;
                twins = twins with
                {
                    Kept = twins.Kept + 1,
                    First = isFirst ? Math.Min(better, worse) : twins.First,
                    Second = isFirst ? Math.Max(better, worse) : twins.Second,
                };
                continue;
            }

            fates[worse] = SplitAssignment.Duplicate;
            twins = twins with { LeftOut = twins.LeftOut + 1 };
        }

        return twins;
    }

    // Sketches still to be divided rank lowest: one that a file put into a split stays there.
    private static int Rank(byte fate) => fate >= Unassigned ? -1 : fate;

    private static int LeaveOutSurplus(byte[] fates, int limit)
    {
        int[] counts = new int[Unassigned + 1];
        int surplus = 0;
        for (int i = 0; i < fates.Length; i++)
        {
            if (fates[i] > Divisible || ++counts[Math.Min(fates[i], Unassigned)] <= limit)
                continue;
            fates[i] = SplitAssignment.Surplus;
            surplus++;
        }

        return surplus;
    }

    /// <returns>The number of sketches that files have in train and that were put into another split.</returns>
    private static int Divide(PendingCategory category, byte[] fates, Request valid, Request test, long seed)
    {
        int loose = fates.AsSpan().Count(Unassigned), all = loose + fates.AsSpan().Count(Divisible);
        if (all == 0)
            return 0;
        (int toValid, int toTest) = (valid.Number(loose, all), test.Number(loose, all));
        int room = toValid > valid.Pool(loose, all) ? valid.Pool(loose, all) : toTest > test.Pool(loose, all) ? test.Pool(loose, all) : all;
        if (toValid + toTest > 0 && (room < all || (long)toValid + toTest >= all))
        {
            throw new InputException(
                $"category '{category.Name}'", "",
                $"more than {(long)toValid + toTest} sketches, for {toValid} to validate with, {toTest} to test with and some to train "
                + "with",
                $"{room}", "give --valid and --test as shares, for example 10%");
        }

        (ulong Number, int Index)[] order = new (ulong, int)[all];
        int at = 0;
        for (int i = 0; i < fates.Length; i++)
        {
            if (fates[i] is Unassigned or Divisible)
                order[at++] = (Draw(RandomPurpose.DatasetSplit, seed, category.Name, category.Hashes[i]), i);
        }

        // Equal sketches have equal numbers; then their positions decide, so that the sizes are exact.
        Array.Sort(order);

        // The request that can take from fewer sketches goes first, so that there are enough of them.
        int taken = 0;
        bool validFirst = test.TakesTrain && !valid.TakesTrain;
        if (validFirst)
            Take(valid, DatasetSplit.Valid, toValid);
        Take(test, DatasetSplit.Test, toTest);
        if (!validFirst)
            Take(valid, DatasetSplit.Valid, toValid);
        foreach ((_, int i) in order)
            fates[i] = fates[i] >= Unassigned ? (byte)DatasetSplit.Train : fates[i];
        return taken;

        void Take(Request request, DatasetSplit split, int count)
        {
            for (int k = 0; k < order.Length && count > 0; k++)
            {
                int i = order[k].Index;
                if (fates[i] < Unassigned || (fates[i] == Divisible && !request.TakesTrain))
                    continue;
                taken += fates[i] == Divisible ? 1 : 0;
                fates[i] = (byte)split;
                count--;
            }
        }
    }

    /// <summary>The sketches requested for a split.</summary>
    /// <param name="Size">How many.</param>
    /// <param name="TakesTrain">Whether sketches that files have in train may be taken, too.</param>
    private readonly record struct Request(SplitSize Size, bool TakesTrain)
    {
        public int Pool(int loose, int all) => TakesTrain ? all : loose;

        public int Number(int loose, int all) => Pool(loose, all) == 0 ? 0 : Size.Number(Pool(loose, all));
    }

    private readonly record struct Twins(int LeftOut, int Kept, int Copied, int CopiedBy, int Copies, int First, int Second);
}

/// <summary>The result for the records of a category.</summary>
/// <param name="Fates">For each record: 0, 1, 2 for train, valid, test, otherwise one of the constants.</param>
/// <param name="Kept">The number of records in train, valid and test.</param>
/// <param name="Duplicates">Records left out because the same one already exists.</param>
/// <param name="Twins">Records kept though the same one already exists.</param>
/// <param name="OverLimit">Records left out because there are enough.</param>
/// <param name="Copied">The record with the most copies.</param>
/// <param name="Copies">The number of its copies, itself included; 0 if no record occurs twice.</param>
internal sealed record SplitAssignment(byte[] Fates, int[] Kept, int Duplicates, int Twins, int OverLimit, int Copied, int Copies)
{
    /// <summary>Another of those copies.</summary>
    public int CopiedBy { get; init; }

    /// <summary>Two equal records that are kept, because their files put them into splits.</summary>
    public (int First, int Second)? Twin { get; init; }

    /// <summary>Records kept that files put into train, and that are in valid or test now.</summary>
    public int TakenFromTrain { get; init; }

    /// <summary>Records kept that files put into valid.</summary>
    public int OwnValid { get; init; }

    /// <summary>Records kept that files put into test.</summary>
    public int OwnTest { get; init; }

    /// <summary>The record's file could not be read to its end.</summary>
    public const byte Excluded = 253;

    /// <summary>The category has enough.</summary>
    public const byte Surplus = 254;

    /// <summary>The category already has the same one.</summary>
    public const byte Duplicate = 255;

    /// <summary>Whether a record with this fate is in the dataset.</summary>
    public static bool IsKept(byte fate) => fate < Excluded;
}
