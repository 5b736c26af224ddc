using RpclPix2Seq.Sketches.Datasets.Checking;
using RpclPix2Seq.Sketches.Formats.SketchRnn;
using RpclPix2Seq.Sketches.Strokes;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Sketches.Tests.Datasets.Checking;

/// <summary>What may make training worse is noted, and nothing is noted of ordinary drawings.</summary>
public sealed class DatasetCheckTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Ordinary_drawings_give_no_notes()
    {
        Assert.Empty(DatasetCheck.Of(SketchDataset.BuiltIn(120)));
        Write("cat", Icons(0, 200), Icons(200, 20), Icons(220, 20));
        Assert.Empty(Check());
    }

    [Theory]
    [InlineData("cat")]
    [InlineData("duck")]
    public void Published_drawings_give_no_notes(string category)
    {
        string file = SharedFolder.Require($"quickdraw/{category}.npz");
        Write(category, SketchNpz.Read(file));
        Assert.Empty(Check());
    }

    [Fact]
    public void A_sketch_that_is_far_longer_than_the_others_is_named()
    {
        Sketch scribble = new([.. Enumerable.Range(0, 500).Select(i => new StrokePoint(i % 7, i % 5, i == 499))]);
        Write("cat", [.. Icons(0, 150), scribble], Icons(200, 20), Icons(220, 20));
        DatasetNote note = Assert.Single(Check());
        Assert.Equal((NoteKind.Length, 1, 90.0), (note.Kind, note.Count, note.Limit));
        Assert.Equal(new CheckedSketch("cat", DatasetSplit.Train, 150, 500), Assert.Single(note.Examples));
        Assert.StartsWith("1 sketch with more than 90 rows, 10 times the 99th percentile", note.Text, StringComparison.Ordinal);
        Assert.Contains("cat, train 150 has 500", note.Text, StringComparison.Ordinal);
    }

    /// <summary>The move to where a drawing begins does not count as a step.</summary>
    [Fact]
    public void A_sketch_with_far_longer_steps_is_named()
    {
        Sketch far = new([new(0, 0, true), new(3, 9000, false), new(1, 1, true)]), away = new([new(9000, 0, true), new(3, 9, true)]);
        Write("cat", Icons(0, 150), [.. Icons(200, 20), far, away], Icons(220, 20));
        DatasetNote note = Assert.Single(Check());
        Assert.Equal((NoteKind.Offset, 1), (note.Kind, note.Count));
        Assert.Equal(new CheckedSketch("cat", DatasetSplit.Valid, 20, 9000), Assert.Single(note.Examples));
    }

    [Theory]
    [InlineData(1, 0)] // of 100, which is usual
    [InlineData(2, 1)]
    public void Sketches_that_are_in_two_splits_are_counted(int equal, int notes)
    {
        Write("cat", Icons(0, 150), Icons(200, 100), [.. Icons(300, 100 - equal), .. Icons(7, equal)]);
        IReadOnlyList<DatasetNote> found = Check();
        Assert.Equal(notes, found.Count);
        if (notes == 0)
            return;
        Assert.Equal((NoteKind.Equal, 2), (found[0].Kind, found[0].Count));
        Assert.Equal(["cat, test 98", "cat, train 7"], found[0].Examples.Take(2).Select(sketch => sketch.Text));
        Assert.StartsWith("2 of 100 sketches for testing are identical", found[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Splits_that_are_empty_or_tiny_are_named()
    {
        SketchDataset data = new(["cat"], new CountingSplit(1, Icon), new CountingSplit(0, Icon), new CountingSplit(9, i => Icon(100 + i)));
        Assert.Equal(
            [
                "only 1 sketch for training: a model will memorize them",
                "no sketches for validation; rpcl data import --valid 10% makes some",
                "only 9 sketches for testing: what they measure varies by a third or more",
            ],
            DatasetCheck.Of(data).Select(note => note.Text));
    }

    [Fact]
    public void Categories_with_very_few_sketches_are_named()
    {
        Write("bee", Icons(0, 200), Icons(200, 20), Icons(220, 20));
        Write("cat", Icons(1000, 20), Icons(1200, 20), Icons(1220, 20));
        Write("dog", Icons(2000, 19), Icons(2200, 20), Icons(2220, 20));
        Write("owl", Icons(3000, 200), Icons(3200, 20), Icons(3220, 20));
        DatasetNote note = Assert.Single(Check());
        Assert.Equal((NoteKind.Category, 1), (note.Kind, note.Count));
        Assert.EndsWith("the median category's 200 training sketches: dog 19", note.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_quick_check_of_a_large_dataset_reads_no_sketch()
    {
        const int count = 60_000;
        Sketch icon = Icon(1), scribble = new([.. Enumerable.Range(0, 500).Select(i => new StrokePoint(i % 7, i % 5, i == 499))]);
        CountingSplit train = new(count, i => i == 5 ? scribble : icon), others = new(100, _ => icon);
        DatasetNote note = Assert.Single(DatasetCheck.Of(new SketchDataset(["cat"], train, others, others), isQuick: true));
        Assert.Equal((NoteKind.Length, 1), (note.Kind, train.Reads));
    }

    private IReadOnlyList<DatasetNote> Check() => DatasetCheck.Of(SketchDataset.Load(_folder.Path));

    private void Write(string category, Sketch[] train, Sketch[] valid, Sketch[] test) =>
        Write(category, new SketchSplits(train, valid, test));

    private void Write(string category, SketchSplits splits) => SketchNpz.Write(_folder.File(category + ".npz"), splits);

    private static Sketch[] Icons(int from, int count) => [.. Enumerable.Range(from, count).Select(Icon)];

    /// <summary>A zigzag of nine rows; its number is in its steps.</summary>
    private static Sketch Icon(int number) => new(
        [.. Enumerable.Range(0, 9).Select(i => new StrokePoint(3 + ((number >> i) & 1), 4 + ((number >> (9 + i)) & 1), i is 0 or 8))]);

    private sealed class CountingSplit(int count, Func<int, Sketch> sketch) : ISketchSplit
    {
        public int Reads { get; private set; }

        public int Count => count;

        public LabeledSketch this[int index]
        {
            get
            {
                Reads++;
                return new LabeledSketch(sketch(index), 0, index);
            }
        }

        public int LengthOf(int index) => sketch(index).Length;
    }
}
