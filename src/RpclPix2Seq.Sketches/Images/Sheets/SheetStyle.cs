namespace RpclPix2Seq.Sketches.Images.Sheets;

/// <summary>Colors and dimensions (px) of the sheets, the same for PNG and SVG.</summary>
internal static class SheetStyle
{
    public const double Margin = 26;
    public const double Gutter = 10;
    public const double LineGap = 12;
    public const double RowGap = 16;
    public const double CardRadius = 5;
    public const double BorderWidth = 0.75;

    /// <summary>Heights of capitals.</summary>
    public const double TitleCap = 12, SubtitleCap = 7, HeadingCap = 7, DetailCap = 6, CaptionCap = 5.75;

    /// <summary>Height of a line of captions with the space above it.</summary>
    public const double CaptionSpace = 14;
    public const double CaptionBaseline = 12;

    /// <summary>Free space between a sketch and the side of its card, as a fraction of the card; a picture has some of its own.</summary>
    public const double SketchInset = 0.13, PictureInset = 0.09;

    public static readonly Rgb Paper = new(0xfa, 0xf8, 0xf4);
    public static readonly Rgb Ink = new(0x21, 0x1f, 0x1d);
    public static readonly Rgb Continued = new(0x1f, 0x6f, 0xc4);
    public static readonly Rgb Muted = new(0x7b, 0x76, 0x6e);
    public static readonly Rgb Border = new(0xdf, 0xda, 0xd0);

    public static readonly Rgb Branch = new(0xc3, 0xcd, 0xd6);
    public static readonly Rgb Node = new(0x5b, 0x6c, 0x7b);

    public static Rgb Card(SheetTone tone) => tone switch
    {
        SheetTone.Pale => new(0xea, 0xf0, 0xf6),
        SheetTone.Warm => new(0xfc, 0xf5, 0xe6),
        _ => new(0xff, 0xff, 0xff),
    };
}
