using System.Buffers.Binary;
using System.IO.Hashing;
using RpclPix2Seq.Sketches.Datasets.Containers;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Sketches.Tests.Datasets.Containers;

/// <summary>Sizes at which counts exceed 16 and 32 bits and parts exceed memory.</summary>
public sealed class LargeContainerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_million_sketches_are_written_and_read_in_a_few_megabytes()
    {
        const int count = 1_000_000;
        StrokePoint[][] rows = [.. Enumerable.Range(0, 1000).Select(ContainerFiles.RowsOf)];
        string path = _folder.File("a.sketches");
        long before = GC.GetAllocatedBytesForCurrentThread();
        using (SketchContainerWriter writer = new(path, flush: false))
        {
            for (int i = 0; i < count; i++)
                writer.Add(rows[i % 1000], i % 345);
            writer.Complete();
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 << 20);
        Assert.Equal([path], Directory.GetFiles(_folder.Path));
        using SketchContainer container = SketchContainer.Open(path);
        Assert.Equal((count, 345), (container.Count, container.Categories));
        for (long i = 0; i < 20_000; i++)
        {
            int index = (int)(i * 48_271 % count);
            Assert.True(container[index].Sketch.Points.SequenceEqual(rows[index % 1000]));
            Assert.Equal(index % 345, container.CategoryOf(index));
        }

        Assert.Equal(count, container.Verify().Sketches);
    }

    /// <summary>
    /// 257 sketches with the maximum number of rows and one of two rows behind row 2³², in a file that is almost all holes: only the index,
    /// the last rows and the checksums are there.
    /// </summary>
    [Fact]
    public void Rows_beyond_thirty_two_bits_are_reached()
    {
        const int count = 258;
        const long last = (long)(count - 1) * SketchContainerWriter.MaxRows;
        Assert.True(last > uint.MaxValue);
        string path = _folder.File("sparse.sketches");
        WriteSparse(path, new ContainerHeader(count, last + 2, 1, SketchContainerWriter.MaxRows, OffsetType.Int16), last);

        using SketchContainer container = SketchContainer.Open(path);
        Assert.Equal(SketchContainerWriter.MaxRows, container.LengthOf(count - 2));
        Assert.Equal(2, container.LengthOf(count - 1));
        Assert.Equal([new StrokePoint(-7, 300, false), new StrokePoint(32767, -32768, true)], container[count - 1].Sketch.Points.ToArray());
        Assert.Equal(0, container.CategoryOf(count - 1));
    }

    private static void WriteSparse(string path, ContainerHeader header, long last)
    {
        ContainerLayout layout = header.Layout;
        using FileStream file = new(path, FileMode.CreateNew, FileAccess.ReadWrite);
        file.SetLength(layout.Length);

        byte[] pairs = new byte[8];
        BinaryPrimitives.WriteInt16LittleEndian(pairs, -7);
        BinaryPrimitives.WriteInt16LittleEndian(pairs.AsSpan(2), 300);
        BinaryPrimitives.WriteInt16LittleEndian(pairs.AsSpan(4), short.MaxValue);
        BinaryPrimitives.WriteInt16LittleEndian(pairs.AsSpan(6), short.MinValue);
        WriteAt(layout.Points + 4 * last, pairs);
        WriteAt(layout.Pens + (last + 1) / 8, [(byte)(1 << (int)((last + 1) % 8))]);
        byte[] number = new byte[8];
        for (int i = 0; i <= header.Sketches; i++)
        {
            long row = i < header.Sketches ? (long)i * SketchContainerWriter.MaxRows : last + 2;
            long group = i - i % ContainerLayout.GroupSketches;
            long groupRow = group * SketchContainerWriter.MaxRows;
            BinaryPrimitives.WriteInt64LittleEndian(number, groupRow);
            WriteAt(layout.IndexGroup(i), number);
            BinaryPrimitives.WriteUInt32LittleEndian(number, (uint)(row - groupRow));
            WriteAt(layout.IndexEntry(i), number.AsSpan(0, 4));
        }

        byte[] block = new byte[ContainerLayout.BlockBytes];
        byte[] table = new byte[8 * layout.Blocks];
        ulong ofZeros = XxHash3.HashToUInt64(block);
        long lastRows = (layout.Points + 4 * last - ContainerLayout.HeaderBytes) / ContainerLayout.BlockBytes;
        long lastPens = (layout.Pens + last / 8 - ContainerLayout.HeaderBytes) / ContainerLayout.BlockBytes;
        for (long i = 0; i < layout.Blocks; i++)
        {
            ulong checksum = ofZeros;
            if ((i >= lastRows && i <= lastRows + 1) || i >= lastPens)
            {
                (long start, int length) = layout.Block(i);
                file.Position = start;
                file.ReadExactly(block, 0, length);
                checksum = XxHash3.HashToUInt64(block.AsSpan(0, length));
            }

            BinaryPrimitives.WriteUInt64LittleEndian(table.AsSpan((int)(8 * i)), checksum);
        }

        byte[] head = new byte[ContainerLayout.HeaderBytes];
        header.Encode(head);
        byte[] footer = new byte[ContainerLayout.FooterBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(footer, ContainerOutput.WholeChecksum(head, table));
        BinaryPrimitives.WriteInt64LittleEndian(footer.AsSpan(8), layout.Blocks);
        BinaryPrimitives.WriteInt64LittleEndian(footer.AsSpan(16), layout.Length);
        ContainerOutput.ClosingMagic.CopyTo(footer.AsSpan(24));
        WriteAt(layout.Checksums, table);
        WriteAt(layout.Footer, footer);
        WriteAt(0, head);

        void WriteAt(long position, ReadOnlySpan<byte> bytes)
        {
            file.Position = position;
            file.Write(bytes);
        }
    }
}
