using System.Numerics;

namespace RpclPix2Seq.Sketches.Datasets.Procedural;

/// <summary>
/// What stays the same through one sketch: how the hand draws and how the sheet lies. Lengths are in sheet units (a drawing is some 100
/// wide).
/// </summary>
internal sealed record HandHabits
{
    /// <summary>Root mean square by which a long line wanders.</summary>
    public required float Wobble { get; init; }

    /// <summary>Standard deviation of where a stroke begins.</summary>
    public required float Misplacement { get; init; }

    /// <summary>Mean share of its way by which a closed shape runs over its beginning (negative: leaves a gap).</summary>
    public required float Overrun { get; init; }

    /// <summary>Probability that a stroke goes the other way round.</summary>
    public required float Contrariness { get; init; }

    /// <summary>Whether small marks are rings rather than ticks.</summary>
    public required bool DotsAreRings { get; init; }

    /// <summary>
    /// How deep the chord from one point to the next cuts a bend, in units of the 0–255 box; a quick hand leaves few points and cuts deep.
    /// </summary>
    public required float Cut { get; init; }

    /// <summary>The sheet's turn, shear and stretch.</summary>
    public required Matrix3x2 Sheet { get; init; }

    /// <summary>Habits at random.</summary>
    public static HandHabits Of(HandRandom random)
    {
        float stretch = MathF.Exp(random.Slip(0.06f));
        return new()
        {
            Wobble = random.Between(0.35f, 1.05f),
            Misplacement = random.Between(0.2f, 0.8f),
            Overrun = random.Slip(0.02f) + 0.01f,
            Contrariness = random.Chance(0.2) ? 0.8f : 0.1f,
            DotsAreRings = random.Chance(0.5),
            Cut = random.Between(1.8f, 3.4f),
            Sheet = Matrix3x2.CreateRotation(random.Slip(0.065f))
                * Matrix3x2.CreateSkew(random.Slip(0.04f), 0)
                * Matrix3x2.CreateScale(stretch, 1 / stretch),
        };
    }
}
