using System.Buffers.Binary;
using CsCheck;
using RpclPix2Seq.Sketches.Datasets.Containers;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Sketches.Tests.Datasets.Containers;

public sealed partial class SketchContainerDamageTests
{
    [Theory]
    [InlineData(8, 2u, "expected format version 1, found version 2")]
    [InlineData(12, 2u, "expected flags 0 or 1")]
    [InlineData(12, 1u, "expected the positions of the sections")]
    [InlineData(16, 30u, "expected the positions of the sections")]
    [InlineData(16, 0u, "categories")]
    [InlineData(16, 0xFFFFFFFFu, "sketches, found 4294967295")]
    [InlineData(20, 0x80000000u, "sketches, found -")]
    [InlineData(24, 9u, "rows, found 9")]
    [InlineData(24, 10_000_000u, "expected the positions of the sections")]
    [InlineData(28, 0x7FFFFFFFu, "rows, found")]
    [InlineData(32, 0u, "categories, or 0 of 0 sketches, found 0")]
    [InlineData(32, 65537u, "categories, or 0 of 0 sketches, found 65537")]
    [InlineData(36, 0u, "a longest sketch of 1 to")]
    [InlineData(36, 1000u, "a longest sketch of 1 to")]
    [InlineData(36, 0xFFFFFFFFu, "a longest sketch of 1 to")]
    [InlineData(40, 64u, "byte 40: expected the positions of the sections")]
    [InlineData(48, 0u, "byte 48: expected the positions of the sections")]
    [InlineData(72, 0u, "byte 72: expected the positions of the sections")]
    [InlineData(80, 0u, "byte 80: expected the positions of the sections")]
    [InlineData(88, 1u, "byte 88: expected the positions of the sections")]
    public void A_header_that_lies_is_refused_though_its_checksum_is_right(int at, uint value, string message)
    {
        (byte[] whole, ContainerLayout layout) = Container(ContainerFiles.Some(10));
        BinaryPrimitives.WriteUInt32LittleEndian(whole.AsSpan(at), value);
        AssertRefused(message, ContainerFiles.Seal(whole, layout), _ => { });
    }

    /// <summary>Counts and positions that agree with each other, but not with the file.</summary>
    [Theory]
    [InlineData(10, 1_000_000L)]
    [InlineData(10, ContainerLayout.MaxPoints)]
    [InlineData(int.MaxValue, (long)int.MaxValue)]
    [InlineData(10, 10L)]
    public void A_header_of_another_file_is_refused(int sketches, long points)
    {
        (byte[] whole, ContainerLayout layout) = Container(ContainerFiles.Some(10));
        new ContainerHeader(sketches, points, 3, 7, OffsetType.Int16).Encode(whole);
        AssertRefused("expected a file of", ContainerFiles.Seal(whole, layout), _ => { });
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    [InlineData(-1L)]
    [InlineData(1L)]
    [InlineData(40L)]
    [InlineData(1L << 40)]
    public void An_index_group_that_lies_leads_nowhere(long row)
    {
        (byte[] whole, ContainerLayout layout) = Container(ContainerFiles.Some(10));
        BinaryPrimitives.WriteInt64LittleEndian(whole.AsSpan((int)layout.IndexGroup(0)), row);
        string message = Refused(ContainerFiles.Seal(whole, layout), container =>
        {
            for (int i = 0; i < container.Count; i++)
                container.CopyTo(i, new StrokePoint[7]);
        });
        Assert.Contains("rows, found rows", message, StringComparison.Ordinal);
        Assert.Throws<InputException>(() => Read(whole, container => container.Verify()));
    }

    [Theory]
    [InlineData(3, uint.MaxValue)]
    [InlineData(3, 0u)]
    [InlineData(3, 3u)]
    [InlineData(10, 20u)]
    [InlineData(10, 1000u)]
    public void An_index_entry_that_lies_leads_nowhere(int sketch, uint row)
    {
        (byte[] whole, ContainerLayout layout) = Container(ContainerFiles.Some(10));
        BinaryPrimitives.WriteUInt32LittleEndian(whole.AsSpan((int)layout.IndexEntry(sketch)), row);
        ContainerFiles.Seal(whole, layout);
        AssertRefused($"sketch {sketch - 1} to have 1 to 7", whole, container => container.LengthOf(sketch - 1));
        Assert.Throws<InputException>(() => Read(whole, container => container.Verify()));
    }

    [Fact]
    public void Rows_that_no_sketch_has_are_found_by_verifying()
    {
        LabeledSketch[] sketches = ContainerFiles.Some(20)[5..13];
        (byte[] whole, ContainerLayout layout) = Container(sketches);
        BinaryPrimitives.WriteUInt32LittleEndian(whole.AsSpan((int)layout.IndexEntry(0)), 1);
        AssertRefused("sketch 0 to begin at row 0, found row 1", ContainerFiles.Seal(whole, layout), c => c.Verify());
        Read(whole, container => Assert.Equal(5, container.LengthOf(0)));

        (whole, layout) = Container(sketches);
        Span<byte> end = whole.AsSpan((int)layout.IndexEntry(sketches.Length));
        uint rows = BinaryPrimitives.ReadUInt32LittleEndian(end);
        BinaryPrimitives.WriteUInt32LittleEndian(end, rows - 1);
        AssertRefused($"header: expected {rows} rows", ContainerFiles.Seal(whole, layout), c => c.Verify());

        (whole, layout) = Container(sketches);
        BinaryPrimitives.WriteInt32LittleEndian(whole.AsSpan(32), 4);
        AssertRefused("4 categories", ContainerFiles.Seal(whole, layout), c => c.Verify());
    }

    [Fact]
    public void A_label_beyond_the_categories_is_refused()
    {
        (byte[] whole, ContainerLayout layout) = Container(ContainerFiles.Some(10));
        whole[layout.Labels + 8] = 3;
        ContainerFiles.Seal(whole, layout);
        AssertRefused("expected a category below 3 of sketch 4, found 3", whole, container => container.CategoryOf(4));
        Read(whole, container => Assert.Equal(2, container.CategoryOf(5)));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void Offsets_that_are_not_finite_are_refused(float value)
    {
        LabeledSketch[] sketches = [new(new Sketch([new(0.5f, 1, false), new(2, 3, true)]), 0, 0)];
        for (int i = 0; i < 4; i++)
        {
            (byte[] whole, ContainerLayout layout) = Container(sketches);
            BinaryPrimitives.WriteSingleLittleEndian(whole.AsSpan((int)layout.Points + 4 * i), value);
            ContainerFiles.Seal(whole, layout);
            AssertRefused("sketch 0: expected offsets that are finite", whole, container => _ = container[0]);
        }
    }

    /// <summary>Checksums do not prevent lies: whatever the bytes are, reading ends in a sketch or in a clear error.</summary>
    [Fact]
    public void Nothing_in_a_file_leads_outside_it()
    {
        (byte[] whole, ContainerLayout layout) = Container(ContainerFiles.Some(600));
        Gen<int> places = Gen.OneOf(
            Gen.Int[12, 88],
            Gen.Int[(int)layout.Index, (int)layout.Labels],
            Gen.Int[ContainerLayout.HeaderBytes, (int)layout.Checksums - 8]);
        Gen<ulong> values = Gen.OneOf(
            Gen.ULong, Gen.Int[-5000, 5000].Select(v => (ulong)v), Gen.Const(ulong.MaxValue), Gen.Const(1UL << 63));
        Gen.Select(places, values, Gen.Bool).Array[1, 4].ForAll(changes =>
        {
            byte[] changed = [.. whole];
            foreach ((int at, ulong value, bool wide) in changes)
            {
                if (wide)
                    BinaryPrimitives.WriteUInt64LittleEndian(changed.AsSpan(at), value);
                else
                    BinaryPrimitives.WriteUInt32LittleEndian(changed.AsSpan(at & ~3), (uint)value);
            }

            ReadAllOrRefuse(ContainerFiles.Seal(changed, layout));
        }, count: 1000);
    }

    private void ReadAllOrRefuse(byte[] file)
    {
        try
        {
            Read(file, container =>
            {
                for (int i = 0; i < container.Count; i++)
                {
                    try
                    {
                        Assert.InRange(container[i].Sketch.Length, 1, container.Longest);
                        Assert.InRange(container[i].Category, 0, container.Categories - 1);
                    }
                    catch (InputException)
                    {
                    }
                }
            });
        }
        catch (InputException)
        {
        }
    }
}
