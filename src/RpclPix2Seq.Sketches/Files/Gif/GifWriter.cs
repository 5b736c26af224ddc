using System.Buffers;

namespace RpclPix2Seq.Sketches.Files.Gif;

/// <summary>Writes animations of gray pictures as GIF89a, in sixteen grays. Each frame holds only the rectangle that changed.</summary>
internal sealed class GifWriter
{
    private const int ColorBits = 4, Colors = 1 << ColorBits;
    private readonly ArrayBufferWriter<byte> _out = new();
    private readonly int _width, _height;
    private readonly byte[] _shown;
    private bool _isFirst = true;

    /// <param name="width">Pixels, 1 to 65,535.</param>
    /// <param name="height">Pixels, 1 to 65,535.</param>
    public GifWriter(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, ushort.MaxValue);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(height, ushort.MaxValue);
        (_width, _height, _shown) = (width, height, new byte[width * height]);
        _out.Write("GIF89a"u8);
        Number(width);
        Number(height);
        _out.Write<byte>([0x80 | 0x70 | (ColorBits - 1), 0, 0]); // a global table of 16 colors; its first as background; square pixels
        for (int level = 0; level < Colors; level++)
            _out.Write<byte>([Gray(level), Gray(level), Gray(level)]);
        _out.Write<byte>([0x21, 0xFF, 11]);
        _out.Write("NETSCAPE2.0"u8);
        _out.Write<byte>([3, 1, 0, 0, 0]); // repeats forever
    }

    /// <summary>Adds a frame.</summary>
    /// <param name="pixels">[height, width] row by row, 0 black to 255 white.</param>
    /// <param name="hundredths">How long it is shown, in hundredths of a second, 0 to 65,535.</param>
    public void Add(ReadOnlySpan<byte> pixels, int hundredths)
    {
        byte[] levels = new byte[_width * _height];
        for (int i = 0; i < levels.Length; i++)
            levels[i] = (byte)((pixels[i] + 8) / 17);
        (int left, int top, int right, int bottom) = Changed(levels);
        _out.Write<byte>([0x21, 0xF9, 4, 0x04]); // what was drawn stays
        Number(hundredths);
        _out.Write<byte>([0, 0, 0x2C]);
        Number(left);
        Number(top);
        Number(right - left);
        Number(bottom - top);
        _out.Write<byte>([0]);
        byte[] part = new byte[(right - left) * (bottom - top)];
        for (int y = top; y < bottom; y++)
            levels.AsSpan((y * _width) + left, right - left).CopyTo(part.AsSpan((y - top) * (right - left)));
        LzwEncoder.Write(_out, part, ColorBits);
        levels.CopyTo(_shown, 0);
        _isFirst = false;
    }

    /// <summary>Ends the file.</summary>
    /// <returns>Its bytes.</returns>
    public byte[] Finish()
    {
        _out.Write<byte>([0x3B]);
        return _out.WrittenSpan.ToArray();
    }

    private static byte Gray(int level) => (byte)(level * 17);

    private void Number(int value) => _out.Write<byte>([(byte)value, (byte)(value >> 8)]);

    /// <summary>The smallest rectangle with all pixels that differ from what is shown, at least one pixel.</summary>
    private (int Left, int Top, int Right, int Bottom) Changed(byte[] levels)
    {
        if (_isFirst)
            return (0, 0, _width, _height);
        (int left, int top, int right, int bottom) = (_width, _height, 0, 0);
        for (int i = 0; i < levels.Length; i++)
        {
            if (levels[i] == _shown[i])
                continue;
            (left, top) = (Math.Min(left, i % _width), Math.Min(top, i / _width));
            (right, bottom) = (Math.Max(right, (i % _width) + 1), Math.Max(bottom, (i / _width) + 1));
        }

        return right == 0 ? (0, 0, 1, 1) : (left, top, right, bottom);
    }
}

/// <summary>
/// The compression of GIF (GIF89a specification, appendix F): LZW with codes of growing width, in blocks of at most 255 bytes.
/// </summary>
internal static class LzwEncoder
{
    private const int MostCodes = 4096, MostBlock = 255;

    /// <summary>Writes picture data: the width of a pixel in bits, the blocks, and the empty block at the end.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="pixels">Values below 2^bits; at least one.</param>
    /// <param name="bits">2 to 8.</param>
    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<byte> pixels, int bits)
    {
        int clear = 1 << bits, end = clear + 1, next = end + 1, width = bits + 1;
        Dictionary<(int Prefix, byte Pixel), int> table = [];
        Blocks blocks = new(output);
        output.Write<byte>([(byte)bits]);
        blocks.Add(clear, width);
        int prefix = pixels[0];
        foreach (byte pixel in pixels[1..])
        {
            if (table.TryGetValue((prefix, pixel), out int code))
            {
                prefix = code;
                continue;
            }

            blocks.Add(prefix, width);
            if (next < MostCodes)
            {
                // The decoder is one entry behind: the width grows when it needs it.
                if (next == 1 << width)
                    width++;
                table.Add((prefix, pixel), next++);
            }
            else
            {
                blocks.Add(clear, width);
                table.Clear();
                (next, width) = (end + 1, bits + 1);
            }

            prefix = pixel;
        }

        blocks.Add(prefix, width);

        // As the decoder counts: the last code may have filled the table that far.
        blocks.Add(end, next == 1 << width && width < 12 ? width + 1 : width);
        blocks.Finish();
    }

    private sealed class Blocks(IBufferWriter<byte> output)
    {
        private readonly byte[] _block = new byte[MostBlock];
        private int _count;
        private uint _bits;
        private int _pending;

        public void Add(int code, int width)
        {
            _bits |= (uint)code << _pending;
            for (_pending += width; _pending >= 8; _pending -= 8, _bits >>= 8)
                Put((byte)_bits);
        }

        public void Finish()
        {
            if (_pending > 0)
                Put((byte)_bits);
            if (_count > 0)
                Flush();
            output.Write<byte>([0]);
        }

        private void Put(byte value)
        {
            _block[_count++] = value;
            if (_count == MostBlock)
                Flush();
        }

        private void Flush()
        {
            output.Write<byte>([(byte)_count]);
            output.Write<byte>(_block.AsSpan(0, _count));
            _count = 0;
        }
    }
}
