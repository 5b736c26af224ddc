using CsCheck;
using RpclPix2Seq.Sketches.Images.Raster;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Sketches.Tests.Images.Raster;

public sealed class RasterizerTests
{
    private const int Size = 8;

    [Fact]
    public void A_line_through_the_middle_of_pixels_is_black()
    {
        byte[] image = Pictures.Draw(Size, 1, (1, 2.5), (5, 2.5));
        Assert.Equal(Rows((2, ". 0 0 0 0 . . .")), Pictures.Text(image, Size));
    }

    [Fact]
    public void A_line_between_two_rows_of_pixels_is_gray_in_both()
    {
        // Half of 65536, truncated to 8 bits, is 128.
        byte[] image = Pictures.Draw(Size, 1, (1, 3), (5, 3));
        Assert.Equal(Rows((2, ". 127 127 127 127 . . ."), (3, ". 127 127 127 127 . . .")), Pictures.Text(image, Size));
    }

    [Fact]
    public void A_vertical_line_off_the_middle_shares_its_ink_by_area()
    {
        byte[] image = Pictures.Draw(Size, 1, (2.25, 1), (2.25, 2.5));
        Assert.Equal(Rows((1, ". 191 63 . . . . ."), (2, ". 223 159 . . . . .")), Pictures.Text(image, Size));
    }

    [Fact]
    public void Overlapping_lines_do_not_add_up()
    {
        byte[] once = Pictures.Draw(Size, 1, (1, 3), (5, 3));
        byte[] often = Pictures.Draw(Size, 1, (1, 3), (5, 3), (2, 3), (4, 3));
        Assert.Equal(once, often);
    }

    [Fact]
    public void A_right_angle_has_a_square_corner_and_its_ends_have_none()
    {
        byte[] image = Pictures.Draw(Size, 1, (1.5, 1.5), (5.5, 1.5), (5.5, 4));
        string expected = Rows((1, ". 127 0 0 0 0 . ."), (2, ". . . . . 0 . ."), (3, ". . . . . 0 . ."));
        Assert.Equal(expected, Pictures.Text(image, Size));
    }

    [Fact]
    public void A_slanted_edge_is_sampled_on_fifteen_sub_rows_or_covered_by_area()
    {
        // A line 2 pixels wide that falls from y = 10 to y = 11: its upper side crosses row 9 and its lower side row 11.
        byte[] image = Pictures.Draw(64, 2, (0, 10), (64, 11));
        Assert.Equal(0, image.At(32, 10));
        Assert.InRange(image.At(1, 9), 0, 17);
        Assert.InRange(image.At(62, 9), 238, 255);
        Assert.InRange(image.At(32, 9), 119, 136);
        Assert.InRange(image.At(32, 11), 119, 136);
        byte[] levels = Enumerable.Range(2, 60).Select(x => image.At(x, 9)).ToArray();
        Assert.Equal(levels.Order(), levels);
    }

    [Fact]
    public void A_sharp_turn_is_mitered_up_to_the_limit_and_cut_off_beyond_it()
    {
        // The tangent of half the angle is 10/30: the miter is 1/sin = 3.2 widths long, and its tip is half of that above the turn at y =
        // 10.
        byte[] mitered = Pictures.Draw(48, 1, (14, 40), (24, 10), (34, 40));
        Assert.True(mitered.At(23, 9) < 200);
        Assert.True(mitered.At(23, 8) < 255);
        Assert.Equal(255, mitered.At(23, 7));

        // With 6/30 it would be 5.1 widths long.
        byte[] bevelled = Pictures.Draw(48, 1, (18, 40), (24, 10), (30, 40));
        Assert.Equal(255, bevelled.At(23, 8));
        Assert.True(bevelled.At(23, 9) > 200);
    }

    [Fact]
    public void A_turn_back_leaves_no_ink_beyond_the_turn()
    {
        byte[] there = Pictures.Draw(24, 1, (3, 4), (19, 12));
        byte[] andBack = Pictures.Draw(24, 1, (3, 4), (19, 12), (7, 6));
        // The same area, but other rows of it are covered by area instead of by samples: at most one sub-row.
        for (int i = 0; i < there.Length; i++)
            Assert.InRange(andBack[i], there[i] - 17, there[i] + 17);
        Assert.Equal(Pictures.Draw(24, 1, (3, 4), (19, 4)), Pictures.Draw(24, 1, (3, 4), (19, 4), (7, 4)));
    }

    [Fact]
    public void Dots_moves_and_nothing_leave_the_picture_white()
    {
        StrokePoint[][] sketches =
        [
            [],
            [new(5, 5, true)],
            [new(0, 0, false), new(0, 0, true)],
            [new(30, 0, true), new(0, 30, true), new(-30, 0, true)],
        ];
        foreach (StrokePoint[] sketch in sketches)
        {
            Assert.All(Pictures.Draw(RasterOptions.Reference, sketch), v => Assert.Equal(255, v));
            Assert.All(Pictures.Draw(RasterOptions.Default, sketch), v => Assert.Equal(255, v));
        }
    }

    [Fact]
    public void Repeated_points_change_nothing()
    {
        byte[] image = Pictures.Draw(24, 1, (3, 4), (9, 17), (20, 5));
        Assert.Equal(image, Pictures.Draw(24, 1, (3, 4), (3, 4), (9, 17), (9, 17), (9, 17), (20, 5), (20, 5)));
    }

    [Fact]
    public void The_first_row_is_ink_where_the_options_say_so()
    {
        StrokePoint[] sketch = [new(10, 0, true)];
        Assert.Equal(0, Pictures.Ink(Pictures.Draw(RasterOptions.Default, sketch)));
        Assert.Equal(45, Pictures.Ink(Pictures.Draw(RasterOptions.Default with { FirstRow = FirstRow.Ink }, sketch)), 0.5);
    }

    [Fact]
    public void A_straight_line_leaves_as_much_ink_as_its_area() =>
        Gen.Select(
            Gen.Int[8, 1024], Gen.Double[0.1, 0.9], Gen.Double[0.1, 0.9], Gen.Double[0.1, 0.9], Gen.Double[0.1, 0.9], Gen.Double[0.5, 4])
            .ForAll((size, x1, y1, x2, y2, share) =>
            {
                double width = Math.Min(share, 0.1 * size);
                (double X, double Y) from = (Math.Round(x1 * size), Math.Round(y1 * size));
                (double X, double Y) to = (Math.Round(x2 * size), Math.Round(y2 * size));
                double length = Math.Sqrt(((to.X - from.X) * (to.X - from.X)) + ((to.Y - from.Y) * (to.Y - from.Y)));
                double ink = Pictures.Ink(Pictures.Draw(size, width, from, to));
                // Each side of a nearly level line may be off by half a sub-row.
                double tolerance = ((length + width) / Polygon.SubRows) + 0.2;
                Assert.InRange(ink, (length * width) - tolerance, (length * width) + tolerance);
            }, count: 300);

    [Fact]
    public void Moving_the_frame_by_whole_pixels_moves_the_picture() =>
        Gen.Select(Pictures.Sketch, Gen.Int[0, 40], Gen.Int[0, 40]).ForAll((sketch, right, down) =>
        {
            const int Large = 128;
            RasterFrame fit = RasterFrame.Fit(sketch, RasterOptions.Reference);
            RasterFrame frame = new(fit.Scale, Math.Round(fit.StartX * 256) / 256, Math.Round(fit.StartY * 256) / 256);
            byte[] image = Pictures.Draw(Large, 1, sketch, Moved(frame, 4, 4));
            byte[] moved = Pictures.Draw(Large, 1, sketch, Moved(frame, 4 + right, 4 + down));
            for (int y = 0; y < Large; y++)
            {
                for (int x = 0; x < Large; x++)
                {
                    int before = x < right || y < down ? 255 : image.At(x - right, y - down);
                    // A corner of a miter halfway between two fixed-point numbers may be rounded either way, and all of a long miter moves
                    // with it.
                    Assert.InRange(moved.At(x, y), before - 8, before + 8);
                }
            }
        }, count: 200);

    [Fact]
    public void A_cut_off_picture_is_a_part_of_a_larger_one() =>
        Gen.Select(Pictures.Sketch, Gen.Int[1, 60], Gen.Int[1, 60], Gen.Double[0.5, 6]).ForAll((sketch, left, above, width) =>
        {
            RasterFrame frame = RasterFrame.Fit(sketch, RasterOptions.Reference with { Size = 128, Margin = 16 });
            byte[] whole = Pictures.Draw(128, width, sketch, frame);
            byte[] part = Pictures.Draw(32, width, sketch, Moved(frame, -left, -above));
            for (int y = 0; y < 32; y++)
            {
                for (int x = 0; x < 32; x++)
                {
                    // Where an edge is cut in a row, the row is sampled in one and covered by area in the other: one or two sub-rows.
                    int expected = whole.At(x + left, y + above);
                    Assert.InRange(part.At(x, y), expected - 34, expected + 34);
                }
            }
        }, count: 200);

    [Fact]
    public void Buffers_that_were_used_before_do_not_show() =>
        Gen.Select(Pictures.Sketch, Pictures.Sketch).ForAll((first, second) =>
        {
            Rasterizer rasterizer = new(RasterOptions.Default);
            byte[] image = new byte[48 * 48];
            rasterizer.Draw(first, image);
            rasterizer.Draw(second, image);
            Assert.Equal(Pictures.Draw(RasterOptions.Default, second), image);
        }, count: 300);

    [Fact]
    public void A_faulty_sketch_leaves_the_rasterizer_usable_and_the_picture_alone()
    {
        StrokePoint[] good = [new(0, 0, false), new(3, 5, false), new(-2, 9, true)];
        Rasterizer rasterizer = new(RasterOptions.Default);
        byte[] image = new byte[48 * 48];
        rasterizer.Draw(good, image);
        byte[] before = [.. image];
        Assert.Throws<InputException>(() => rasterizer.Draw([new(0, 0, false), new(float.NaN, 1, true)], image));
        Assert.Equal(before, image);
        rasterizer.Draw(good, image);
        Assert.Equal(before, image);
    }

    [Theory]
    [InlineData(float.NaN, 0)]
    [InlineData(0, float.PositiveInfinity)]
    [InlineData(0, float.NegativeInfinity)]
    public void Positions_that_are_not_finite_are_refused_and_the_row_is_named(float dx, float dy)
    {
        StrokePoint[] sketch = [new(1, 1, false), new(2, 2, false), new(dx, dy, false), new(1, 1, true)];
        foreach (RasterOptions options in new[] { RasterOptions.Default, RasterOptions.Reference })
        {
            InputException e = Assert.Throws<InputException>(() => Pictures.Draw(options, sketch));
            Assert.Contains("row 2", e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Lines_too_far_away_are_refused_and_moves_are_not()
    {
        RasterFrame frame = new(1, 0, 0);
        StrokePoint[] line = [new(0, 0, false), new(1e6f, 1, true)];
        Assert.Contains("row 1", Assert.Throws<InputException>(() => Pictures.Draw(16, 1, line, frame)).Message, StringComparison.Ordinal);
        StrokePoint[] start = [new(1e6f, 0, false), new(-1e6f, 1, true)];
        Assert.Contains("row 1", Assert.Throws<InputException>(() => Pictures.Draw(16, 1, start, frame)).Message, StringComparison.Ordinal);
        Assert.Throws<InputException>(() => Pictures.Draw(16, 1, line, new RasterFrame(1, double.NaN, 0)));
        Assert.Throws<InputException>(() => Pictures.Draw(16, 1, line, new RasterFrame(double.PositiveInfinity, 0, 0)));

        StrokePoint[] move = [new(1 << 22, 0, true), new(4 - (1 << 22), 2, false), new(8, 0, true)];
        Assert.Equal(8, Pictures.Ink(Pictures.Draw(16, 1, move, frame)), 0.1);
    }

    [Fact]
    public void Any_finite_sketch_can_be_drawn_or_is_refused_in_words()
    {
        Gen<float> any = Gen.OneOf(Gen.Float, Gen.Int[-3, 3].Select(v => (float)v), Gen.Const(float.MaxValue), Gen.Const(float.Epsilon));
        Gen<StrokePoint[]> sketches = Gen.Select(any, any, Gen.Bool).Select((dx, dy, up) => new StrokePoint(dx, dy, up)).Array[0, 20];
        Gen.Select(sketches, Gen.Int[8, 100], Gen.Bool, Gen.Bool).ForAll((sketch, size, origin, ink) =>
        {
            try
            {
                Pictures.Draw(
                    new RasterOptions { Size = size, OriginInBox = origin, FirstRow = ink ? FirstRow.Ink : FirstRow.Move }, sketch);
            }
            catch (InputException e)
            {
                Assert.Matches("^(sketch|raster frame): .*expected .*, found ", e.Message);
            }
        }, count: 2000);
    }

    [Fact]
    public void Drawing_allocates_nothing_once_warm()
    {
        StrokePoint[] slanted = [.. Enumerable.Range(0, 600).Select(i => new StrokePoint((i * 7 % 23) - 11, (i * 5 % 19) - 9, i % 9 == 0))];
        StrokePoint[] level =
        [
            .. Enumerable.Range(0, 600)
                .Select(i => new StrokePoint(i % 2 * ((i * 7 % 23) - 11), (1 - (i % 2)) * ((i * 5 % 19) - 9), i % 9 == 0)),
        ];
        Rasterizer rasterizer = new(RasterOptions.Default);
        byte[] image = new byte[48 * 48];
        rasterizer.Draw(slanted, image);
        rasterizer.Draw(level, image);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 500; i++)
        {
            rasterizer.Draw(slanted, image);
            rasterizer.Draw(level, image);
        }

        // An object per drawing would take at least 24 bytes each; the runtime's own tables may grow by kilobytes.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, (24 * 1000) - 1);
    }

    [Fact]
    public void A_picture_of_another_size_is_refused() =>
        Assert.Throws<ArgumentException>(() => new Rasterizer(RasterOptions.Default).Draw([], new byte[47 * 48]));

    private static RasterFrame Moved(RasterFrame frame, int right, int down) => new(frame.Scale, frame.StartX + right, frame.StartY + down);

    private static string Rows(params (int Y, string Text)[] rows)
    {
        string[] lines = [.. Enumerable.Repeat(string.Join(' ', Enumerable.Repeat('.', Size)), Size)];
        foreach ((int y, string text) in rows)
            lines[y] = text;
        return string.Join('\n', lines);
    }
}
