using RpclPix2Seq.Latent;
using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Evaluation.Analysis;

/// <summary>
/// The directions in which codes vary most (principal component analysis): eigenvectors of their covariance, by decreasing variance.
/// </summary>
/// <param name="Mean">The codes' mean [Z].</param>
/// <param name="Axes">Orthonormal directions [A, Z]; the largest entry of each is positive. Those beyond Z are zero.</param>
/// <param name="Variances">The codes' variance along each axis [A].</param>
/// <param name="TotalVariance">Their variance along all directions together.</param>
internal sealed record PrincipalComponents(double[] Mean, double[][] Axes, double[] Variances, double TotalVariance)
{
    /// <summary>Computes them.</summary>
    /// <param name="codes">[N, Z], finite, N ≥ 1.</param>
    /// <param name="size">Z.</param>
    /// <param name="axes">A.</param>
    /// <exception cref="ArgumentException">There are no codes, or one is incomplete.</exception>
    public static PrincipalComponents Of(float[] codes, int size, int axes)
    {
        int count = CodeArrays.Count(codes, size);
        using IDisposable scope = NewDisposeScope();
        Tensor all = tensor(codes, [count, size]).to(float64);
        Tensor mean = all.mean([0L]);
        Tensor centered = all - mean;
        (Tensor values, Tensor vectors) = linalg.eigh(mm(centered.t(), centered).Over(count));

        // By increasing variance, one per column.
        double[] variances = values.data<double>().ToArray(), columns = vectors.t().contiguous().data<double>().ToArray();
        double[][] directions = [.. columns.Chunk(size).Reverse().Take(axes).Select(Signed)];
        return new PrincipalComponents(
            mean.data<double>().ToArray(),
            [.. directions, .. Enumerable.Range(0, axes - directions.Length).Select(_ => new double[size])],
            [.. variances.Reverse().Take(axes).Select(v => Math.Max(v, 0)), .. new double[axes - directions.Length]],
            variances.Sum(v => Math.Max(v, 0)));
    }

    /// <summary>The share of the variance along an axis, 0 to 1; 0 where nothing varies.</summary>
    public double Share(int axis) => TotalVariance > 0 ? Variances[axis] / TotalVariance : 0;

    /// <summary>Codes in the coordinates of the axes: [N, Z] → [N, A].</summary>
    public double[] Project(ReadOnlySpan<float> codes)
    {
        int count = codes.Length / Mean.Length;
        double[] projected = new double[count * Axes.Length];
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<float> code = codes.Slice(i * Mean.Length, Mean.Length);
            for (int a = 0; a < Axes.Length; a++)
            {
                double sum = 0;
                for (int d = 0; d < code.Length; d++)
                    sum += (code[d] - Mean[d]) * Axes[a][d];
                projected[(i * Axes.Length) + a] = sum;
            }
        }

        return projected;
    }

    /// <summary>The covariance, in the plane of the first two axes, of a Gaussian with independent dimensions.</summary>
    /// <param name="variance">σ² [Z].</param>
    public (double XX, double XY, double YY) ProjectVariance(ReadOnlySpan<float> variance)
    {
        double xx = 0, xy = 0, yy = 0;
        for (int d = 0; d < variance.Length; d++)
        {
            (double x, double y) = (Axes[0][d], Axes[1][d]);
            xx += x * x * variance[d];
            xy += x * y * variance[d];
            yy += y * y * variance[d];
        }

        return (xx, xy, yy);
    }

    // The sign of an eigenvector is arbitrary: without this, maps would sometimes be mirrored.
    private static double[] Signed(double[] direction)
    {
        double largest = direction.MaxBy(Math.Abs);
        return largest < 0 ? [.. direction.Select(x => -x)] : direction;
    }
}
