using CsCheck;
using RpclPix2Seq.Sketches.Datasets.Containers;
using RpclPix2Seq.Sketches.Datasets.Importing;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Sketches.Tests.Datasets.Importing;

public sealed class SplitAssignerTests
{
    private const sbyte None = PendingCategory.NoSplit, Train = 0, Valid = 1, Test = 2;
    private static readonly ImportOptions Sizes = new() { Valid = SplitSize.Of(30), Test = SplitSize.Of(20) };

    [Fact]
    public void Sizes_are_exact()
    {
        Assert.Equal([50, 30, 20], SplitAssigner.Assign(Numbered(100), Sizes).Kept);
        Assert.Equal(
            [90, 10, 0], SplitAssigner.Assign(Numbered(100), Sizes with { Valid = SplitSize.OfShare(0.1), Test = SplitSize.Of(0) }).Kept);
        Assert.Equal([1, 1, 1], SplitAssigner.Assign(Numbered(3), ImportOptions.Default).Kept);
        Assert.Equal([2, 0, 0], SplitAssigner.Assign(Numbered(2), ImportOptions.Default).Kept);
    }

    [Fact]
    public void The_split_of_a_sketch_depends_on_its_content_and_the_seed_not_on_its_place()
    {
        byte[] once = SplitAssigner.Assign(Numbered(100), Sizes).Fates;
        byte[] reversed = SplitAssigner.Assign(Of([.. Enumerable.Range(0, 100).Reverse().Select(i => ((UInt128)i, None))]), Sizes).Fates;
        Assert.Equal(once, reversed.Reverse());
        Assert.NotEqual(once, SplitAssigner.Assign(Numbered(100), Sizes with { Seed = 2 }).Fates);
        Assert.NotEqual(once, SplitAssigner.Assign(Numbered(100, "dog"), Sizes).Fates);
    }

    [Fact]
    public void Of_twins_the_one_in_test_is_kept_then_the_one_in_valid_then_the_first()
    {
        PendingCategory category = Of(
            [(1, Train), (1, Test), (2, Valid), (2, Train), (3, Train), (3, Train), (4, Test), (4, Test), (5, None), (5, Train)]);
        SplitAssignment dropped = SplitAssigner.Assign(category, new ImportOptions { Duplicates = DuplicateMode.Drop });
        const byte twice = SplitAssignment.Duplicate;
        Assert.Equal([twice, 2, 1, twice, 0, twice, 2, twice, twice, 0], dropped.Fates);
        Assert.Equal((5, 0, 2), (dropped.Duplicates, dropped.Twins, dropped.Copies));

        SplitAssignment kept = SplitAssigner.Assign(category, new ImportOptions { Duplicates = DuplicateMode.Keep });
        Assert.Equal((0, 0, 10), (kept.Duplicates, kept.Twins, kept.Kept.Sum()));
    }

    [Fact]
    public void What_files_put_into_splits_stays_unless_told_otherwise()
    {
        SplitAssignment auto = SplitAssigner.Assign(
            Of([(1, Train), (1, Test), (1, None), (2, None), (2, None), (2, None), (3, None), (4, None)]), ImportOptions.Default);
        Assert.Equal((3, 1, 3), (auto.Duplicates, auto.Twins, auto.Copies));
        Assert.Equal(((byte)0, (byte)2, SplitAssignment.Duplicate), (auto.Fates[0], auto.Fates[1], auto.Fates[2]));
        Assert.Equal(5, auto.Kept.Sum());
    }

    [Fact]
    public void No_twin_of_a_training_sketch_is_validated_or_tested_with() =>
        Gen.Select(Gen.Int[0, 20], Gen.Int[-1, 2], (hash, split) => ((UInt128)hash, (sbyte)split)).Array[1, 60].ForAll(records =>
        {
            SplitAssignment assigned = SplitAssigner.Assign(
                Of(records),
                new ImportOptions { Duplicates = DuplicateMode.Drop, Valid = SplitSize.OfShare(0.2), Test = SplitSize.OfShare(0.2) });
            IEnumerable<UInt128> kept = records.Where((_, i) => SplitAssignment.IsKept(assigned.Fates[i])).Select(record => record.Item1);
            Assert.Equal(kept.Distinct().Count(), kept.Count());
            Assert.Equal(records.Select(record => record.Item1).Distinct().Count(), assigned.Kept.Sum());
            Assert.Equal(records.Length, assigned.Kept.Sum() + assigned.Duplicates);
        });

    [Fact]
    public void The_limit_keeps_the_first_of_each_split()
    {
        SplitAssignment assigned = SplitAssigner.Assign(
            Of([(1, Train), (2, Train), (3, Train), (4, Test), (5, None), (6, None), (7, None)]), new ImportOptions { Limit = 2 });
        const byte surplus = SplitAssignment.Surplus;
        Assert.Equal([0, 0, surplus, 2, 0, 0, surplus], assigned.Fates);
        Assert.Equal(2, assigned.OverLimit);
    }

    [Fact]
    public void What_is_excluded_counts_for_nothing()
    {
        PendingCategory category = Of([(1, None), (2, None)]);
        category.Begin(1);
        Fill(category, [(1, None), (3, None)]);
        category.ExcludeLast();
        SplitAssignment assigned = SplitAssigner.Assign(category, ImportOptions.Default);
        Assert.Equal([0, 0, SplitAssignment.Excluded, SplitAssignment.Excluded], assigned.Fates);
        Assert.Equal(0, assigned.Duplicates);
    }

    [Fact]
    public void Numbers_that_leave_nothing_to_train_with_are_an_error()
    {
        InputException e = Assert.Throws<InputException>(() => SplitAssigner.Assign(Numbered(50), Sizes));
        Assert.Contains("'cat'", e.Message, StringComparison.Ordinal);
        Assert.Contains("--valid", e.Message, StringComparison.Ordinal);
        Assert.Equal([1, 30, 20], SplitAssigner.Assign(Numbered(51), Sizes).Kept);
    }

    [Fact]
    public void What_files_have_in_train_alone_is_divided_where_that_is_asked_for()
    {
        (UInt128, sbyte)[] train = [.. Enumerable.Range(0, 100).Select(i => ((UInt128)i, Train))];
        SplitAssignment asked = SplitAssigner.Assign(Of(train), Sizes);
        Assert.Equal([50, 30, 20], asked.Kept);
        Assert.Equal((50, 0, 0), (asked.TakenFromTrain, asked.OwnValid, asked.OwnTest));

        // The same sketches as if the file had no splits, so they are divided by the seed.
        Assert.Equal(SplitAssigner.Assign(Numbered(100), Sizes).Fates, asked.Fates);
        Assert.Equal([100, 0, 0], SplitAssigner.Assign(Of(train), ImportOptions.Default).Kept);
        Assert.Equal(
            [100, 0, 0], SplitAssigner.Assign(Of(train), new ImportOptions { Valid = SplitSize.Of(0), Test = SplitSize.OfShare(0) }).Kept);
        Assert.Equal([75, 25, 0], SplitAssigner.Assign(Of(train), new ImportOptions { Valid = SplitSize.OfShare(0.25) }).Kept);
        Assert.Throws<InputException>(() => SplitAssigner.Assign(Of(train[..50]), Sizes));
    }

    [Fact]
    public void A_split_that_files_have_themselves_is_theirs()
    {
        (UInt128, sbyte)[] records = [.. Enumerable.Range(0, 103).Select(i => ((UInt128)i, i < 100 ? Train : Valid))];
        SplitAssignment assigned = SplitAssigner.Assign(Of(records), Sizes);
        Assert.Equal([80, 3, 20], assigned.Kept);
        Assert.Equal((20, 3, 0), (assigned.TakenFromTrain, assigned.OwnValid, assigned.OwnTest));
        Assert.Equal([1, 1, 1], assigned.Fates[100..]);

        // Sketches without a split are divided separately, by the requested sizes: valid from these alone, test from these and from train.
        SplitAssignment mixed = SplitAssigner.Assign(Of([.. records, .. Enumerable.Range(200, 40).Select(i => ((UInt128)i, None))]), Sizes);
        Assert.Equal([90, 33, 20], mixed.Kept);
        Assert.Throws<InputException>(() => SplitAssigner.Assign(Of([.. records, (200, None)]), Sizes));
    }

    [Fact]
    public void Twins_in_train_that_is_divided_are_not_kept()
    {
        (UInt128, sbyte)[] twice = [.. Enumerable.Range(0, 100).Select(i => ((UInt128)(i / 2), Train))];
        SplitAssignment assigned = SplitAssigner.Assign(Of(twice), new ImportOptions { Valid = SplitSize.Of(10) });
        Assert.Equal([40, 10, 0], assigned.Kept);
        Assert.Equal((50, 0), (assigned.Duplicates, assigned.Twins));
        Assert.Equal(
            (0, 50),
            (SplitAssigner.Assign(Of(twice), ImportOptions.Default).Duplicates, SplitAssigner.Assign(
                Of(twice), ImportOptions.Default).Twins));
    }

    private static PendingCategory Numbered(int count, string name = "cat") =>
        Of([.. Enumerable.Range(0, count).Select(i => ((UInt128)i, None))], name);

    private static PendingCategory Of((UInt128 Hash, sbyte Split)[] records, string name = "cat")
    {
        PendingCategory category = new(name);
        category.Begin(0);
        Fill(category, records);
        return category;
    }

    private static void Fill(PendingCategory category, (UInt128 Hash, sbyte Split)[] records)
    {
        byte[] buffer = [];
        int length = SketchRecord.Encode([new StrokePoint(1, 2, true)], ref buffer, 0);
        foreach ((UInt128 hash, sbyte split) in records)
            category.Add(buffer.AsSpan(0, length), hash, split);
    }
}
