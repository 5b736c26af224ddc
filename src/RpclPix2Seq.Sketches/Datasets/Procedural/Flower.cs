using System.Numerics;

namespace RpclPix2Seq.Sketches.Datasets.Procedural;

/// <summary>A flower: the open head of a daisy that fills the sheet, or a tulip on its stem between two leaves.</summary>
internal static class Flower
{
    public static CategoryArt Art { get; } = new("flower", new StyleArt("daisy", DrawDaisy), new StyleArt("tulip", DrawTulip));

    private static void DrawDaisy(Hand hand)
    {
        float radius = hand.Between(11f, 16f);
        Oval middle = new(new(50, 50), radius, radius * hand.Between(0.9f, 1.1f));
        int petals = hand.Chance(0.65) ? 5 : 6;
        if (hand.Chance(0.8))
        {
            hand.Loop(middle.Outline());
            Petals(hand, middle, petals);
        }
        else
        {
            Petals(hand, middle, petals);
            hand.Loop(middle.Outline());
        }
    }

    /// <summary>Round lobes side by side, each from the middle out and back to it; mostly without lifting the pen.</summary>
    private static void Petals(Hand hand, Oval middle, int count)
    {
        float pitch = 360f / count * (hand.Chance(0.75) ? 1 : -1), toward = hand.Between(-110f, -70f);
        float length = hand.Between(22f, 30f) / middle.RadiusX, fullness = hand.Between(0.42f, 0.52f);
        bool lifted = hand.Chance(0.35);
        PenPath path = new(middle.Rim(toward - pitch / 2));
        for (int i = 0; i < count; i++, toward += pitch)
        {
            float reach = length * (1 + hand.Slip(0.08f)), side = pitch * fullness, center = toward + hand.Slip(2.5f);
            if (lifted)
                path = new(middle.Rim(center - pitch * 0.44f));
            path.Curve(
                middle.Rim(center - side, 1 + reach * 0.62f), middle.Rim(center - side * 0.55f, 1 + reach * 0.95f),
                middle.Rim(center + side * 0.55f, 1 + reach * 0.95f), middle.Rim(center + side, 1 + reach * 0.62f),
                middle.Rim(center + pitch * (lifted ? 0.44f : 0.5f), 1.02f));
            if (lifted)
                hand.Line(path);
        }

        if (!lifted)
            hand.LoopFromCorner(path);
    }

    private static void DrawTulip(Hand hand)
    {
        float half = hand.Between(15f, 20f), depth = hand.Between(34f, 42f), notch = hand.Between(9f, 14f), rise = hand.Between(0f, 5f);
        Vector2 foot = new(50 + hand.Slip(4), 104 + hand.Slip(3));
        void Cup() => hand.LoopFromCorner(new PenPath(50 - half, 8)
            .Curve(new(50 - half - 1, 8 + depth * 0.4f), new(50 - half * 0.72f, 8 + depth * 0.82f), new(50, 8 + depth),
                new(50 + half * 0.72f, 8 + depth * 0.82f), new(50 + half + 1, 8 + depth * 0.4f), new(50 + half, 8))
            .Line(50 + half * 0.45f, 8 + notch).Line(50, 8 - rise).Line(50 - half * 0.45f, 8 + notch).Line(50 - half, 8));
        void Stem() => hand.Line(new PenPath(50, 8 + depth).Curve(new(50 + hand.Slip(2.5f), 30 + depth), foot));
        if (hand.Chance(0.85))
        {
            Cup();
            Stem();
        }
        else
        {
            Stem();
            Cup();
        }

        float length = hand.Between(32f, 42f), width = hand.Between(11f, 15f), spread = hand.Between(26f, 40f);
        hand.InAnyOrder(
            () => hand.LoopFromCorner(Shapes.Leaf(foot + new Vector2(-0.5f, -4 + hand.Slip(2)), -90 - spread, length, width)),
            () => hand.LoopFromCorner(Shapes.Leaf(foot + new Vector2(0.5f, -4 + hand.Slip(2)), -90 + spread, length, width)));
    }
}
