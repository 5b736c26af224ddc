using RpclPix2Seq.Evaluation.Distribution;
using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Tests.Evaluation.Distribution;

[LeakCheck]
public sealed class FrechetDistanceTests
{
    [Fact]
    public void Equal_sets_have_none_even_where_features_are_more_than_sketches()
    {
        float[] features = Normal(1, 20 * 6), wide = Normal(2, 5 * 30);
        Assert.Equal(0, FrechetDistance.Between(features, features, 6), 1e-6);
        Assert.Equal(0, FrechetDistance.Between(wide, wide, 30), 1e-5);
    }

    [Fact]
    public void A_shift_counts_with_its_square()
    {
        float[] features = Normal(3, 40 * 3);
        float[] shifted = [.. features.Select((value, i) => value + (i % 3 == 0 ? 3f : i % 3 == 1 ? 4f : 0f))];
        Assert.Equal(25, FrechetDistance.Between(features, shifted, 3), 1e-4);
    }

    // In one dimension, the distance of two Gaussians is (m − n)² + (s − t)².
    [Fact]
    public void Numbers_have_the_distance_of_their_means_and_deviations()
    {
        float[] a = Normal(4, 50), b = [.. Normal(5, 70).Select(value => (3 * value) + 2)];
        double expected = Math.Pow(a.Average() - b.Average(), 2) + Math.Pow(Deviation(a) - Deviation(b), 2);
        Assert.Equal(expected, FrechetDistance.Between(a, b, 1), 1e-4);
    }

    // Independent directions add up, and rotating both sets in the same way changes nothing.
    [Fact]
    public void Known_Gaussians_have_the_known_distance_however_they_are_turned()
    {
        (float[] a, float[] b) = (Cross(1, 2), Cross(3, 5));
        double scale = 2.0 / 3; // the unbiased variance of a cross of four points at distance 1 along an axis is 2/3
        double expected = scale * (4 + 9);
        Assert.Equal(expected, FrechetDistance.Between(a, b, 2), 1e-5);
        Assert.Equal(expected, FrechetDistance.Between(Turned(a), Turned(b), 2), 1e-4);
    }

    [Fact]
    public void One_sketch_has_no_covariance() => Assert.Throws<ArgumentException>(() => FrechetDistance.Between([1, 2], [1, 2, 3, 4], 2));

    private static float[] Cross(float x, float y) => [x, 0, -x, 0, 0, y, 0, -y];

    private static float[] Turned(float[] points)
    {
        (float sin, float cos) = MathF.SinCos(0.7f);
        return [.. points.Chunk(2).SelectMany(p => (float[])[(cos * p[0]) - (sin * p[1]), (sin * p[0]) + (cos * p[1])])];
    }

    private static double Deviation(float[] values)
    {
        double mean = values.Average();
        return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1));
    }

    private static float[] Normal(long seed, int count)
    {
        CounterRandom random = new(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++)
            values[i] = (float)random.NextNormal();
        return values;
    }
}
