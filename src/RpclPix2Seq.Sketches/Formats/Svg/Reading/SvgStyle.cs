namespace RpclPix2Seq.Sketches.Formats.Svg.Reading;

/// <summary>The inherited properties that decide whether a shape is visible.</summary>
/// <param name="IsVisible">Whether the visibility property shows it.</param>
/// <param name="Fill">How it is filled; shapes are filled by default.</param>
/// <param name="Stroke">How its outline is drawn.</param>
/// <param name="IsStrokeWide">Whether its outline has a width.</param>
internal readonly record struct SvgStyle(bool IsVisible, SvgPaint Fill, SvgPaint Stroke, bool IsStrokeWide)
{
    private static readonly string[] Properties =
    [
        "display", "visibility", "opacity", "fill", "fill-opacity", "stroke", "stroke-opacity", "stroke-width", "clip-path", "mask",
        "marker", "marker-start", "marker-mid", "marker-end",
    ];

    public static SvgStyle Initial { get; } = new(
        IsVisible: true, new SvgPaint(true, true), new SvgPaint(false, true), IsStrokeWide: true);

    /// <summary>Whether its interior is painted.</summary>
    public bool IsFilled => Fill.IsSeen;

    /// <summary>Whether its outline is painted.</summary>
    public bool IsStroked => Stroke.IsSeen && IsStrokeWide;

    /// <summary>The style of an element inside one with this style, or null if the element and its content are not displayed.</summary>
    /// <param name="element">The element.</param>
    /// <param name="rules">What style sheets declare for it: above its attributes, below its own style.</param>
    /// <param name="unread">What changes how it looks, and is not read.</param>
    public SvgStyle? Of(SvgElement element, IEnumerable<string> rules, out SvgUnread unread)
    {
        Cascade cascade = new(this, IsDisplayed: true, IsOpaque: true, SvgUnread.None);
        foreach (string property in Properties)
            Apply(property, element[property], ref cascade);
        foreach (string block in rules)
            ApplyAll(block, ref cascade);
        ApplyAll(element["style"], ref cascade);
        unread = cascade.Unread;
        return cascade.IsDisplayed && cascade.IsOpaque ? cascade.Style : null;
    }

    /// <summary>Whether declarations set any of the properties that decide how a shape is seen.</summary>
    public static bool Declares(string block)
    {
        foreach (Range part in block.AsSpan().Split(';'))
        {
            // Within an at-rule there are further selectors before a property.
            ReadOnlySpan<char> declaration = block.AsSpan(part);
            declaration = declaration[(declaration.LastIndexOf('{') + 1)..];
            foreach (string property in Properties)
            {
                if (PropertyOf(declaration, out _).SequenceEqual(property))
                    return true;
            }
        }

        return false;
    }

    private static void ApplyAll(ReadOnlySpan<char> css, ref Cascade cascade)
    {
        foreach (Range part in css.Split(';'))
        {
            ReadOnlySpan<char> property = PropertyOf(css[part], out ReadOnlySpan<char> value);
            Apply(property, value, ref cascade);
        }
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

    private static void Apply(ReadOnlySpan<char> property, ReadOnlySpan<char> text, ref Cascade cascade)
    {
        ReadOnlySpan<char> value = Value(text);
        if (value.IsEmpty || value is "inherit")
            return;
        SvgStyle style = cascade.Style;
        switch (property)
        {
            case "display":
                cascade = cascade with { IsDisplayed = value is not "none" };
                break;
            case "visibility":
                cascade = cascade with { Style = style with { IsVisible = value is not ("hidden" or "collapse") } };
                break;
            case "opacity":
                cascade = cascade with { IsOpaque = !IsZero(value) };
                break;
            case "fill":
                cascade = cascade with { Style = style with { Fill = style.Fill with { IsPaint = IsPaint(value) } } };
                break;
            case "fill-opacity":
                cascade = cascade with { Style = style with { Fill = style.Fill with { IsOpaque = !IsZero(value) } } };
                break;
            case "stroke":
                cascade = cascade with { Style = style with { Stroke = style.Stroke with { IsPaint = IsPaint(value) } } };
                break;
            case "stroke-opacity":
                cascade = cascade with { Style = style with { Stroke = style.Stroke with { IsOpaque = !IsZero(value) } } };
                break;
            case "stroke-width":
                cascade = cascade with { Style = style with { IsStrokeWide = !IsZero(value) } };
                break;
            case "clip-path" when value is not "none":
                cascade = cascade with { Unread = cascade.Unread | SvgUnread.Clips };
                break;
            case "mask" when value is not "none":
                cascade = cascade with { Unread = cascade.Unread | SvgUnread.Masks };
                break;
            case "marker" or "marker-start" or "marker-mid" or "marker-end" when value is not "none":
                cascade = cascade with { Unread = cascade.Unread | SvgUnread.Markers };
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

    /// <summary>The style of an element while its declarations are applied, the weakest first.</summary>
    private readonly record struct Cascade(SvgStyle Style, bool IsDisplayed, bool IsOpaque, SvgUnread Unread);
}

/// <summary>What a document has that changes how it looks, and that is not read.</summary>
[Flags]
internal enum SvgUnread
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Clips: what they cut off is drawn.</summary>
    Clips = 1,

    /// <summary>Masks.</summary>
    Masks = 2,

    /// <summary>Markers, such as arrowheads.</summary>
    Markers = 4,

    /// <summary>Text.</summary>
    Text = 8,

    /// <summary>Embedded or linked pictures.</summary>
    Pictures = 16,

    /// <summary>Rules of style sheets.</summary>
    Rules = 32,
}

/// <summary>Whether there is a color, and whether it is not fully transparent.</summary>
internal readonly record struct SvgPaint(bool IsPaint, bool IsOpaque)
{
    /// <summary>Whether it is visible.</summary>
    public bool IsSeen => IsPaint && IsOpaque;
}
