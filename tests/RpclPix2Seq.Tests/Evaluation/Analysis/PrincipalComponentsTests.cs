using RpclPix2Seq.Evaluation.Analysis;
using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Tests.Evaluation.Analysis;

[LeakCheck]
public sealed class PrincipalComponentsTests
{
    [Fact]
    public void Points_on_a_slope_vary_along_it_alone()
    {
        // (1, 2) + t·(3, 4) for t = −1, 0, 1: the variance along (0.6, 0.8) is 2/3 · 25.
        PrincipalComponents found = PrincipalComponents.Of([-2, -2, 1, 2, 4, 6], 2, 2);
        AssertClose([1, 2], found.Mean);
        AssertClose([0.6, 0.8], found.Axes[0]);
        AssertClose([50.0 / 3, 0], found.Variances);
        Assert.Equal(1, found.Share(0), 1e-12);
        AssertClose([-5, 0, 0, 0, 5, 0], found.Project([-2, -2, 1, 2, 4, 6]));
    }

    [Fact]
    public void Axes_are_eigenvectors_of_the_covariance_by_falling_variance_and_all_of_them_give_the_codes_back()
    {
        const int Count = 40, Size = 5;
        float[] codes = Random(Count, Size);
        PrincipalComponents found = PrincipalComponents.Of(codes, Size, Size);
        double[,] covariance = Covariance(codes, Count, Size, found.Mean);
        Assert.Equal(found.Variances.OrderDescending(), found.Variances);
        Assert.Equal(Enumerable.Range(0, Size).Sum(d => covariance[d, d]), found.TotalVariance, 1e-9);
        for (int a = 0; a < Size; a++)
        {
            for (int d = 0; d < Size; d++)
                Assert.Equal(
                    found.Variances[a] * found.Axes[a][d], Enumerable.Range(0, Size).Sum(e => covariance[d, e] * found.Axes[a][e]), 1e-9);
            for (int b = 0; b < Size; b++)
                Assert.Equal(a == b ? 1 : 0, found.Axes[a].Zip(found.Axes[b], (x, y) => x * y).Sum(), 1e-12);
            Assert.True(found.Axes[a].MaxBy(Math.Abs) > 0);
        }

        double[] projected = found.Project(codes);
        for (int i = 0; i < codes.Length; i++)
            Assert.Equal(
                codes[i],
                found.Mean[i % Size] + Enumerable.Range(0, Size).Sum(a => projected[(i / Size * Size) + a] * found.Axes[a][i % Size]),
                1e-5);
    }

    [Fact]
    public void A_gaussian_is_projected_as_its_samples_would_be()
    {
        PrincipalComponents found = PrincipalComponents.Of(Random(40, 3), 3, 2);
        (double xx, double xy, double yy) = found.ProjectVariance([1, 4, 9]);
        double[] x = found.Axes[0], y = found.Axes[1];
        Assert.Equal((x[0] * x[0]) + (4 * x[1] * x[1]) + (9 * x[2] * x[2]), xx, 1e-12);
        Assert.Equal((x[0] * y[0]) + (4 * x[1] * y[1]) + (9 * x[2] * y[2]), xy, 1e-12);
        Assert.Equal((y[0] * y[0]) + (4 * y[1] * y[1]) + (9 * y[2] * y[2]), yy, 1e-12);
    }

    [Fact]
    public void One_code_and_codes_of_one_number_have_a_plane_too()
    {
        PrincipalComponents alone = PrincipalComponents.Of([1, 2, 3], 3, 2);
        AssertClose([0, 0], alone.Project([1, 2, 3]));
        Assert.Equal((0, 0), (alone.Share(0), alone.Share(1)));
        PrincipalComponents line = PrincipalComponents.Of([1, 3, 5], 1, 2);
        AssertClose([-2, 0, 0, 0, 2, 0], line.Project([1, 3, 5]));
        AssertClose([8.0 / 3, 0], line.Variances);
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(7, 3)]
    public void Numbers_that_are_not_codes_are_refused(int numbers, int size) =>
        Assert.Throws<ArgumentException>(() => PrincipalComponents.Of(new float[numbers], size, 2));

    [Fact]
    public void Codes_that_are_not_finite_are_refused() =>
        Assert.Contains(
            "number 1 of code 1", Assert.Throws<ArgumentException>(() => PrincipalComponents.Of([1, 2, 3, float.NaN], 2, 2)).Message,
            StringComparison.Ordinal);

    private static float[] Random(int count, int size)
    {
        CounterRandom random = new(7);
        float[] codes = new float[count * size];
        for (int i = 0; i < codes.Length; i++)
            codes[i] = (float)((random.NextNormal() * (1 + (i % size))) + (i > 0 ? 0.3 * codes[i - 1] : 0));
        return codes;
    }

    private static double[,] Covariance(float[] codes, int count, int size, double[] mean)
    {
        double[,] covariance = new double[size, size];
        for (int i = 0; i < count; i++)
        {
            for (int d = 0; d < size; d++)
            {
                for (int e = 0; e < size; e++)
                    covariance[d, e] += (codes[(i * size) + d] - mean[d]) * (codes[(i * size) + e] - mean[e]) / count;
            }
        }

        return covariance;
    }

    private static void AssertClose(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected, (value, i) => Assert.Equal(value, actual[i], 1e-9));
    }
}
