using System.Diagnostics.CodeAnalysis;

namespace RpclPix2Seq.Configuration;

/// <summary>The values a key may have: how they are described, read from text and turned back into text.</summary>
/// <param name="Kind">Their type.</param>
/// <param name="Range">The range without the type, such as "1 to 16384", for tables.</param>
/// <param name="Expected">The range as a phrase, such as "a whole number from 1 to 16384", for messages.</param>
/// <param name="Parse">Reads a value; false if the text is none or is outside the range.</param>
/// <param name="Format">Writes a value as text that <paramref name="Parse"/> reads back.</param>
internal sealed record ConfigDomain<T>(ConfigKind Kind, string Range, string Expected, ConfigDomain<T>.TryParse Parse, Func<T, string> Format)
{
    /// <summary>Reads a value from text.</summary>
    public delegate bool TryParse(string text, [MaybeNullWhen(false)] out T value);
}
