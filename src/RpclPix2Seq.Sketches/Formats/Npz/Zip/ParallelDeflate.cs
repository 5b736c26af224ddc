using System.IO.Compression;
using System.IO.Hashing;
using System.Runtime.ExceptionServices;

namespace RpclPix2Seq.Sketches.Formats.Npz.Zip;

/// <summary>
/// Deflates long data on all cores: pieces of about 1 MiB are made and compressed independently, each ended on a byte boundary by a sync
/// flush, so that one after the other they are a single deflate stream (RFC 1951, 3.2.4). The result does not depend on the cores.
/// </summary>
internal static class ParallelDeflate
{
    private const int PieceLength = 1 << 20;

    /// <summary>An empty last block, which ends the stream.</summary>
    private static readonly byte[] End = [0x03, 0x00];

    /// <summary>Writes the data, compressed unless <paramref name="level"/> is null.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="length">Bytes of data.</param>
    /// <param name="unit">Pieces are whole multiples of this many bytes.</param>
    /// <param name="fill">Makes the bytes from an offset on; called from several threads at once.</param>
    /// <param name="level">How hard to compress; null to store.</param>
    /// <param name="crc">Is given all data in order.</param>
    /// <returns>Bytes written.</returns>
    public static long Write(Stream output, long length, int unit, ArrayFiller fill, CompressionLevel? level, Crc32 crc)
    {
        int piece = (int)Math.Min(Math.Max(PieceLength / unit, 1) * (long)unit, Math.Max(length, 1));
        int wave = (int)Math.Min(Math.Max(2, 2 * Environment.ProcessorCount), (length + piece - 1) / piece);
        byte[][] raw = [.. Enumerable.Range(0, wave).Select(_ => GC.AllocateUninitializedArray<byte>(piece))];
        MemoryStream[] packed = [.. Enumerable.Range(0, wave).Select(_ => new MemoryStream(level is null ? 0 : piece / 4))];
        long written = 0;
        for (long first = 0; first < length; first += (long)wave * piece)
        {
            long offset = first;
            int pieces = (int)Math.Min(wave, (length - offset + piece - 1) / piece);
            Run(pieces, i =>
            {
                long at = offset + ((long)i * piece);
                Span<byte> data = raw[i].AsSpan(0, (int)Math.Min(piece, length - at));
                fill(at, data);
                if (level is { } hard)
                    Pack(data, packed[i], hard);
            });
            for (int i = 0; i < pieces; i++)
            {
                ReadOnlySpan<byte> data = raw[i].AsSpan(0, (int)Math.Min(piece, length - offset - ((long)i * piece)));
                crc.Append(data);
                ReadOnlySpan<byte> result = level is null ? data : packed[i].GetBuffer().AsSpan(0, (int)packed[i].Length);
                output.Write(result);
                written += result.Length;
            }
        }

        if (level is null)
            return written;
        output.Write(End);
        return written + End.Length;
    }

    private static void Pack(ReadOnlySpan<byte> data, MemoryStream packed, CompressionLevel level)
    {
        packed.SetLength(0);
        using DeflateStream deflate = new(packed, level, leaveOpen: true);
        deflate.Write(data);
        deflate.Flush();
        long flushed = packed.Length;
        deflate.Dispose();

        // Disposing appends a last block; the stream as a whole gets one of its own.
        packed.SetLength(flushed);
    }

    private static void Run(int count, Action<int> body)
    {
        if (count == 1)
        {
            body(0);
            return;
        }

        try
        {
            Parallel.For(0, count, body);
        }
        catch (AggregateException e) when (e.InnerExceptions.Count > 0)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
    }
}
