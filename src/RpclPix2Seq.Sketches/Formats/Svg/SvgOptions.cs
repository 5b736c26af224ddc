using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Sketches.Formats.Svg;

/// <summary>How <see cref="SvgWriter"/> draws a sketch.</summary>
internal sealed record SvgOptions
{
    /// <summary>Width and height of the picture in px, 1 to 100,000; default 256.</summary>
    public double Size { get; init; } = 256;

    /// <summary>Space between the lines' center and the edge in px, from 0 to less than half the size; default 8.</summary>
    public double Margin { get; init; } = 8;

    /// <summary>Thickness of the lines in px, above 0; default 2.</summary>
    public double LineWidth { get; init; } = 2;

    /// <summary>Color of the lines in CSS notation; default black.</summary>
    public string Color { get; init; } = "black";

    /// <summary>Background color in CSS notation, or empty for none; default empty.</summary>
    public string Background { get; init; } = "";

    /// <summary>What the first row of the sketch means; default <see cref="FirstRow.Move"/>.</summary>
    public FirstRow FirstRow { get; init; } = FirstRow.Move;

    /// <summary>Checks every value.</summary>
    /// <returns>This object.</returns>
    /// <exception cref="InputException">A value is out of range; names it.</exception>
    public SvgOptions Validate()
    {
        Check(Size is >= 1 and <= 100_000, nameof(Size), "1 to 100000 px, for example 256", Size);
        Check(Margin >= 0 && Margin < Size / 2, nameof(Margin), $"0 to less than half the size ({Size / 2}) px, for example 8", Margin);
        Check(LineWidth > 0 && LineWidth <= Size, nameof(LineWidth), $"above 0 and at most the size ({Size}) px, for example 2", LineWidth);
        CheckColor(Color, nameof(Color), allowEmpty: false);
        CheckColor(Background, nameof(Background), allowEmpty: true);
        return this;
    }

    private static void Check(bool good, string name, string expected, double found)
    {
        if (!good)
            throw new InputException("SVG options", name, expected, $"{found}");
    }

    /// <summary>Colors go into an attribute, so only characters that a color needs are allowed.</summary>
    private static void CheckColor(string color, string name, bool allowEmpty)
    {
        bool plain = color is not null && color.Length <= 64 && (allowEmpty || color.Length > 0)
            && color.All(c => char.IsAsciiLetterOrDigit(c) || c is '#' or '(' or ')' or ',' or '.' or '%' or ' ' or '-' or '/');
        if (!plain)
            throw new InputException("SVG options", name, "a color, for example black or #1a6bb5", InputPlace.Quote(color));
    }
}
