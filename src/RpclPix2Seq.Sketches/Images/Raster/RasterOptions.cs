namespace RpclPix2Seq.Sketches.Images.Raster;

/// <summary>How sketches become pictures (docs/original.md §2).</summary>
internal sealed record RasterOptions
{
    /// <summary>The smallest <see cref="Size"/>, in pixels.</summary>
    public const int MinSize = 8;

    /// <summary>The largest <see cref="Size"/>, in pixels.</summary>
    public const int MaxSize = 1024;

    /// <summary>
    /// The default of this project: the first row is a move and the picture is fitted to what is drawn, so that neither the distance from
    /// the origin nor a pen-up stroke makes the drawing smaller (defect D-22 fixed).
    /// </summary>
    public static RasterOptions Default { get; } = new();

    /// <summary>As the original draws: the first row is a move and the origin always belongs to the box (defect D-22 kept).</summary>
    public static RasterOptions Reference { get; } = new() { OriginInBox = true };

    /// <summary>Width and height of the picture, in pixels, 8 to 1024.</summary>
    public int Size { get; init; } = 48;

    /// <summary>
    /// Free space between the bounding box of the points and each side of the picture, in pixels, at least 0 and less than half of the
    /// size.
    /// </summary>
    public double Margin { get; init; } = 1.5;

    /// <summary>Width of the lines, in pixels, above 0 and at most the size.</summary>
    public double LineWidth { get; init; } = 1;

    /// <summary>Whether the first row is a move of the lifted pen or ink.</summary>
    public FirstRow FirstRow { get; init; } = FirstRow.Move;

    /// <summary>
    /// True: the picture is fitted to the origin and every point, as in the original. False: it is fitted to the points that lines connect.
    /// </summary>
    public bool OriginInBox { get; init; }

    /// <summary>Checks every field and returns the options, so that a call can be chained.</summary>
    /// <exception cref="InputException">A field is out of range.</exception>
    public RasterOptions Validate()
    {
        if (Size is < MinSize or > MaxSize)
            throw Fault(nameof(Size), $"{MinSize} to {MaxSize} pixels, for example 48", $"{Size}");
        if (!(Margin >= 0 && Margin < Size / 2.0))
            throw Fault(nameof(Margin), $"0 to less than half of the size {Size}, for example 1.5", $"{Margin}");
        if (!(LineWidth > 0 && LineWidth <= Size))
            throw Fault(nameof(LineWidth), $"above 0 and at most the size {Size}, for example 1", $"{LineWidth}");
        if (!Enum.IsDefined(FirstRow))
            throw Fault(nameof(FirstRow), "Move or Ink", $"{FirstRow}");
        return this;
    }

    private static InputException Fault(string field, string expected, string found) =>
        new("raster options", field, expected, found);
}
