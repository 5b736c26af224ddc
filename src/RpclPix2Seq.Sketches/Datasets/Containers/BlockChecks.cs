using System.IO.Hashing;
using System.Runtime.CompilerServices;

namespace RpclPix2Seq.Sketches.Datasets.Containers;

/// <summary>
/// Checks each block of a mapped container against its checksum when it is first touched. Thread-safe without a lock: two threads that
/// reach a block first both check it.
/// </summary>
internal sealed unsafe class BlockChecks(MappedFile file, ContainerLayout layout)
{
    private const int BlockBits = 18;
    private readonly ulong[] _sound = new ulong[(layout.Blocks + 63) / 64];

    /// <summary>Checks that the blocks that contain the given bytes are as they were written.</summary>
    /// <param name="position">The position of the first byte, after the header.</param>
    /// <param name="length">The number of bytes, at least 1.</param>
    /// <exception cref="InputException">A checksum differs.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Require(long position, long length)
    {
        long first = (position - ContainerLayout.HeaderBytes) >> BlockBits;
        long last = (position + length - 1 - ContainerLayout.HeaderBytes) >> BlockBits;
        if (!IsSound(first) || last != first)
            RequireBlocks(first, last);
    }

    /// <summary>Checks all blocks, including those already found intact.</summary>
    /// <exception cref="InputException">A checksum differs.</exception>
    public void CheckAll(CancellationToken cancellationToken)
    {
        for (long block = 0; block < layout.Blocks; block++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Check(block);
        }
    }

    private bool IsSound(long block) => ((Volatile.Read(ref _sound[block >> 6]) >> (int)(block & 63)) & 1) != 0;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void RequireBlocks(long first, long last)
    {
        for (long block = first; block <= last; block++)
        {
            if (!IsSound(block))
                Check(block);
        }
    }

    private void Check(long block)
    {
        (long start, int length) = layout.Block(block);
        ulong expected = ((ulong*)(file.Start + layout.Checksums))[block];
        ulong found = XxHash3.HashToUInt64(file.Bytes(start, length));
        if (found != expected)
        {
            throw file.Place.Error(
                $"bytes {start} to {start + length - 1}", $"data with the checksum {expected:x16}", $"{found:x16}",
                "the file is damaged: make the dataset again or fetch it again");
        }

        Interlocked.Or(ref _sound[block >> 6], 1UL << (int)(block & 63));
    }
}
