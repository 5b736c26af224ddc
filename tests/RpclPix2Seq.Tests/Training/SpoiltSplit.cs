namespace RpclPix2Seq.Tests.Training;

/// <summary>
/// A split of which one sketch turns bad after a trainer has looked at all of them: the square of an offset at its end overflows.
/// </summary>
/// <param name="split">The good sketches.</param>
/// <param name="bad">The sketch that turns bad.</param>
/// <param name="offset">Its last offset from then on.</param>
/// <param name="goodReadings">How often it is read before; without end, unless <see cref="Spoil"/> is called.</param>
internal sealed class SpoiltSplit(ISketchSplit split, int bad, float offset, int goodReadings = int.MaxValue) : ISketchSplit
{
    private int _goodReadings = goodReadings;

    public int Count => split.Count;

    public LabeledSketch this[int index]
    {
        get
        {
            LabeledSketch good = split[index];
            if (index != bad || _goodReadings-- > 0)
                return good;
            StrokePoint[] points = good.Sketch.Points.ToArray();
            points[^1] = points[^1] with { Dx = offset };
            return good with { Sketch = new Sketch(points) };
        }
    }

    public void Spoil() => _goodReadings = 0;

    public int LengthOf(int index) => split.LengthOf(index);
}
