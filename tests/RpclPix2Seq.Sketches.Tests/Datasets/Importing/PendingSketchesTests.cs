using CsCheck;
using RpclPix2Seq.Sketches.Datasets.Containers;
using RpclPix2Seq.Sketches.Datasets.Importing;
using RpclPix2Seq.Sketches.Tests.Formats.SketchRnn;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Sketches.Tests.Datasets.Importing;

public sealed class PendingSketchesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(5000)]
    [InlineData(1 << 30)]
    public void Records_come_back_in_order_from_memory_and_disk(long memory) =>
        Gen.Select(Gen.Int[0, 3], TestSketches.GenInteger).Array[0, 60].ForAll(added =>
        {
            using (PendingSketches pending = new(_folder.Path, memory))
            {
                byte[] buffer = [];
                foreach ((int category, Sketch sketch) in added)
                {
                    int length = SketchRecord.Encode(sketch.Points, ref buffer, 0);
                    pending.Add(
                        pending.CategoryOf($"c{category}"), buffer.AsSpan(0, length), (UInt128)sketch.Length, PendingCategory.NoSplit);
                }

                Assert.Equal(
                    added.Select(a => $"c{a.Item1}").Distinct().Order(StringComparer.Ordinal),
                    pending.Categories.Select(category => category.Name));
                foreach (PendingCategory category in pending.Categories)
                {
                    Sketch[] expected = [.. added.Where(a => $"c{a.Item1}" == category.Name).Select(a => a.Item2)];
                    Assert.Equal(expected.Length, category.Count);
                    int next = 0;
                    pending.Read(category, (index, record) =>
                    {
                        Assert.Equal(next++, index);
                        Assert.Equal(expected[index].Points.ToArray(), SketchRecord.Decode(record).Points.ToArray());
                        Assert.Equal((UInt128)expected[index].Length, category.Hashes[index]);
                    });
                    Assert.Equal(expected.Length, next);
                }
            }

            Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
        }, count: 30);

    [Fact]
    public void A_record_larger_than_any_chunk_is_kept()
    {
        using PendingSketches pending = new(_folder.Path, 1 << 20);
        Sketch large = new([.. Enumerable.Range(0, 300_000).Select(i => new StrokePoint(i % 1000, 1, false))]);
        byte[] buffer = [];
        int length = SketchRecord.Encode(large.Points, ref buffer, 0);
        PendingCategory category = pending.CategoryOf("large");
        for (int i = 0; i < 3; i++)
            pending.Add(category, buffer.AsSpan(0, length), 0, 0);
        int seen = 0;
        pending.Read(category, (_, record) => seen += record.SequenceEqual(buffer.AsSpan(0, length)) ? 1 : 0);
        Assert.Equal(3, seen);
    }

    [Fact]
    public void A_record_knows_its_file()
    {
        PendingCategory category = new("cat");
        byte[] buffer = [];
        int length = SketchRecord.Encode([new StrokePoint(1, 2, true)], ref buffer, 0);
        foreach ((int file, int count) in new[] { (4, 2), (7, 1), (9, 3) })
        {
            category.Begin(file);
            for (int i = 0; i < count; i++)
                category.Add(buffer.AsSpan(0, length), 0, 0);
        }

        category.ExcludeLast();
        Assert.Equal([4, 4, 7, 9, 9, 9], Enumerable.Range(0, 6).Select(category.FileOf));
        Assert.Equal([(3, 6)], category.Excluded);
    }
}
