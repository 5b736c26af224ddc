using System.Numerics;

namespace RpclPix2Seq.Sketches.Datasets.Procedural;

/// <summary>
/// What stays the same throughout one sketch: how the hand draws and how the sheet is placed. Lengths are in sheet units (a drawing is
/// about 100 wide).
/// </summary>
internal sealed record HandHabits
{
    /// <summary>Root mean square by which a long line wanders.</summary>
    public required float Wobble { get; init; }

    /// <summary>Standard deviation of where a stroke begins.</summary>
    public required float Misplacement { get; init; }

    /// <summary>Mean share of its length by which a closed shape runs past its start (negative: leaves a gap).</summary>
    public required float Overrun { get; init; }

    /// <summary>Probability that a stroke goes in the opposite direction.</summary>
    public required float Contrariness { get; init; }

    /// <summary>Whether small marks are rings rather than ticks.</summary>
    public required bool DotsAreRings { get; init; }

    /// <summary>
    /// How deep the chord from one point to the next cuts a bend, in units of the 0–255 box; a quick hand leaves few points and cuts deep.
    /// </summary>
    public required float Cut { get; init; }

    /// <summary>The sheet's rotation, shear and stretch.</summary>
    public required Matrix3x2 Sheet { get; init; }

    /// <summary>Random habits.</summary>
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
