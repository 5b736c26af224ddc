using System.Buffers.Binary;
using System.Globalization;
using System.IO.Hashing;
using System.Numerics;
using System.Text;
using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Safety.Fuzzing;

/// <summary>
/// Makes the input of each execution from a target's seeds. Input i of a seed depends only on these two and the target, so that any input
/// can be regenerated.
/// </summary>
internal sealed class Mutator
{
    /// <summary>No input grows beyond this many bytes before it is wrapped.</summary>
    public const int LongestInput = 1 << 16;

    private const int MostChanges = 5; // as a power of two
    private const int SpliceEvery = 8;

    private static readonly byte[][] Numbers =
    [
        .. new[]
        {
            "0", "-1", "1", "-0", "00", "255", "256", "65535", "65536", "2147483647", "2147483648", "-2147483649", "4294967295",
            "4294967296",
            "9223372036854775807", "9223372036854775808", "-9223372036854775808", "18446744073709551616", "99999999999999999999999999",
            "0.1", "1e38",
            "1e39", "1e308", "1e999", "-1e999", "1e-45", "1e-400", "1e30", "NaN", "Infinity", "1.", ".5", "+7", "0x10",
        }.Select(Encoding.ASCII.GetBytes),
    ];

    private static readonly long[] Values =
    [
        0, 1, -1, 2, 3, 5, 7, 8, 16, 32, 64, 100, 127, 128, -128, 255, 256, 1000, 1024, 4096, 32767, 32768, -32768, 65535, 65536,
        0x7FFFFFFF, 0x80000000, -2147483648,
        0xFFFFFFFF, 0x100000000, 0x7FFFFFFFFFFFFFFF, -0x7FFFFFFFFFFFFFFF - 1, 0x7FF0000000000000, 0x7F800000,
    ];

    private readonly FuzzTarget _target;
    private readonly long _seed;
    private readonly long _key;
    private byte[] _bytes = new byte[1024];
    private byte[] _moved = [];
    private int _length;

    /// <param name="target">What the inputs are for.</param>
    /// <param name="seed">The seed of the run.</param>
    public Mutator(FuzzTarget target, long seed)
    {
        ArgumentNullException.ThrowIfNull(target);
        _target = target;
        _seed = seed;
        _key = (long)XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(target.Name));
    }

    /// <summary>The input of one execution. The first ones are the seeds themselves.</summary>
    /// <param name="index">0 or more.</param>
    public byte[] Make(long index)
    {
        CounterRandom random = new(_seed, _key, index);
        byte[] inner;
        if (index < _target.Seeds.Count)
        {
            inner = _target.Seeds[(int)index];
        }
        else
        {
            Take(_target.Seeds[random.NextInt(_target.Seeds.Count)]);
            if (random.NextInt(SpliceEvery) == 0)
                Splice(ref random);
            int changes = 1 << random.NextInt(MostChanges);
            for (int i = 0; i < changes; i++)
                Change(ref random);
            inner = _bytes.AsSpan(0, _length).ToArray();
        }

        return _target.Envelope is { } envelope ? envelope(inner, random.NextInt(1 << 16)) : inner;
    }

    private void Change(ref CounterRandom random)
    {
        switch (random.NextInt(14))
        {
            case 0 or 1 when _length > 0:
                _bytes[random.NextInt(_length)] ^= (byte)(1 << random.NextInt(8));
                break;
            case 2 when _length > 0:
                _bytes[random.NextInt(_length)] = (byte)random.NextInt(256);
                break;
            case 3 when _length > 0:
                _bytes[random.NextInt(_length)] += (byte)(random.NextInt(2) == 0 ? 1 + random.NextInt(8) : -1 - random.NextInt(8));
                break;
            case 4 or 5:
                WriteValue(ref random);
                break;
            case 6:
                Replace(At(ref random), 0, Chunk(ref random));
                break;
            case 7 when _length > 0:
                ReadOnlySpan<byte> chunk = Chunk(ref random);
                Replace(Math.Min(At(ref random), _length - chunk.Length), chunk.Length, chunk);
                break;
            case 8:
                int from = At(ref random);
                Replace(from, Math.Min(Length(ref random), _length - from), []);
                break;
            case 9:
                Insert(ref random);
                break;
            case 10:
                ReplaceNumber(ref random);
                break;
            case 11 or 12 when _target.Tokens.Count > 0:
                ReadOnlySpan<byte> token = _target.Tokens[random.NextInt(_target.Tokens.Count)];
                int at = At(ref random);
                Replace(at, random.NextInt(2) == 0 ? 0 : Math.Min(token.Length, _length - at), token);
                break;
            case 13 when random.NextInt(4) == 0:
                _length = At(ref random);
                break;
            default:
                Repeat(ref random);
                break;
        }
    }

    private int At(ref CounterRandom random) => random.NextInt(_length + 1);

    /// <summary>Mostly short, sometimes as long as the whole input.</summary>
    private int Length(ref CounterRandom random) => 1 + random.NextInt(1 << random.NextInt(1 + Log2(_length)));

    private static int Log2(int length) => length <= 1 ? 0 : BitOperations.Log2((uint)length);

    private ReadOnlySpan<byte> Chunk(ref CounterRandom random)
    {
        int length = Math.Min(Length(ref random), _length);
        int from = random.NextInt(_length - length + 1);
        return _bytes.AsSpan(from, length);
    }

    private void WriteValue(ref CounterRandom random)
    {
        int size = 1 << random.NextInt(4);
        if (_length < size)
            return;
        long value = Values[random.NextInt(Values.Length)];
        if (random.NextInt(4) == 0)
            value = _length - value;
        Span<byte> bytes = stackalloc byte[8];
        bool big = random.NextInt(2) == 0;
        if (big)
            BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        else
            BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        bytes.Slice(big ? 8 - size : 0, size).CopyTo(_bytes.AsSpan(random.NextInt(_length - size + 1)));
    }

    private void Insert(ref CounterRandom random)
    {
        Span<byte> inserted = stackalloc byte[16];
        inserted = inserted[..(1 + random.NextInt(inserted.Length))];
        byte same = (byte)random.NextInt(256);
        bool isRun = random.NextInt(2) == 0;
        foreach (ref byte b in inserted)
            b = isRun ? same : (byte)random.NextInt(256);
        Replace(At(ref random), 0, inserted);
    }

    /// <summary>Replaces the first number written in digits after a random position with another number.</summary>
    private void ReplaceNumber(ref CounterRandom random)
    {
        int start = At(ref random);
        int found = _bytes.AsSpan(start, _length - start).IndexOfAnyInRange((byte)'0', (byte)'9');
        if (found < 0)
            return;
        int from = start + found;
        int length = _bytes.AsSpan(from, _length - from).IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        length = length < 0 ? _length - from : length;
        byte[] number = random.NextInt(3) == 0
            ? Encoding.ASCII.GetBytes(((int)random.NextBits() >> random.NextInt(32)).ToString(CultureInfo.InvariantCulture))
            : Numbers[random.NextInt(Numbers.Length)];
        Replace(from, length, number);
    }

    /// <summary>Writes a chunk many times over, which produces nesting, long lines and large counts.</summary>
    private void Repeat(ref CounterRandom random)
    {
        if (_length == 0)
            return;
        byte[] chunk = Chunk(ref random).ToArray();
        int times = Math.Min(1 << random.NextInt(9), (LongestInput - _length) / chunk.Length);
        if (times < 1)
            return;
        byte[] run = new byte[chunk.Length * times];
        for (int i = 0; i < times; i++)
            chunk.CopyTo(run, i * chunk.Length);
        Replace(At(ref random), 0, run);
    }

    private void Splice(ref CounterRandom random)
    {
        ReadOnlySpan<byte> other = _target.Seeds[random.NextInt(_target.Seeds.Count)];
        int keep = At(ref random);
        int from = random.NextInt(other.Length + 1);
        Replace(keep, _length - keep, other[from..]);
    }

    private void Take(ReadOnlySpan<byte> seed)
    {
        _length = 0;
        Replace(0, 0, seed);
    }

    /// <summary>Replaces bytes with others, which may be in the buffer. Does nothing if the input would become too long.</summary>
    private void Replace(int from, int length, ReadOnlySpan<byte> with)
    {
        int total = _length - length + with.Length;
        if (total > LongestInput && with.Length > length)
            return;
        if (_moved.Length < total)
            _moved = new byte[Math.Max(total, 2 * _moved.Length)];
        _bytes.AsSpan(0, from).CopyTo(_moved);
        with.CopyTo(_moved.AsSpan(from));
        _bytes.AsSpan(from + length, _length - from - length).CopyTo(_moved.AsSpan(from + with.Length));
        (_bytes, _moved, _length) = (_moved, _bytes, total);
    }
}
