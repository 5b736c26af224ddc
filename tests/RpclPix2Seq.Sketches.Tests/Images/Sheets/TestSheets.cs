using RpclPix2Seq.Sketches.Images.Sheets;

namespace RpclPix2Seq.Sketches.Tests.Images.Sheets;

internal static class TestSheets
{
    /// <summary>A cross from corner to corner.</summary>
    public static Sketch Cross { get; } =
        new([new(5, 5, false), new(100, 100, true), new(-100, 0, false), new(100, -100, true)]);

    /// <summary>A pair, a picture, an empty cell and an empty drawing, without texts: cards at x = 26, 122 | 228 | 334 | 440.</summary>
    public static Sheet Bare => new()
    {
        Rows =
        [
            new SheetRow(
            [
                SheetCell.Of(Cross),
                SheetCell.Of(Cross, tone: SheetTone.Pale, joined: true),
                SheetCell.Of(new SheetPicture(new byte[48 * 48])),
                SheetCell.Empty,
                SheetCell.Of(new Sketch([])),
            ]),
        ],
    };
}
