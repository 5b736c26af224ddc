using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Sketches.Images.Sheets;

/// <summary>
/// One place of a sheet: a card with a sketch or a picture, or, where it has neither, an empty place without a card. (A sketch without rows
/// is a card on which nothing is drawn.)
/// </summary>
public sealed record SheetCell
{
    /// <summary>An empty place.</summary>
    public static SheetCell Empty { get; } = new();

    /// <summary>The drawing, scaled to fill the card; not together with a picture.</summary>
    public Sketch? Sketch { get; init; }

    /// <summary>The picture; not together with a sketch.</summary>
    public SheetPicture? Picture { get; init; }

    /// <summary>A few words under the card; cut to its width. Default none.</summary>
    public string Caption { get; init; } = "";

    /// <summary>The color of the card; default white.</summary>
    public SheetTone Tone { get; init; } = SheetTone.White;

    /// <summary>
    /// True: the card hangs on the one before it in its row, with a hairline between them, as a reconstruction does on its original;
    /// default false. Without meaning for the first cell of a row, and where either of the two is empty.
    /// </summary>
    public bool Joined { get; init; }

    /// <summary>
    /// How many of the sketch's first rows are given, and shown in black, where a model drew the rest, which is shown in blue; default
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
public enum SheetTone
{
    /// <summary>A white card: what is given, such as an original.</summary>
    White,

    /// <summary>A pale blue card: what a model made, such as a reconstruction.</summary>
    Pale,

    /// <summary>A pale yellow card: what stands out from the rest.</summary>
    Warm,
}

/// <summary>A gray picture to show in a cell, such as what the pixel decoder draws. Immutable.</summary>
public sealed class SheetPicture
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
