using System.IO.Compression;
using System.IO.Hashing;
using RpclPix2Seq.Sketches.Files.Arrays;

namespace RpclPix2Seq.Sketches.Files.Zip;

/// <summary>
/// Deflates long data on all cores: pieces of about 1 MiB are generated and compressed independently. A sync flush ends each on a byte
/// boundary, so that concatenated they are a single deflate stream (RFC 1951, 3.2.4). The result does not depend on the number of cores.
/// </summary>
internal static class ParallelDeflate
{
    private const int PieceLength = 1 << 20;

    /// <summary>An empty last block, which ends the stream.</summary>
    private static readonly byte[] End = [0x03, 0x00];

    /// <summary>Writes the data, compressed unless <paramref name="level"/> is null.</summary>
    /// <param name="output">The destination.</param>
    /// <param name="length">Bytes of data.</param>
    /// <param name="unit">Pieces are whole multiples of this many bytes.</param>
    /// <param name="fill">Generates the bytes from an offset on; called from several threads at once.</param>
    /// <param name="level">How hard to compress; null to store.</param>
    /// <param name="crc">Receives all data in order.</param>
    /// <returns>Bytes written.</returns>
    public static long Write(Stream output, long length, int unit, ArrayFiller fill, CompressionLevel? level, Crc32 crc)
    {
        int piece = (int)Math.Min(Math.Max(PieceLength / unit, 1) * (long)unit, Math.Max(length, 1));
        long pieces = (length + piece - 1) / piece;
        int slots = (int)Math.Min(2 * Environment.ProcessorCount, pieces);
        byte[][] raw = [.. Enumerable.Range(0, slots).Select(_ => GC.AllocateUninitializedArray<byte>(piece))];
        MemoryStream[] packed = [.. Enumerable.Range(0, slots).Select(_ => new MemoryStream(level is null ? 0 : piece / 4))];
        Task[] making = [.. Enumerable.Repeat(Task.CompletedTask, slots)];
        long written = 0;
        try
        {
            // Round-robin: takes the finished piece of a slot and starts the slot's next piece.
            for (long i = 0; i < pieces + slots; i++)
            {
                int slot = (int)(i % slots);
                making[slot].GetAwaiter().GetResult();
                if (i >= slots)
                    Take(slot, i - slots);
                if (i < pieces)
                    making[slot] = Make(slot, i);
            }
        }
        finally
        {
            // After a fault the other tasks still use the caller's data; wait for them, whether they fail or not.
            foreach (Task task in making)
                Task.WaitAny(task);
        }

        if (level is null)
            return written;
        output.Write(End);
        return written + End.Length;

        int LengthOf(long index) => (int)Math.Min(piece, length - (index * piece));

        Task Make(int slot, long index) => Task.Run(() =>
        {
            Span<byte> data = raw[slot].AsSpan(0, LengthOf(index));
            fill(index * piece, data);
            if (level is { } hard)
                Pack(data, packed[slot], hard);
        });

        void Take(int slot, long index)
        {
            ReadOnlySpan<byte> data = raw[slot].AsSpan(0, LengthOf(index));
            crc.Append(data);
            ReadOnlySpan<byte> result = level is null ? data : packed[slot].GetBuffer().AsSpan(0, (int)packed[slot].Length);
            output.Write(result);
            written += result.Length;
        }
    }

    private static void Pack(ReadOnlySpan<byte> data, MemoryStream packed, CompressionLevel level)
    {
        packed.SetLength(0);
        using DeflateStream deflate = new(packed, level, leaveOpen: true);
        deflate.Write(data);
        deflate.Flush();
        long flushed = packed.Length;
        deflate.Dispose();

        // Disposing appends a last block; the complete stream gets its own.
        packed.SetLength(flushed);
    }
}
