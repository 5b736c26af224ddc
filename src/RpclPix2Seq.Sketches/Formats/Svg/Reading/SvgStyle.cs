namespace RpclPix2Seq.Sketches.Formats.Svg.Reading;

/// <summary>What is inherited and decides whether a shape is to be seen.</summary>
/// <param name="IsVisible">Whether visibility lets it be seen.</param>
/// <param name="IsFilled">Whether it has a fill; shapes have one unless told otherwise.</param>
/// <param name="IsStroked">Whether it has a stroke.</param>
/// <param name="IsClassed">Whether it or anything around it has a class, so that a style sheet may paint it.</param>
internal readonly record struct SvgStyle(bool IsVisible, bool IsFilled, bool IsStroked, bool IsClassed)
{
    public static SvgStyle Initial { get; } = new(IsVisible: true, IsFilled: true, IsStroked: false, IsClassed: false);

    /// <summary>The style of an element inside one of this style, or null if it and all inside it is not displayed.</summary>
    public SvgStyle? Of(SvgElement element)
    {
        SvgStyle style = this;
        bool isDisplayed = true;
        Apply("display", element["display"], ref style, ref isDisplayed);
        Apply("visibility", element["visibility"], ref style, ref isDisplayed);
        Apply("fill", element["fill"], ref style, ref isDisplayed);
        Apply("stroke", element["stroke"], ref style, ref isDisplayed);
        ReadOnlySpan<char> css = element["style"];
        foreach (Range part in css.Split(';'))
        {
            ReadOnlySpan<char> declaration = css[part];
            int colon = declaration.IndexOf(':');
            if (colon > 0)
                Apply(declaration[..colon].Trim(), declaration[(colon + 1)..], ref style, ref isDisplayed);
        }

        return isDisplayed ? style with { IsClassed = style.IsClassed || element["class"] is not null } : null;
    }

    private static void Apply(ReadOnlySpan<char> property, ReadOnlySpan<char> value, ref SvgStyle style, ref bool isDisplayed)
    {
        int important = value.IndexOf('!');
        value = (important < 0 ? value : value[..important]).Trim();
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
            case "fill":
                style = style with { IsFilled = IsPaint(value) };
                break;
            case "stroke":
                style = style with { IsStroked = IsPaint(value) };
                break;
        }
    }

    private static bool IsPaint(ReadOnlySpan<char> value) => value is not ("none" or "transparent");
}
