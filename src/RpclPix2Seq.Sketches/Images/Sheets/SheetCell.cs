namespace RpclPix2Seq.Sketches.Images.Sheets;

/// <summary>
/// One position on a sheet: a card with a sketch or a picture or, if it has neither, an empty position without a card. (A sketch without
/// rows is a card with nothing drawn on it.)
/// </summary>
internal sealed record SheetCell
{
    /// <summary>An empty position.</summary>
    public static SheetCell Empty { get; } = new();

    /// <summary>The drawing, scaled to fill the card; cannot be combined with a picture.</summary>
    public Sketch? Sketch { get; init; }

    /// <summary>The picture; cannot be combined with a sketch.</summary>
    public SheetPicture? Picture { get; init; }

    /// <summary>A few words under the card; cut to its width. Default none.</summary>
    public string Caption { get; init; } = "";

    /// <summary>The color of the card; default white.</summary>
    public SheetTone Tone { get; init; } = SheetTone.White;

    /// <summary>
    /// True: the card is attached to the one before it in its row, with a hairline between them, as a reconstruction is to its original;
    /// default false. Has no effect for the first cell of a row or if either of the two is empty.
    /// </summary>
    public bool Joined { get; init; }

    /// <summary>
    /// The number of the sketch's first rows that were given, shown in black; the rest was drawn by a model and is shown in blue. Default
    /// null: all in black.
    /// </summary>
    public int? GivenRows { get; init; }

    /// <summary>Whether there is neither a sketch nor a picture.</summary>
    public bool IsEmpty => Sketch is null && Picture is null;

    /// <summary>A cell with a sketch.</summary>
    public static SheetCell Of(Sketch sketch, string caption = "", SheetTone tone = SheetTone.White, bool joined = false) =>
        new() { Sketch = sketch, Caption = caption, Tone = tone, Joined = joined };

    /// <summary>A cell with a picture.</summary>
    public static SheetCell Of(SheetPicture picture, string caption = "", SheetTone tone = SheetTone.White, bool joined = false) =>
        new() { Picture = picture, Caption = caption, Tone = tone, Joined = joined };
}

/// <summary>The card that a cell is shown on.</summary>
internal enum SheetTone
{
    /// <summary>A white card: what is given, such as an original.</summary>
    White,

    /// <summary>A pale blue card: what a model made, such as a reconstruction.</summary>
    Pale,

    /// <summary>A pale yellow card: what stands out from the rest.</summary>
    Warm,
}

/// <summary>A grayscale picture to show in a cell, such as the output of the pixel decoder. Immutable.</summary>
internal sealed class SheetPicture
{
    private readonly byte[] _pixels;

    /// <summary>Copies <paramref name="pixels"/>.</summary>
    /// <param name="pixels">[height, width] bytes row by row, 255 paper to 0 ink.</param>
    /// <param name="width">Pixels per row, 1 to 4096.</param>
    /// <param name="height">Rows, 1 to 4096.</param>
    /// <exception cref="ArgumentException">The sizes are out of range or do not fit the pixels.</exception>
    public SheetPicture(ReadOnlySpan<byte> pixels, int width = 48, int height = 48)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, 4096);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(height, 4096);
        if (pixels.Length != width * height)
            throw new ArgumentException($"{pixels.Length} bytes for {width} x {height} pixels", nameof(pixels));
        (_pixels, Width, Height) = (pixels.ToArray(), width, height);
    }

    /// <summary>Pixels per row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>[Height, Width] bytes row by row, 255 paper to 0 ink.</summary>
    public ReadOnlySpan<byte> Pixels => _pixels;
}
