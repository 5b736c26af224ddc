using System.Text;

namespace RpclPix2Seq.Sketches.Images.Sheets;

/// <summary>Makes text safe for XML and HTML.</summary>
internal static class XmlText
{
    /// <summary>
    /// <paramref name="text"/> in a form that is safe between tags and in quoted attributes: markup is escaped, and characters that XML
    /// does not allow (control characters, unpaired surrogates) are replaced by U+FFFD.
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
