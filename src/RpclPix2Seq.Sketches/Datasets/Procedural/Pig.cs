using System.Numerics;

namespace RpclPix2Seq.Sketches.Datasets.Procedural;

/// <summary>A pig: its face from the front, or the whole animal from the side, looking left, with a curly tail.</summary>
internal static class Pig
{
    public static CategoryArt Art { get; } = new("pig", new StyleArt("face", DrawFace), new StyleArt("whole", DrawWhole));

    private static void DrawFace(Hand hand)
    {
        Oval head = new(new(50, 56), hand.Between(37f, 44f), hand.Between(34f, 40f));
        float eyes = hand.Between(0.34f, 0.46f), low = hand.Between(-0.32f, -0.2f);
        Oval snout = new(head.At(hand.Slip(0.02f), hand.Between(0.2f, 0.3f)), hand.Between(13f, 17f), hand.Between(9f, 12f));
        hand.Loop(head.Outline());
        hand.InAnyOrder(
            () =>
            {
                float tall = hand.Between(1.28f, 1.45f), wide = hand.Between(13f, 17f), lean = hand.Between(-4f, 8f);
                Ear(hand, head, -130, -1, wide, tall, lean);
                Ear(hand, head, -50, 1, wide, tall, lean);
            },
            () =>
            {
                hand.Dot(head.At(-eyes, low), 2.6f);
                hand.Dot(head.At(eyes, low), 2.6f);
            },
            () =>
            {
                hand.Loop(snout.Outline());
                hand.Tick(snout.At(-0.34f, 0), 2.6f);
                hand.Tick(snout.At(0.34f, 0), 2.6f);
            });
        if (hand.Chance(0.45))
            hand.Line(new PenPath(head.At(-0.26f, 0.62f)).Curve(head.At(-0.12f, 0.76f), head.At(0.12f, 0.76f), head.At(0.26f, 0.62f)));
    }

    private static void Ear(Hand hand, Oval head, float degrees, int side, float half, float tall, float lean) =>
        hand.Line(new PenPath(head.Rim(degrees - half))
            .Curve(head.Rim(degrees - half * 0.3f + side * lean * 0.6f, 1 + (tall - 1) * 0.65f), head.Rim(degrees + side * lean, tall))
            .Curve(head.Rim(degrees + half * 0.6f, 1 + (tall - 1) * 0.5f), head.Rim(degrees + half)));

    private static void DrawWhole(Hand hand)
    {
        Oval body = new(new(58, 52), hand.Between(33f, 39f), hand.Between(22f, 27f));
        Oval head = new(body.At(-0.86f, hand.Between(-0.42f, -0.1f)), hand.Between(16f, 20f), hand.Between(15f, 19f));
        float ground = body.Center.Y + body.RadiusY + hand.Between(11f, 16f);
        hand.Loop(head.Outline());
        hand.Line(BackAndBelly(body, head));
        hand.InAnyOrder(
            () => Legs(hand, body, ground),
            () => hand.Line(new PenPath(head.Rim(207)).Line(head.Rim(202, 1.42f)).Line(head.Rim(160, 1.42f)).Line(head.Rim(153))),
            () => hand.Dot(head.At(-0.28f, -0.25f), 2),
            () => Ear(hand, head, -98, 1, 24, hand.Between(1.45f, 1.7f), hand.Between(4f, 22f)),
            () => Tail(hand, body));
    }

    /// <summary>The part of the body that the head leaves visible, from the nape around to the throat.</summary>
    private static PenPath BackAndBelly(Oval body, Oval head)
    {
        float from = -180, to = 180;
        while (head.Contains(body.Rim(from)))
            from += 2;
        while (head.Contains(body.Rim(to)))
            to -= 2;
        return body.Arc(from, to);
    }

    private static void Legs(Hand hand, Oval body, float ground)
    {
        bool sticks = hand.Chance(0.4);
        float[] places = sticks ? [-0.5f, -0.25f, 0.35f, 0.6f] : [-0.42f, 0.46f];
        float half = body.RadiusX * hand.Between(0.11f, 0.16f);
        foreach (float u in places)
        {
            Vector2 hip = body.At(u + hand.Slip(0.02f), MathF.Sqrt(1 - u * u));
            if (sticks)
                hand.Line(hip, new(hip.X + hand.Slip(1), ground + hand.Slip(1)));
            else
                hand.Line(Shapes.Leg(hip.X - half, hip.X + half, hip.Y - 1, ground + hand.Slip(1)));
        }
    }

    private static void Tail(Hand hand, Oval body)
    {
        Vector2 root = body.Rim(-14);
        float size = hand.Between(1f, 1.4f);
        Vector2 At(float x, float y) => root + new Vector2(x, y) * size;
        hand.Line(new PenPath(root).Curve(At(7, 0), At(12, -5), At(9, -11), At(3, -9), At(4, -3), At(11, 1), At(17, -3)));
    }
}
