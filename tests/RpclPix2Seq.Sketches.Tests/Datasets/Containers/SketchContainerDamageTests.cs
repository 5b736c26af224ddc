using RpclPix2Seq.Sketches.Datasets.Containers;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Sketches.Tests.Datasets.Containers;

/// <summary>Containers that are cut or changed; the other part has those that lie although their checksums are right.</summary>
public sealed partial class SketchContainerDamageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private int _count;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_flipped_byte_anywhere_is_found_when_its_block_is_first_read()
    {
        (byte[] whole, _) = Container(ContainerFiles.Some(10));
        for (int at = 0; at < whole.Length; at++)
        {
            byte[] flipped = [.. whole];
            flipped[at] ^= 1;
            string message = Refused(flipped, container => container.CopyTo(3, new StrokePoint[7]));
            Assert.Contains(".sketches: ", message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', message);
        }
    }

    [Fact]
    public void A_file_cut_or_lengthened_anywhere_is_refused_when_opened()
    {
        (byte[] whole, _) = Container(ContainerFiles.Some(10));
        for (int length = 0; length < whole.Length; length++)
            Assert.Throws<InputException>(() => Read(whole[..length], _ => { }));
        Assert.Throws<InputException>(() => Read([.. whole, 0], _ => { }));
        Assert.Throws<InputException>(() => Read([.. whole, .. whole], _ => { }));
        Read(whole, container => container.Verify());
    }

    [Fact]
    public void A_large_file_cut_around_any_section_is_refused_when_opened()
    {
        (byte[] whole, ContainerLayout layout) = Container(ContainerFiles.Some(100_000));
        long[] borders = [layout.Points, layout.Pens, layout.Index, layout.Labels, layout.Checksums, layout.Footer, layout.Length];
        foreach (long border in borders)
        {
            for (long length = border - 1; length <= Math.Min(border + 1, layout.Length - 1); length++)
                AssertRefused("expected a", whole[..(int)length], _ => { });
        }
    }

    [Fact]
    public void Damage_spoils_its_own_block_alone()
    {
        LabeledSketch[] sketches = ContainerFiles.Some(100_000);
        (byte[] whole, ContainerLayout layout) = Container(sketches);
        (long start, int length) = layout.Block(2);
        whole[start + length / 2] ^= 0x10;
        Read(whole, container =>
        {
            int spoilt = 0;
            long row = 0;
            for (int i = 0; i < container.Count; row += container.LengthOf(i++))
            {
                long first = layout.Points + row * 4, end = layout.Points + (row + container.LengthOf(i)) * 4;
                if (end <= start || first >= start + length)
                {
                    Assert.True(container[i].Sketch.Points.SequenceEqual(sketches[i].Sketch.Points));
                    continue;
                }

                spoilt++;
                InputException refused = Assert.Throws<InputException>(() => container[i]);
                string place = $"bytes {start} to {start + length - 1}: expected data with the checksum";
                Assert.Contains(place, refused.Message, StringComparison.Ordinal);
            }

            Assert.InRange(spoilt, 10_000, 30_000);
            Assert.Throws<InputException>(() => container.Verify());
        });
    }

    [Theory]
    [InlineData("pens")]
    [InlineData("index")]
    [InlineData("labels")]
    public void Every_section_is_checked_when_it_is_touched(string section)
    {
        // Enough sketches that the middles of the sections are in blocks of their own.
        const int sketch = 50_000;
        (byte[] whole, ContainerLayout layout) = Container(ContainerFiles.Some(2 * sketch));
        long row = 0;
        for (int i = 0; i < sketch; i++)
            row += 1 + i % 7;
        long at = section switch
        {
            "pens" => layout.Pens + row / 8,
            "index" => layout.IndexEntry(sketch),
            _ => layout.Labels + 2L * sketch,
        };
        whole[at] ^= 1;
        Read(whole, container =>
        {
            StrokePoint[] rows = new StrokePoint[7];
            AssertSpoilt(section is "pens" or "index", () => container.CopyTo(sketch, rows));
            AssertSpoilt(section == "index", () => container.LengthOf(sketch));
            AssertSpoilt(section == "labels", () => container.CategoryOf(sketch));
            AssertSpoilt(true, () => _ = container[sketch]);
        });

        static void AssertSpoilt(bool expected, Action read) => Assert.Equal(expected, Record.Exception(read) is InputException);
    }

    [Fact]
    public void A_file_whose_end_was_never_written_is_half_written()
    {
        (byte[] whole, ContainerLayout layout) = Container(ContainerFiles.Some(10));
        whole.AsSpan((int)layout.Footer).Clear();
        AssertRefused("half-written", whole, _ => { });
        AssertRefused("half-written", whole[..(int)layout.Labels], _ => { });
        AssertRefused("found an empty file", [], _ => { });

        // The header is written last: what a killed writer leaves is not a container at all.
        whole.AsSpan(0, ContainerLayout.HeaderBytes).Clear();
        AssertRefused("expected a sketch container, found something else", whole, _ => { });
    }

    [Fact]
    public void A_missing_file_and_a_folder_are_told_apart()
    {
        AssertNotOpened(_folder.File("no"), "found none there");
        AssertNotOpened(_folder.File("no/a"), "found none there");
        AssertNotOpened(_folder.Path, "found a folder");
        AssertNotOpened("", "an empty path");

        static void AssertNotOpened(string path, string message) =>
            Assert.Contains(message, Assert.Throws<InputException>(() => SketchContainer.Open(path)).Message, StringComparison.Ordinal);
    }

    private (byte[] Whole, ContainerLayout Layout) Container(LabeledSketch[] sketches)
    {
        string path = _folder.File("whole.sketches");
        ContainerFiles.Write(path, sketches);
        return (File.ReadAllBytes(path), ContainerFiles.LayoutOf(path));
    }

    private void AssertRefused(string message, byte[] file, Action<SketchContainer> use) =>
        Assert.Contains(message, Refused(file, use), StringComparison.Ordinal);

    private string Refused(byte[] file, Action<SketchContainer> use) => Assert.Throws<InputException>(() => Read(file, use)).Message;

    private void Read(byte[] file, Action<SketchContainer> use)
    {
        string path = _folder.File($"{Interlocked.Increment(ref _count)}.sketches");
        File.WriteAllBytes(path, file);
        try
        {
            using SketchContainer container = SketchContainer.Open(path);
            use(container);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
