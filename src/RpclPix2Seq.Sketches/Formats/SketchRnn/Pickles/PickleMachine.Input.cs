using System.Buffers.Binary;

namespace RpclPix2Seq.Sketches.Formats.SketchRnn.Pickles;

/// <content>Taking bytes and numbers from the input.</content>
internal sealed partial class PickleMachine
{
    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _length - _at)
            throw Error(_at, $"{count} more bytes", $"{_length - _at}", "the array is truncated");
        Await(_at + count);
        ReadOnlySpan<byte> taken = _input.AsSpan(_at, count);
        _at += count;
        return taken;
    }

    /// <summary>Waits until the given number of input bytes is available.</summary>
    private void Await(int count)
    {
        if (count > _there)
            _there = _require(count);
    }

    private int TakeByte() => Take(1)[0];

    private long TakeUInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    private long TakeUInt64()
    {
        ulong value = BinaryPrimitives.ReadUInt64LittleEndian(Take(8));
        return value <= int.MaxValue ? (long)value : int.MaxValue;
    }

    private long TakeLong()
    {
        int count = TakeByte();
        ReadOnlySpan<byte> bytes = Take(count);
        if (count > 8)
            throw Error(_opcodeAt, "an integer of at most 8 bytes", $"{count} bytes");
        long value = count > 0 && (bytes[^1] & 0x80) != 0 ? -1 : 0;
        for (int i = count - 1; i >= 0; i--)
            value = (value << 8) | bytes[i];
        return value;
    }
}
