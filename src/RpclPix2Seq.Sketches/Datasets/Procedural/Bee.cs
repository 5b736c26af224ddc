using System.Numerics;

namespace RpclPix2Seq.Sketches.Datasets.Procedural;

/// <summary>A striped bee: in flight, seen from the side and heading left, or from above with its wings spread.</summary>
internal static class Bee
{
    public static CategoryArt Art { get; } = new("bee", new StyleArt("side", DrawSide), new StyleArt("top", DrawTop));

    private static void DrawSide(Hand hand)
    {
        Oval body = new(new(50, 62), hand.Between(33f, 39f), hand.Between(18f, 24f), hand.Between(-10f, 10f));
        hand.Loop(body.Outline());
        hand.InAnyOrder(
            () => Stripes(hand, hand.Chance(0.6) ? 2 : 3, -0.4f, 0.75f, u => body.StripeDown(u, hand.Between(-0.02f, 0.1f))),
            () =>
            {
                float lean = hand.Between(-14f, 6f);
                float length = hand.Between(34f, 44f), width = hand.Between(17f, 23f);
                hand.LoopFromCorner(Shapes.Wing(body.At(-0.12f, -0.95f), -88 + lean, length, width));
                hand.LoopFromCorner(Shapes.Wing(body.At(0.1f, -0.95f), -46 + lean, length * hand.Between(0.75f, 0.95f), width));
            },
            () =>
            {
                hand.Dot(body.At(-0.68f, -0.2f), 2.2f);
                if (hand.Chance(0.35))
                    hand.Line(new PenPath(body.At(-0.8f, 0.18f))
                        .Curve(body.At(-0.74f, 0.4f), body.At(-0.56f, 0.44f), body.At(-0.46f, 0.22f)));
            },
            () => Feelers(hand, body, -124, -144, new(-9, -15)),
            () => hand.Line(new PenPath(body.Rim(-12)).Line(body.At(hand.Between(1.22f, 1.42f), 0.05f)).Line(body.Rim(14))));
    }

    private static void DrawTop(Hand hand)
    {
        Oval head = new(new(50, 23), hand.Between(10f, 13f), hand.Between(9f, 11f));
        Oval body = new(new(50, 23 + head.RadiusY + 29), hand.Between(16f, 21f), hand.Between(27f, 33f));
        hand.InAnyOrder(() => hand.Loop(head.Outline()), () => hand.Loop(body.Outline()));
        hand.InAnyOrder(
            () => Stripes(hand, hand.Chance(0.7) ? 3 : 2, -0.5f, 0.8f, v => body.StripeAcross(v, hand.Between(-0.03f, 0.08f))),
            () =>
            {
                float droop = hand.Between(-26f, -4f), length = hand.Between(36f, 44f), width = hand.Between(19f, 25f);
                hand.LoopFromCorner(Shapes.Wing(body.At(-0.82f, -0.55f), 180 - droop + hand.Slip(3), length, width));
                hand.LoopFromCorner(Shapes.Wing(body.At(0.82f, -0.55f), droop + hand.Slip(3), length, width));
            },
            () => Feelers(hand, head, -118, -62, new(0, -13)));
        if (hand.Chance(0.5))
            hand.Line(new PenPath(body.Rim(104)).Line(body.At(0, 1.26f)).Line(body.Rim(76)));
    }

    private static void Stripes(Hand hand, int count, float first, float last, Func<float, PenPath> stripe)
    {
        for (int i = 0; i < count; i++)
            hand.Line(stripe(first + (last - first) * (i + 0.5f) / count + hand.Slip(0.03f)));
    }

    private static void Feelers(Hand hand, Oval head, float first, float second, Vector2 reach)
    {
        foreach (float degrees in (ReadOnlySpan<float>)[first, second])
        {
            Vector2 root = head.Rim(degrees + hand.Slip(3));
            Vector2 outward = Vector2.Normalize(root - head.Center) * hand.Between(5f, 8f);
            Vector2 tip = root + outward + reach * hand.Between(0.6f, 1.1f);
            hand.Line(new PenPath(root).Curve(root + reach * 0.7f + outward * hand.Between(-0.3f, 0.5f), tip));
        }
    }
}
