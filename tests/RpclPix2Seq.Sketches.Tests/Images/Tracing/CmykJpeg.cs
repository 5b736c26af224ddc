namespace RpclPix2Seq.Sketches.Tests.Images.Tracing;

/// <summary>JPEG files of four inks as printers use them, which no encoder here can write: squares of 8 x 8 pixels of one color.</summary>
internal static class CmykJpeg
{
    private const int InkPatches = 4;

    /// <param name="columns">Squares per row.</param>
    /// <param name="rows">Rows of squares.</param>
    /// <param name="color">Cyan, magenta, yellow and black of a square, 255 where there is no ink, as Adobe's programs write it.</param>
    public static byte[] Make(int columns, int rows, Func<int, int, byte[]> color)
    {
        byte[] quantization = new byte[64];
        Array.Fill(quantization, (byte)8);

        // Codes of four bits for the twelve sizes of a square's mean, and one of one bit for "nothing but the mean".
        byte[] means = [0x00, 0, 0, 0, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, .. Enumerable.Range(0, 12).Select(size => (byte)size)];
        byte[] details = [0x10, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x00];
        byte[] frame =
        [
            8, (byte)(rows * 8 >> 8), (byte)(rows * 8), (byte)(columns * 8 >> 8), (byte)(columns * 8), InkPatches,
            .. Each(id => [id, 0x11, 0]),
        ];
        return
        [
            0xFF, 0xD8, .. Segment(0xEE, [.. "Adobe"u8, 0, 100, 0, 0, 0, 0, 0]), .. Segment(0xDB, [0, .. quantization]),
            .. Segment(0xC0, frame),
            .. Segment(0xC4, means), .. Segment(0xC4, details), .. Segment(0xDA, [InkPatches, .. Each(id => [id, 0x00]), 0, 63, 0]),
            .. Squares(columns, rows, color), 0xFF, 0xD9,
        ];
    }

    private static byte[] Each(Func<byte, byte[]> part) => [.. Enumerable.Range(1, InkPatches).SelectMany(id => part((byte)id))];

    private static byte[] Segment(byte marker, byte[] content) =>
        [0xFF, marker, (byte)((content.Length + 2) >> 8), (byte)(content.Length + 2), .. content];

    private static byte[] Squares(int columns, int rows, Func<int, int, byte[]> color)
    {
        List<int> bits = [];
        int[] before = new int[InkPatches];
        for (int square = 0; square < columns * rows; square++)
        {
            byte[] inks = color(square % columns, square / columns);
            for (int c = 0; c < InkPatches; c++)
            {
                // Eight times the mean, divided by 8.
                int mean = inks[c] - 128, change = mean - before[c], size = 0;
                before[c] = mean;
                while (Math.Abs(change) >> size != 0)
                    size++;
                Add(size, 4);
                Add(change < 0 ? change + (1 << size) - 1 : change, size);
                Add(0, 1);
            }
        }

        Add(0x7F, (8 - (bits.Count % 8)) % 8);
        return [.. bits.Chunk(8).Select(chunk => (byte)chunk.Aggregate(0, (sum, bit) => (2 * sum) + bit))
            .SelectMany(value => value == 0xFF ? (byte[])[0xFF, 0] : [value])];

        void Add(int value, int count)
        {
            for (int bit = count - 1; bit >= 0; bit--)
                bits.Add((value >> bit) & 1);
        }
    }
}
