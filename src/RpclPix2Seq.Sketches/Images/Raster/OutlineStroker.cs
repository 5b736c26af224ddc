using System.Runtime.CompilerServices;

namespace RpclPix2Seq.Sketches.Images.Raster;

/// <summary>
/// Turns polylines into the outlines of their strokes: a face of the line's width across each end of each segment, miters or bevels where
/// segments meet, butt ends. Follows cairo's stroker in what is rounded to fixed point and when (docs/original.md §2.7).
/// <para>
/// A polyline gives one closed outline, traced as a left and a right side. On the inner side of a turn, the outline runs through the joint
/// itself and so crosses itself there; the non-zero fill makes up for that.
/// </para>
/// </summary>
internal sealed class OutlineStroker(Polygon polygon, double halfWidth)
{
    // SVG's default: a miter longer than this many line widths becomes a bevel.
    private const double MiterLimit = 4;

    private readonly GrowingArray<FixedPoint> _left = new(256);
    private readonly GrowingArray<FixedPoint> _right = new(256);

    /// <summary>Adds the outline of every polyline of <paramref name="path"/> to the polygon.</summary>
    public void AddOutlines(StrokePath path)
    {
        for (int i = 0; i < path.Count; i++)
            AddOutline(path.Polyline(i));
    }

    private void AddOutline(ReadOnlySpan<FixedPoint> points)
    {
        _left.Clear();
        _right.Clear();
        Face first = FaceAcross(points[0], points[1]);
        Face face = first;
        _right.Add(first.Right);
        _left.Add(first.Left);
        for (int i = 1; i < points.Length; i++)
        {
            if (i > 1)
            {
                Face next = FaceAcross(points[i - 1], points[i]);
                Join(face, next);
                face = next;
            }

            face = face.MovedTo(points[i]);
            _right.Add(face.Right);
            _left.Add(face.Left);
        }

        _left.Add(face.Right);
        AddSide(_left.Items, -1);
        polygon.AddLine(first.Right, first.Left, -1);
        AddSide(_right.Items, 1);
    }

    private void AddSide(ReadOnlySpan<FixedPoint> side, int direction)
    {
        for (int i = 1; i < side.Length; i++)
            polygon.AddLine(side[i - 1], side[i], direction);
    }

    private Face FaceAcross(FixedPoint from, FixedPoint to)
    {
        FixedPoint line = to - from;
        double dx = Fixed.ToDouble(line.X);
        double dy = Fixed.ToDouble(line.Y);
        double length = Length(Math.Abs(dx), Math.Abs(dy));
        dx /= length;
        dy /= length;
        FixedPoint offset = new(Fixed.FromDouble(-dy * halfWidth), Fixed.FromDouble(dx * halfWidth));
        return new Face(from, from - offset, from + offset, line, dx, dy);
    }

    // Where two sides meet halfway between two fixed-point numbers, the last bit of the length decides the rounding. So the length is
    // computed as in the C library, with the corrected square root of C. F. Borges, "An improved algorithm for hypot(a,b)" (2019).
    private static double Length(double dx, double dy)
    {
        double a = Math.Max(dx, dy);
        double b = Math.Min(dx, dy);
        double h = Math.Sqrt((a * a) + (b * b));
        double excess;
        if (h <= 2 * b)
        {
            double delta = h - b;
            excess = (a * ((2 * delta) - a)) + ((delta - (2 * (a - b))) * delta);
        }
        else
        {
            double delta = h - a;
            excess = (2 * delta * (a - (2 * b))) + ((((4 * delta) - b) * b) + (delta * delta));
        }

        return h - (excess / (2 * h));
    }

    // The outer side gets a miter or a bevel, the inner side runs through the joint.
    private void Join(in Face before, in Face after)
    {
        int turn = Turn(before.Line, after.Line);
        if (turn == 0)
            return;

        bool outerIsRight = turn < 0;
        GrowingArray<FixedPoint> outer = outerIsRight ? _right : _left;
        GrowingArray<FixedPoint> inner = outerIsRight ? _left : _right;
        FixedPoint outerBefore = outerIsRight ? before.Right : before.Left;
        FixedPoint outerAfter = outerIsRight ? after.Right : after.Left;
        if (before.Left != after.Left || before.Right != after.Right)
        {
            if (TryMiter(before, after, outerBefore, outerAfter, out FixedPoint miter))
                outer[outer.Count - 1] = miter;
            else
                outer.Add(outerAfter);
        }

        inner.Add(before.Point);
        inner.Add(outerIsRight ? after.Left : after.Right);
    }

    // Which way the path turns: negative if clockwise on the picture, 0 if it continues straight on. A turn back by exactly 180° counts as
    // one or the other, depending on the direction it comes from.
    private static int Turn(FixedPoint before, FixedPoint after)
    {
        long cross = before.Cross(after);
        if (cross != 0)
            return cross > 0 ? -1 : 1;
        if ((before.X ^ after.X) >= 0 && (before.Y ^ after.Y) >= 0)
            return 0;
        return before.X > 0 || (before.X == 0 && before.Y > 0) ? -1 : 1;
    }

    // The miter's corner is where the two outer sides meet, unless the angle is too sharp (2 ≤ limit²·(1 + cos turn) keeps a miter) or
    // rounding of nearly parallel sides has put their meeting point outside of the wedge between the two faces.
    private static bool TryMiter(in Face before, in Face after, FixedPoint outerBefore, FixedPoint outerAfter, out FixedPoint miter)
    {
        miter = default;
        double cosine = (before.SlopeX * after.SlopeX) + (before.SlopeY * after.SlopeY);
        if (!(2 <= MiterLimit * MiterLimit * (1 + cosine)))
            return false;

        (double dx1, double dy1, double dx2, double dy2) = (before.SlopeX, before.SlopeY, after.SlopeX, after.SlopeY);
        double x1 = Fixed.ToDouble(outerBefore.X);
        double y1 = Fixed.ToDouble(outerBefore.Y);
        double x2 = Fixed.ToDouble(outerAfter.X);
        double y2 = Fixed.ToDouble(outerAfter.Y);

        // y first, then x along the steeper side: that never divides by a slope near zero.
        double y = (((x2 - x1) * dy1 * dy2) - (y2 * dx2 * dy1) + (y1 * dx1 * dy2)) / ((dx1 * dy2) - (dx2 * dy1));
        double x = Math.Abs(dy1) >= Math.Abs(dy2)
            ? ((y - y1) * dx1 / dy1) + x1
            : ((y - y2) * dx2 / dy2) + x2;

        double jointX = Fixed.ToDouble(before.Point.X);
        double jointY = Fixed.ToDouble(before.Point.Y);
        if (Side(x1 - jointX, y1 - jointY, x - jointX, y - jointY) == Side(x2 - jointX, y2 - jointY, x - jointX, y - jointY))
            return false;

        miter = new FixedPoint(Fixed.FromDouble(x), Fixed.FromDouble(y));
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Side(double dx1, double dy1, double dx2, double dy2)
    {
        double cross = (dx1 * dy2) - (dx2 * dy1);
        return cross > 0 ? 1 : cross < 0 ? -1 : 0;
    }

    // The end of a segment: its middle, the two corners across it, the segment as a vector and as a unit vector.
    private readonly record struct Face(FixedPoint Point, FixedPoint Right, FixedPoint Left, FixedPoint Line, double SlopeX, double SlopeY)
    {
        public Face MovedTo(FixedPoint point) => this with { Point = point, Right = Right + Line, Left = Left + Line };
    }
}
