using System.Text;

namespace RpclPix2Seq.Sketches.Formats.Excalidraw;

/// <summary>
/// Decompresses what the JavaScript library lz-string writes as base64: LZ78 with codes that grow by a bit when the dictionary does, the
/// bits of a code lowest first, six of them in a letter from the highest down.
/// </summary>
internal static class LzString
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    // Codes of no string: a character of 8 bits or 16 follows, or the end.
    private const int Byte = 0, Char = 1, End = 2, First = 3;

    /// <summary>The most characters that text packed in a file may have.</summary>
    public static int MostCharacters(DrawingFile file) => (int)Math.Min(file.Limits.DocumentBytes, file.UnpackedBytes / sizeof(char));

    /// <summary>The text, or null if the data are damaged or the text is longer than allowed.</summary>
    public static string? Decompress(string base64, int longest)
    {
        Bits bits = new(base64);
        List<string> dictionary = ["", "", ""];
        StringBuilder text = new();
        string? last = null;
        int width = 2;
        while (!bits.IsOver)
        {
            int code = bits.Take(last is null ? 2 : width);
            if (code is Byte or Char)
            {
                dictionary.Add(((char)bits.Take(code == Byte ? 8 : 16)).ToString());
                code = dictionary.Count - 1;
                width = WidthFor(dictionary.Count + (last is null ? 0 : 1));
            }
            else if (code == End)
            {
                return text.ToString();
            }

            // A code that is just being made stands for the last string and its own first character.
            string? entry = code < dictionary.Count && code >= First ? dictionary[code]
                : code == dictionary.Count && last is not null ? last + last[0]
                : null;
            if (entry is null || text.Length + entry.Length > longest)
                return null;
            text.Append(entry);
            if (last is not null)
                dictionary.Add(last + entry[0]);
            width = WidthFor(dictionary.Count + 1);
            last = entry;
        }

        return null;
    }

    private static int WidthFor(int count)
    {
        int width = 2;
        while (1 << width < count)
            width++;
        return width;
    }

    private struct Bits(string base64)
    {
        private int _at;
        private int _mask;

        /// <summary>Whether bits were taken beyond the end.</summary>
        public bool IsOver { get; private set; }

        public int Take(int count)
        {
            int value = 0;
            for (int i = 0; i < count; i++)
            {
                if (_mask == 0)
                    (_at, _mask) = (_at + 1, 32);
                int letter = _at <= base64.Length ? Letters.IndexOf(base64[_at - 1], StringComparison.Ordinal) : -1;
                IsOver |= letter < 0;
                value |= (letter & _mask) != 0 && letter >= 0 ? 1 << i : 0;
                _mask >>= 1;
            }

            return value;
        }
    }
}
