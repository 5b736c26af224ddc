namespace RpclPix2Seq.Cli.Terminal;

/// <summary>Gray pictures as text: a character of the Unicode block Braille Patterns shows two by four pixels.</summary>
internal static class BraillePicture
{
    /// <summary>The width of a character, in pixels.</summary>
    public const int CharacterWidth = 2;

    /// <summary>The height of a character, in pixels.</summary>
    public const int CharacterHeight = 4;

    private const char Blank = '\u2800';

    // Thin lines are gray where they run between two pixels.
    private const byte Ink = 170;

    // The bit of each dot, row by row: the block numbers the upper six down the columns, the lowest two were added later.
    private static readonly byte[] Bits = [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80];

    /// <summary>The lines of a picture.</summary>
    /// <param name="pixels">[height, width] row by row, 255 paper to 0 ink.</param>
    /// <param name="width">Pixels per row, a multiple of <see cref="CharacterWidth"/>.</param>
    public static string[] Lines(ReadOnlySpan<byte> pixels, int width)
    {
        int height = pixels.Length / width;
        string[] lines = new string[height / CharacterHeight];
        char[] line = new char[width / CharacterWidth];
        for (int row = 0; row < lines.Length; row++)
        {
            for (int column = 0; column < line.Length; column++)
            {
                int dots = 0;
                for (int i = 0; i < Bits.Length; i++)
                {
                    int at = (((row * CharacterHeight) + (i / CharacterWidth)) * width) + (column * CharacterWidth) + (i % CharacterWidth);
                    dots |= pixels[at] < Ink ? Bits[i] : 0;
                }

                // A real space, so that trailing ones can be trimmed.
                line[column] = dots == 0 ? ' ' : (char)(Blank + dots);
            }

            lines[row] = new string(line);
        }

        return lines;
    }
}
