using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Sketches.Strokes.Simplification;

/// <summary>Which of the four published steps are taken, and how; the defaults are those of the Quick, Draw! data set.</summary>
public sealed record GoogleSimplificationOptions
{
    /// <summary>Step 1: move the drawing to the top left corner, so that its least x and its least y are 0.</summary>
    public bool Align { get; init; } = true;

    /// <summary>Step 2: scale the drawing, both axes alike, so that its longer side is <see cref="Size"/>. A drawing without extent stays as it is.</summary>
    public bool Scale { get; init; } = true;

    /// <summary>The longer side after step 2, in pixels; more than 0, at most 65,535.</summary>
    public double Size { get; init; } = 255;

    /// <summary>Step 3: replace the points of each stroke by points at equal distances along it, and its end.</summary>
    public bool Resample { get; init; } = true;

    /// <summary>The distance of points along a stroke after step 3, in pixels; 0.01 to 1,000.</summary>
    public double Spacing { get; init; } = 1;

    /// <summary>Step 4: drop points by Ramer, Douglas and Peucker.</summary>
    public bool Reduce { get; init; } = true;

    /// <summary>How far a dropped point may lie from the line that replaces it, in pixels; 0 to 1,000.</summary>
    public double Epsilon { get; init; } = 2;

    /// <summary>At the end: round coordinates to whole pixels, halves to the even one, as Google's files have them.</summary>
    public bool Round { get; init; } = true;

    /// <summary>Returns these options if every one is in range.</summary>
    /// <exception cref="InputException">An option is out of range; names it, the value and the range.</exception>
    public GoogleSimplificationOptions Validate()
    {
        Check(nameof(Size), Size, Size > 0 && Size <= 65_535, "a number of pixels above 0 and at most 65535", "255");
        Check(nameof(Spacing), Spacing, Spacing is >= 0.01 and <= 1000, "a number of pixels from 0.01 to 1000", "1");
        Check(nameof(Epsilon), Epsilon, Epsilon is >= 0 and <= 1000, "a number of pixels from 0 to 1000", "2");
        return this;

        static void Check(string name, double value, bool isRight, string range, string example)
        {
            if (!isRight)
                throw new InputException($"simplification {name}", "", range, $"{value}", $"for example {example}");
        }
    }
}
