using RpclPix2Seq.Sketches.Datasets;
using RpclPix2Seq.Sketches.Datasets.Containers;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Sketches.Tests.Datasets.Containers;

public sealed class SketchContainerWriterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(60_000)]
    [InlineData(1_200_000)]
    public void A_late_fraction_turns_all_that_was_written_into_floats(int before)
    {
        // 60,000 sketches exceed the first block of points, 1,200,000 the memory that labels and index may take.
        string path = _folder.File("a.sketches");
        StrokePoint[] last = [new(0.25f, -3, true)];
        using (SketchContainerWriter writer = new(path, flush: false))
        {
            for (int i = 0; i < before; i++)
                writer.Add(ContainerFiles.RowsOf(i % 5000), i % 3);
            writer.Add(last, 2);
            writer.Add(ContainerFiles.RowsOf(4), 1);
            Assert.Equal(OffsetType.Float32, writer.Complete().Offsets);
        }

        using SketchContainer container = SketchContainer.Open(path);
        Assert.Equal(before + 2, container.Count);
        StrokePoint[] rows = new StrokePoint[container.Longest];
        for (int i = 0; i < before; i++)
            Assert.True(rows.AsSpan(0, container.CopyTo(i, rows)).SequenceEqual(ContainerFiles.RowsOf(i % 5000)));
        Assert.Equal(last, container[before].Sketch.Points.ToArray());
        Assert.Equal(ContainerFiles.RowsOf(4), container[before + 1].Sketch.Points.ToArray());
        Assert.Equal([path], Directory.GetFiles(_folder.Path));
        container.Verify();
    }

    [Fact]
    public void The_same_sketches_make_the_same_file()
    {
        ContainerFacts first = ContainerFiles.Write(_folder.File("a.sketches"), ContainerFiles.Some(3000));
        ContainerFacts second = ContainerFiles.Write(_folder.File("b.sketches"), ContainerFiles.Some(3000));
        Assert.Equal(File.ReadAllBytes(_folder.File("a.sketches")), File.ReadAllBytes(_folder.File("b.sketches")));
        Assert.Equal(first.Checksum, second.Checksum);
        Assert.NotEqual(first.Checksum, ContainerFiles.Write(_folder.File("c.sketches"), ContainerFiles.Some(3001)).Checksum);
        Assert.Equal("a.sketches", first.File);
    }

    [Fact]
    public void Without_completing_nothing_is_left()
    {
        string path = _folder.File("a.sketches");
        File.WriteAllText(path, "old");
        using (SketchContainerWriter writer = new(path))
        {
            for (int i = 0; i < 700_000; i++)
                writer.Add([new StrokePoint(1, 2, true)], 0);
        }

        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Completing_replaces_what_was_there()
    {
        string path = _folder.File("a.sketches");
        File.WriteAllText(path, "old");
        ContainerFiles.Write(path, ContainerFiles.Some(5));
        using SketchContainer container = SketchContainer.Open(path);
        Assert.Equal(5, container.Count);
        Assert.Equal([path], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void A_sketch_that_is_none_is_refused_and_the_others_stay()
    {
        string path = _folder.File("a.sketches");
        using (SketchContainerWriter writer = new(path))
        {
            writer.Add(ContainerFiles.RowsOf(0), 0);
            Assert.Throws<ArgumentException>(() => writer.Add([], 0));
            Assert.Throws<ArgumentException>(() => writer.Add(new StrokePoint[SketchContainerWriter.MaxRows + 1], 0));
            foreach (float value in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity })
            {
                Assert.Throws<ArgumentException>(() => writer.Add([new(1, 1, false), new(value, 1, false)], 0));
                Assert.Throws<ArgumentException>(() => writer.Add([new(1, 1, false), new(0.5f, value, false)], 0));
            }

            Assert.Throws<ArgumentOutOfRangeException>(() => writer.Add(ContainerFiles.RowsOf(0), -1));
            Assert.Throws<ArgumentOutOfRangeException>(() => writer.Add(ContainerFiles.RowsOf(0), SketchContainerWriter.MaxCategories));
            writer.Add(ContainerFiles.RowsOf(1), 65_535);
            Assert.Equal(2, writer.Count);
            Assert.Equal(OffsetType.Int16, writer.Complete().Offsets);
            Assert.Throws<InvalidOperationException>(() => writer.Add(ContainerFiles.RowsOf(0), 0));
            Assert.Throws<InvalidOperationException>(() => writer.Complete());
        }

        using SketchContainer container = SketchContainer.Open(path);
        LabeledSketch[] kept = [new(new Sketch(ContainerFiles.RowsOf(0)), 0, 0), new(new Sketch(ContainerFiles.RowsOf(1)), 65_535, 1)];
        ContainerFiles.AssertHolds(kept, container);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_bad_input()
    {
        InputException refused = Assert.Throws<InputException>(() => new SketchContainerWriter(_folder.File("none/a.sketches")));
        Assert.Contains("expected a file that can be written", refused.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void A_target_that_cannot_be_replaced_is_bad_input()
    {
        string path = _folder.File("a.sketches");
        Directory.CreateDirectory(path);
        Assert.Throws<InputException>(() => ContainerFiles.Write(path, ContainerFiles.Some(3)));
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void What_is_counted_is_what_was_added()
    {
        StrokePoint[] twoStrokes = [new(1, 2, false), new(3, -4, true), new(2000, 0, false)];
        StrokePoint[] ended = [new(5, 0, true)];
        LabeledSketch[] sketches = [new(new Sketch(twoStrokes), 2, 0), new(new Sketch(ended), 0, 1), new(new Sketch(ended), 2, 2)];
        SplitStatistics statistics = ContainerFiles.Write(_folder.File("a.sketches"), sketches).Statistics;
        Assert.Equal((3, 5L, 4L, 3), (statistics.Sketches, statistics.Points, statistics.Strokes, statistics.Longest));
        Assert.Equal([1, 0, 2], statistics.SketchesPerCategory);
        Assert.Equal([2, 0, 1], statistics.Lengths.Counts.ToArray());

        Assert.Equal(new OffsetSums(10, 1 + 2 + 3 - 4 + 2000 + 5 + 5, 1 + 4 + 9 + 16 + 4_000_000 + 25 + 25), statistics.Sums);
    }
}
