namespace RpclPix2Seq.Sketches.Datasets.Procedural;

/// <summary>A bus heading right: long and low, or with an upper deck.</summary>
internal static class Bus
{
    public static CategoryArt Art { get; } =
        new("bus", new StyleArt("single-decker", DrawSingle), new StyleArt("double-decker", DrawDouble));

    private static void DrawSingle(Hand hand)
    {
        (float right, float bottom) = (hand.Between(112f, 124f), hand.Between(54f, 60f));
        Outline(hand, right, 10, bottom);
        float door = right - hand.Between(20f, 25f);
        hand.InAnyOrder(
            () => Windows(hand, 8, 17, door - 5, hand.Between(31f, 35f), hand.Between(3, 4), hand.Chance(0.4)),
            () => Wheels(hand, right, bottom, hand.Between(8.5f, 11f)),
            () => hand.Line(Shapes.Leg(door, door + hand.Between(11f, 13f), bottom, hand.Between(18f, 22f))));
        Trimmings(hand, right, bottom, door);
    }

    private static void DrawDouble(Hand hand)
    {
        (float right, float bottom) = (hand.Between(90f, 102f), hand.Between(84f, 90f));
        float floor = bottom * 0.5f + hand.Slip(1);
        Outline(hand, right, 4, bottom);
        float door = right - hand.Between(18f, 22f);
        bool panes = hand.Chance(0.3);
        int windows = panes || hand.Chance(0.7) ? 3 : 4;
        hand.InAnyOrder(
            () => hand.Line(new(0, floor), new(right, floor)),
            () => Windows(hand, 7, 12, right - 7, floor - 10, windows, panes),
            () => Windows(hand, 7, floor + 7, door - 5, floor + 24, windows - 1, panes),
            () => Wheels(hand, right, bottom, hand.Between(8.5f, 10.5f)),
            () =>
            {
                if (hand.Chance(0.6))
                    hand.Line(Shapes.Leg(door, door + hand.Between(10f, 12f), bottom, floor + hand.Between(7f, 10f)));
            });
    }

    /// <summary>Boxy at the back, with a raked windshield and a rounded roof.</summary>
    private static void Outline(Hand hand, float right, float top, float bottom)
    {
        float round = hand.Chance(0.3) ? 6 : 1, rake = hand.Between(0f, 6f);
        PenPath path = new PenPath(round, top)
            .Curve(new(round * 0.3f, top + round * 0.3f), new(0, top + round))
            .Line(0, bottom).Line(right, bottom).Line(right - rake, top + round)
            .Curve(new(right - rake - round * 0.3f, top + round * 0.3f), new(right - rake - round, top)).Line(round, top);
        hand.LoopFromCorner(path);
    }

    /// <summary>A row of panes, each drawn separately, or one long pane and its bars.</summary>
    private static void Windows(Hand hand, float left, float top, float right, float bottom, int count, bool panes)
    {
        float pitch = (right - left) / count;
        if (panes)
        {
            float gap = hand.Between(0.2f, 0.3f) * pitch;
            for (int i = 0; i < count; i++)
                hand.LoopFromCorner(Shapes.Box(left + i * pitch + gap / 2, top, left + (i + 1) * pitch - gap / 2, bottom));
            return;
        }

        hand.LoopFromCorner(Shapes.Box(left, top, right, bottom));
        for (int i = 1; i < count; i++)
            hand.Line(new(left + i * pitch, top), new(left + i * pitch, bottom));
    }

    private static void Wheels(Hand hand, float right, float bottom, float radius)
    {
        bool half = hand.Chance(0.4);
        void Wheel(float share)
        {
            Oval wheel = new(new(right * share + hand.Slip(2), bottom + (half ? 0 : 1)), radius, radius * hand.Between(0.9f, 1.1f));
            if (half)
                hand.Line(wheel.Arc(180, 0));
            else
                hand.Loop(wheel.Outline());
        }

        hand.InAnyOrder(() => Wheel(0.22f), () => Wheel(0.74f));
    }

    private static void Trimmings(Hand hand, float right, float bottom, float door)
    {
        if (hand.Chance(0.3))
            hand.Line(new(0, bottom - 13), new(door - 2, bottom - 13));
        if (hand.Chance(0.4))
            hand.Dot(new(right - 4, bottom - 10), 2.2f);
    }
}
