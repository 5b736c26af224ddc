namespace RpclPix2Seq.Sketches.Formats.Svg.Reading;

/// <summary>The inherited properties that decide whether a shape is visible.</summary>
/// <param name="IsVisible">Whether the visibility property shows it.</param>
/// <param name="Fill">How it is filled; shapes are filled by default.</param>
/// <param name="Stroke">How its outline is drawn.</param>
/// <param name="IsStrokeWide">Whether its outline has a width.</param>
/// <param name="IsClassed">Whether it or anything around it has a class, so that a style sheet may paint it.</param>
internal readonly record struct SvgStyle(bool IsVisible, SvgPaint Fill, SvgPaint Stroke, bool IsStrokeWide, bool IsClassed)
{
    private static readonly string[] Properties =
    [
        "display", "visibility", "opacity", "fill", "fill-opacity", "stroke", "stroke-opacity", "stroke-width",
    ];

    public static SvgStyle Initial { get; } = new(
        IsVisible: true, new SvgPaint(true, true), new SvgPaint(false, true), IsStrokeWide: true, IsClassed: false);

    /// <summary>Whether its interior is painted.</summary>
    public bool IsFilled => Fill.IsSeen;

    /// <summary>Whether its outline is painted.</summary>
    public bool IsStroked => Stroke.IsSeen && IsStrokeWide;

    /// <summary>The style of an element inside one with this style, or null if the element and its content are not displayed.</summary>
    public SvgStyle? Of(SvgElement element)
    {
        SvgStyle style = this;
        bool isDisplayed = true;
        bool isOpaque = true;
        foreach (string property in Properties)
            Apply(property, element[property], ref style, ref isDisplayed, ref isOpaque);
        ReadOnlySpan<char> css = element["style"];
        foreach (Range part in css.Split(';'))
        {
            ReadOnlySpan<char> property = PropertyOf(css[part], out ReadOnlySpan<char> value);
            Apply(property, value, ref style, ref isDisplayed, ref isOpaque);
        }

        return isDisplayed && isOpaque ? style with { IsClassed = style.IsClassed || element["class"] is not null } : null;
    }

    /// <summary>The last value of a property in a style attribute, or null.</summary>
    public static string? Declaration(ReadOnlySpan<char> style, string property)
    {
        string? last = null;
        foreach (Range part in style.Split(';'))
        {
            if (PropertyOf(style[part], out ReadOnlySpan<char> value).SequenceEqual(property))
                last = Value(value).ToString();
        }

        return last;
    }

    // The name and the value are empty if there is no colon.
    private static ReadOnlySpan<char> PropertyOf(ReadOnlySpan<char> declaration, out ReadOnlySpan<char> value)
    {
        int colon = declaration.IndexOf(':');
        value = colon > 0 ? declaration[(colon + 1)..] : default;
        return colon > 0 ? declaration[..colon].Trim() : default;
    }

    private static ReadOnlySpan<char> Value(ReadOnlySpan<char> text)
    {
        int important = text.IndexOf('!');
        return (important < 0 ? text : text[..important]).Trim();
    }

    private static void Apply(
        ReadOnlySpan<char> property, ReadOnlySpan<char> text, ref SvgStyle style, ref bool isDisplayed, ref bool isOpaque)
    {
        ReadOnlySpan<char> value = Value(text);
        if (value.IsEmpty || value is "inherit")
            return;
        switch (property)
        {
            case "display":
                isDisplayed = value is not "none";
                break;
            case "visibility":
                style = style with { IsVisible = value is not ("hidden" or "collapse") };
                break;
            case "opacity":
                isOpaque = !IsZero(value);
                break;
            case "fill":
                style = style with { Fill = style.Fill with { IsPaint = IsPaint(value) } };
                break;
            case "fill-opacity":
                style = style with { Fill = style.Fill with { IsOpaque = !IsZero(value) } };
                break;
            case "stroke":
                style = style with { Stroke = style.Stroke with { IsPaint = IsPaint(value) } };
                break;
            case "stroke-opacity":
                style = style with { Stroke = style.Stroke with { IsOpaque = !IsZero(value) } };
                break;
            case "stroke-width":
                style = style with { IsStrokeWide = !IsZero(value) };
                break;
        }
    }

    // With or without a unit.
    private static bool IsZero(ReadOnlySpan<char> value) => SvgLength.Parse(value.Trim().ToString(), 1) == 0;

    private static bool IsPaint(ReadOnlySpan<char> text)
    {
        string value = text.ToString().ToLowerInvariant();
        return value switch
        {
            "none" or "transparent" => false,
            ['#', _, _, _, '0'] or ['#', _, _, _, _, _, _, '0', '0'] => false,
            ['r' or 'h', .., ')'] => AlphaOf(value.AsSpan(0, value.Length - 1)) is not { } alpha || !IsZero(alpha),
            _ => true,
        };
    }

    // The fourth value of rgba(…), or the value after the slash in rgb(… / …); null if there is none.
    private static string? AlphaOf(ReadOnlySpan<char> color)
    {
        int slash = color.LastIndexOf('/');
        if (slash >= 0)
            return color[(slash + 1)..].ToString();
        return color.Count(',') == 3 ? color[(color.LastIndexOf(',') + 1)..].ToString() : null;
    }
}

/// <summary>Whether there is a color, and whether it is not fully transparent.</summary>
internal readonly record struct SvgPaint(bool IsPaint, bool IsOpaque)
{
    /// <summary>Whether it is visible.</summary>
    public bool IsSeen => IsPaint && IsOpaque;
}
