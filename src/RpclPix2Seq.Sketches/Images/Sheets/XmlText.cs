using System.Text;

namespace RpclPix2Seq.Sketches.Images.Sheets;

/// <summary>Text made fit for XML and HTML.</summary>
public static class XmlText
{
    /// <summary>
    /// <paramref name="text"/> as it may stand between tags and in quoted attributes: markup escaped, and characters that XML does not know
    /// (control characters, halves of surrogate pairs) replaced by U+FFFD.
    /// </summary>
    public static string Escape(string text)
    {
        StringBuilder escaped = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '&' => escaped.Append("&amp;"),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '"' => escaped.Append("&quot;"),
                '\'' => escaped.Append("&#39;"),
                '\t' or '\n' or '\r' => escaped.Append((char)rune.Value),
                < ' ' or 0x7f or 0xfffe or 0xffff => escaped.Append('\ufffd'),
                _ => escaped.Append(rune.ToString()),
            };
        }

        return escaped.ToString();
    }
}
