namespace RpclPix2Seq.Sketches.Strokes.Simplification;

/// <summary>Points in double precision, x and y apart, whose storage is kept when they are cleared.</summary>
internal sealed class PointBuffer
{
    private double[] _x = new double[512];
    private double[] _y = new double[512];
    private int _count;

    public int Capacity => _x.Length;

    public ReadOnlySpan<double> X => _x.AsSpan(0, _count);

    public ReadOnlySpan<double> Y => _y.AsSpan(0, _count);

    public void Clear() => _count = 0;

    public void Add(double x, double y)
    {
        if (_count == _x.Length)
        {
            Array.Resize(ref _x, _count * 2);
            Array.Resize(ref _y, _count * 2);
        }

        (_x[_count], _y[_count]) = (x, y);
        _count++;
    }
}
