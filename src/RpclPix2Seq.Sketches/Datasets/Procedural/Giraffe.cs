using System.Numerics;

namespace RpclPix2Seq.Sketches.Datasets.Procedural;

/// <summary>A standing giraffe, looking left or right.</summary>
internal static class Giraffe
{
    public static CategoryArt Art { get; } =
        new("giraffe", new StyleArt("facing-left", hand => Draw(hand, -1)), new StyleArt("facing-right", hand => Draw(hand, 1)));

    private static void Draw(Hand hand, int side)
    {
        Build build = new(side, hand.Between(0f, 14f), hand.Between(-3f, 7f), hand.Between(90f, 102f));
        Vector2 At(float x, float y) => build.At(x, y);
        bool farLegs = hand.Chance(0.4);

        // From the back of the head over the back, down the legs, and up the throat to the muzzle, without lifting the pen.
        PenPath outline = new PenPath(At(60, 8)).Curve(At(56, 26), At(48, 44), At(32, 49), At(19, 53), At(15, 62)).Line(At(14, build.Foot));
        outline.Line(At(20, build.Foot)).Line(At(22, 72));
        if (farLegs)
            outline.Line(At(25, build.Foot - 2)).Line(At(30, build.Foot - 2)).Line(At(30, 72));
        outline.Line(At(42, 71));
        if (farLegs)
            outline.Line(At(43, build.Foot - 1)).Line(At(48, build.Foot - 1)).Line(At(49, 71));
        outline.Line(At(52, build.Foot)).Line(At(58, build.Foot)).Line(At(58, 66));
        outline.Curve(At(61, 52), At(65, 36), At(69, 20)).Curve(At(76, 22), At(82, 19), At(80, 13), At(71, 8), At(60, 8));
        hand.LoopFromCorner(outline);

        hand.InAnyOrder(
            () => Horns(hand, At),
            () => hand.Dot(At(69, 13), 1.8f),
            () => Spots(hand, At),
            () => Tail(hand, At));
    }

    private static void Horns(Hand hand, Func<float, float, Vector2> at)
    {
        hand.Line(at(63, 8), at(61 + hand.Slip(1), -2));
        hand.Line(at(67, 8), at(67 + hand.Slip(1), -2));
    }

    private static void Tail(Hand hand, Func<float, float, Vector2> at)
    {
        if (hand.Chance(0.85))
            hand.Line(new PenPath(at(17, 55)).Curve(at(10, 60), at(8 + hand.Slip(1.5f), 72 + hand.Slip(2))));
    }

    private static void Spots(Hand hand, Func<float, float, Vector2> at)
    {
        (float X, float Y)[] places = [(59, 34), (55, 52), (44, 58), (33, 60), (24, 62), (62, 22)];
        int count = hand.Chance(0.6) ? 3 : hand.Between(2, 4);
        foreach ((float x, float y) in places.AsSpan(0, count))
        {
            float radius = hand.Between(2f, 2.9f);
            hand.Loop(new Oval(at(x + hand.Slip(1), y + hand.Slip(1)), radius, radius).Outline());
        }
    }

    /// <summary>Proportions: where a point of the standard giraffe, 100 high and looking right, is placed.</summary>
    /// <param name="Side">1 to the right, −1 mirrored.</param>
    /// <param name="Neck">By how much the neck is longer.</param>
    /// <param name="Reach">By how much it leans forward.</param>
    /// <param name="Foot">Where the ground is.</param>
    private readonly record struct Build(int Side, float Neck, float Reach, float Foot)
    {
        public Vector2 At(float x, float y)
        {
            // 1 at the head, falling to 0 where the neck joins the body.
            float up = Math.Clamp((50 - y) / 35, 0, 1);
            return new(Side * (x + Reach * up), y - Neck * up);
        }
    }
}
