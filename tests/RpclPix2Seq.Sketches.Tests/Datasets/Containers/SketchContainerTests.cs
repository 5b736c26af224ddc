using CsCheck;
using RpclPix2Seq.Sketches.Datasets.Containers;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Sketches.Tests.Datasets.Containers;

public sealed class SketchContainerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private int _count;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Whole_numbers_come_back_from_sixteen_bits() =>
        ContainerFiles.GenIntegers.ForAll(sketches => AssertRoundTrip(sketches, OffsetType.Int16), count: 100);

    [Fact]
    public void Other_numbers_come_back_bit_by_bit() =>
        ContainerFiles.GenReals.ForAll(
            sketches => AssertRoundTrip(sketches, sketches.Length == 0 ? OffsetType.Int16 : OffsetType.Float32), count: 100);

    [Fact]
    public void A_split_is_of_floats_as_soon_as_one_number_needs_it() =>
        ContainerFiles.GenMixed.ForAll(sketches => AssertRoundTrip(sketches, ExpectedType(sketches)), count: 200);

    [Theory]
    [InlineData(32767f, nameof(OffsetType.Int16))]
    [InlineData(-32768f, nameof(OffsetType.Int16))]
    [InlineData(-0f, nameof(OffsetType.Int16))]
    [InlineData(32768f, nameof(OffsetType.Float32))]
    [InlineData(-32769f, nameof(OffsetType.Float32))]
    [InlineData(0.5f, nameof(OffsetType.Float32))]
    [InlineData(float.Epsilon, nameof(OffsetType.Float32))]
    [InlineData(65536f, nameof(OffsetType.Float32))]
    [InlineData(2147483648f, nameof(OffsetType.Float32))]
    [InlineData(-2147483648f, nameof(OffsetType.Float32))]
    [InlineData(4294967296f, nameof(OffsetType.Float32))]
    [InlineData(float.MaxValue, nameof(OffsetType.Float32))]
    [InlineData(float.MinValue, nameof(OffsetType.Float32))]
    public void Extreme_offsets_are_kept_in_either_coordinate(float value, string expected)
    {
        AssertRoundTrip([new LabeledSketch(new Sketch([new(1, 2, false), new(value, 0, true)]), 0, 0)], Enum.Parse<OffsetType>(expected));
        AssertRoundTrip([new LabeledSketch(new Sketch([new(1, 2, false), new(0, value, true)]), 0, 0)], Enum.Parse<OffsetType>(expected));
    }

    [Fact]
    public void Sketches_of_one_row_and_of_many_stand_side_by_side()
    {
        StrokePoint[] many = [.. Enumerable.Range(0, 70_000).Select(i => new StrokePoint(i % 500 - 250, i % 77, i % 11 == 0))];
        LabeledSketch[] sketches = [.. new[] { ContainerFiles.RowsOf(0), many, ContainerFiles.RowsOf(7), many, ContainerFiles.RowsOf(14) }
            .Select((rows, i) => new LabeledSketch(new Sketch(rows), 65535 - i, i))];
        AssertRoundTrip(sketches, OffsetType.Int16);
        sketches[0] = sketches[0] with { Sketch = new Sketch([new StrokePoint(0.1f, 0, false)]) };
        AssertRoundTrip(sketches, OffsetType.Float32);
    }

    /// <summary>The index is in groups of 256, and checksums cover 262,144 bytes: sizes around both.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(512)]
    [InlineData(20_000)]
    [InlineData(100_000)]
    public void Any_number_of_sketches_is_reached(int count) => AssertRoundTrip(ContainerFiles.Some(count), OffsetType.Int16);

    [Fact]
    public void An_empty_split_is_a_file_too()
    {
        ContainerFacts facts = ContainerFiles.Write(_folder.File("empty.sketches"), []);
        using SketchContainer container = SketchContainer.Open(_folder.File("empty.sketches"));
        Assert.Equal((0, 0L, 0, 0), (container.Count, container.Points, container.Longest, container.Categories));
        Assert.Equal(facts.Checksum, container.Checksum);
        Assert.Null(facts.Statistics.DifferenceFrom(container.Verify()));
        Assert.Throws<ArgumentOutOfRangeException>(() => container[0]);
    }

    [Fact]
    public void What_is_not_there_and_what_is_too_short_are_faults_of_the_caller()
    {
        ContainerFiles.Write(_folder.File("a.sketches"), ContainerFiles.Some(20));
        SketchContainer container = SketchContainer.Open(_folder.File("a.sketches"));
        foreach (int index in new[] { -1, 20, int.MinValue, int.MaxValue })
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => container[index]);
            Assert.Throws<ArgumentOutOfRangeException>(() => container.LengthOf(index));
            Assert.Throws<ArgumentOutOfRangeException>(() => container.CategoryOf(index));
            Assert.Throws<ArgumentOutOfRangeException>(() => container.CopyTo(index, new StrokePoint[10]));
        }

        Assert.Equal(7, container.LengthOf(6));
        Assert.Throws<ArgumentException>(() => container.CopyTo(6, new StrokePoint[6]));
        container.Dispose();
        container.Dispose();
        Assert.Throws<ObjectDisposedException>(() => container[0]);
        Assert.Throws<ObjectDisposedException>(() => container.LengthOf(0));
        Assert.Throws<ObjectDisposedException>(() => container.Verify());
    }

    [Fact]
    public void A_row_of_whole_numbers_takes_about_four_bytes()
    {
        LabeledSketch[] sketches = [.. Enumerable.Range(0, 2000).Select(i => new LabeledSketch(
            new Sketch([.. Enumerable.Range(0, 45).Select(r => new StrokePoint(r, i % 100, r == 44))]), 0, i))];
        ContainerFacts facts = ContainerFiles.Write(_folder.File("a.sketches"), sketches);
        Assert.Equal(new FileInfo(_folder.File("a.sketches")).Length, facts.Bytes);
        Assert.InRange(facts.Bytes / (45.0 * 2000), 4.25, 4.3);
    }

    [Fact]
    public void Many_readers_at_once_read_what_was_written()
    {
        LabeledSketch[] sketches = ContainerFiles.Some(200_000);
        ContainerFiles.Write(_folder.File("a.sketches"), sketches);
        for (int round = 0; round < 5; round++)
        {
            using SketchContainer container = SketchContainer.Open(_folder.File("a.sketches"));
            Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, reader =>
            {
                StrokePoint[] rows = new StrokePoint[container.Longest];
                for (int i = 0; i < 5000; i++)
                {
                    // A stride that is coprime to the count: all threads are all over the file.
                    int index = (int)((reader + i * 7919L) * 104_729 % sketches.Length);
                    int length = container.CopyTo(index, rows);
                    if (!rows.AsSpan(0, length).SequenceEqual(sketches[index].Sketch.Points) || container.CategoryOf(index) != index % 3)
                        throw new InvalidOperationException($"sketch {index} is another one");
                }
            });
        }
    }

    [Fact]
    public void Reading_into_a_buffer_allocates_nothing()
    {
        ContainerFiles.Write(_folder.File("a.sketches"), ContainerFiles.Some(50_000));
        using SketchContainer container = SketchContainer.Open(_folder.File("a.sketches"));
        StrokePoint[] rows = new StrokePoint[container.Longest];
        container.CopyTo(0, rows);
        long before = GC.GetAllocatedBytesForCurrentThread();
        long points = 0;
        for (int i = 0; i < container.Count; i++)
            points += container.CopyTo(i, rows) + container.CategoryOf(i) + container.LengthOf(i);

        // An object per sketch would take at least 24 bytes each; the runtime's own tables may grow by kilobytes.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, (24 * container.Count) - 1);
        Assert.True(points > container.Points);
    }

    private static OffsetType ExpectedType(LabeledSketch[] sketches)
    {
        foreach (LabeledSketch sketch in sketches)
        {
            foreach (StrokePoint row in sketch.Sketch.Points)
            {
                if (row.Dx != (short)Math.Clamp(row.Dx, -32768, 32767) || row.Dy != (short)Math.Clamp(row.Dy, -32768, 32767))
                    return OffsetType.Float32;
            }
        }

        return OffsetType.Int16;
    }

    private void AssertRoundTrip(LabeledSketch[] sketches, OffsetType expected)
    {
        string path = _folder.File($"{Interlocked.Increment(ref _count)}.sketches");
        ContainerFacts facts = ContainerFiles.Write(path, sketches);
        using (SketchContainer container = SketchContainer.Open(path))
        {
            Assert.Equal(expected, container.Offsets);
            ContainerFiles.AssertHolds(sketches, container);
            Assert.Null(facts.Statistics.DifferenceFrom(container.Verify()));
            Assert.Equal((facts.Checksum, facts.Bytes, facts.Offsets), (container.Checksum, container.Bytes, container.Offsets));
        }

        File.Delete(path);
    }
}
