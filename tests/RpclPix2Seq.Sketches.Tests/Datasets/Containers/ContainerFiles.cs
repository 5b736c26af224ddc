using System.Buffers.Binary;
using System.IO.Hashing;
using CsCheck;
using RpclPix2Seq.Sketches.Datasets.Containers;
using RpclPix2Seq.Sketches.Tests.Formats.SketchRnn;

namespace RpclPix2Seq.Sketches.Tests.Datasets.Containers;

/// <summary>Containers made of given sketches, and damaged ones whose checksums are right.</summary>
internal static class ContainerFiles
{
    public static Gen<LabeledSketch[]> GenIntegers { get; } = Labeled(TestSketches.GenInteger);

    public static Gen<LabeledSketch[]> GenReals { get; } = Labeled(TestSketches.GenReal);

    /// <summary>Mostly whole numbers: a switch to floats comes early, late or never.</summary>
    public static Gen<LabeledSketch[]> GenMixed { get; } =
        Labeled(Gen.Frequency((20, TestSketches.GenInteger), (1, TestSketches.GenReal)));

    /// <summary>Sketches from a formula, of 1 to 7 rows with offsets below 1000, in 3 categories.</summary>
    public static LabeledSketch[] Some(int count) =>
        [.. Enumerable.Range(0, count).Select(i => new LabeledSketch(new Sketch(RowsOf(i)), i % 3, i))];

    public static StrokePoint[] RowsOf(int i)
    {
        StrokePoint[] rows = new StrokePoint[1 + i % 7];
        for (int r = 0; r < rows.Length; r++)
            rows[r] = new StrokePoint((i + r) % 1999 - 999, (7 * i + r) % 1999 - 999, (i + r) % 3 == 0);
        return rows;
    }

    public static ContainerFacts Write(string path, IEnumerable<LabeledSketch> sketches)
    {
        using SketchContainerWriter writer = new(path, flush: false);
        foreach (LabeledSketch sketch in sketches)
            writer.Add(sketch.Sketch.Points, sketch.Category);
        return writer.Complete();
    }

    /// <summary>Compares everything that a container returns, floats bit by bit where they are stored as floats.</summary>
    public static void AssertHolds(IReadOnlyList<LabeledSketch> expected, SketchContainer container)
    {
        Assert.Equal(expected.Count, container.Count);
        StrokePoint[] buffer = new StrokePoint[container.Longest + 1];
        for (int i = 0; i < expected.Count; i++)
        {
            StrokePoint[] rows = expected[i].Sketch.Points.ToArray();
            Assert.Equal(rows.Length, container.LengthOf(i));
            Assert.Equal(expected[i].Category, container.CategoryOf(i));
            LabeledSketch read = container[i];
            Assert.Equal((expected[i].Category, i), (read.Category, read.Index));
            AssertSame(rows, read.Sketch.Points, container.Offsets);
            Array.Fill(buffer, new StrokePoint(-1, -1, true));
            Assert.Equal(rows.Length, container.CopyTo(i, buffer));
            AssertSame(rows, buffer.AsSpan(0, rows.Length), container.Offsets);
            Assert.Equal(new StrokePoint(-1, -1, true), buffer[rows.Length]);
        }
    }

    /// <summary>Updates the checksums of a changed file to match its content, given the layout of its sections.</summary>
    public static byte[] Seal(byte[] file, ContainerLayout layout)
    {
        Span<byte> table = file.AsSpan((int)layout.Checksums, 8 * (int)layout.Blocks);
        for (int block = 0; block < layout.Blocks; block++)
        {
            (long start, int length) = layout.Block(block);
            BinaryPrimitives.WriteUInt64LittleEndian(table[(8 * block)..], XxHash3.HashToUInt64(file.AsSpan((int)start, length)));
        }

        Span<byte> header = file.AsSpan(0, ContainerLayout.HeaderBytes);
        ulong ofHeader = XxHash3.HashToUInt64(header[..ContainerHeader.ChecksumAt]);
        BinaryPrimitives.WriteUInt64LittleEndian(header[ContainerHeader.ChecksumAt..], ofHeader);
        BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan((int)layout.Footer), ContainerOutput.WholeChecksum(header, table));
        return file;
    }

    public static ContainerLayout LayoutOf(string path)
    {
        using SketchContainer container = SketchContainer.Open(path);
        return new ContainerLayout(container.Count, container.Points, container.Offsets);
    }

    private static Gen<LabeledSketch[]> Labeled(Gen<Sketch> sketches) =>
        Gen.Select(sketches, Gen.OneOf(Gen.Int[0, 3], Gen.Int[0, SketchContainerWriter.MaxCategories - 1]))
            .Array[0, 60].Select(all => all.Select((one, i) => new LabeledSketch(one.Item1, one.Item2, i)).ToArray());

    private static void AssertSame(ReadOnlySpan<StrokePoint> expected, ReadOnlySpan<StrokePoint> actual, OffsetType offsets)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int r = 0; r < expected.Length; r++)
        {
            Assert.Equal(expected[r], actual[r]);
            if (offsets == OffsetType.Float32)
            {
                Assert.Equal(BitConverter.SingleToInt32Bits(expected[r].Dx), BitConverter.SingleToInt32Bits(actual[r].Dx));
                Assert.Equal(BitConverter.SingleToInt32Bits(expected[r].Dy), BitConverter.SingleToInt32Bits(actual[r].Dy));
            }
        }
    }
}
