using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Evaluation.Umap;

/// <summary>The exact nearest neighbors of every code among the others.</summary>
/// <param name="PerCode">k, at most N − 1.</param>
/// <param name="Indices">[N, k], nearest first.</param>
/// <param name="Distances">[N, k], Euclidean.</param>
internal sealed record NearestNeighbors(int PerCode, int[] Indices, double[] Distances)
{
    // Number of pairs whose distances are computed at a time.
    private const int BlockSize = 1 << 23;

    /// <summary>Finds them, through products of blocks of codes: |a − b|² = |a|² + |b|² − 2a·b.</summary>
    /// <param name="codes">[N, Z].</param>
    /// <param name="size">Z.</param>
    /// <param name="perCode">k; all others if there are fewer.</param>
    /// <param name="cancellationToken">Stops between blocks.</param>
    public static NearestNeighbors Of(float[] codes, int size, int perCode, CancellationToken cancellationToken)
    {
        int count = codes.Length / size, k = Math.Min(perCode, count - 1);
        int[] indices = new int[count * k];
        double[] distances = new double[count * k];
        if (k == 0)
            return new NearestNeighbors(0, indices, distances);
        using IDisposable scope = NewDisposeScope();
        Tensor all = tensor(codes, [count, size]).to(float64), norms = all.Squared().sum([1L]), transposed = all.t().contiguous();
        int rows = Math.Clamp(BlockSize / count, 1, count);
        for (int start = 0; start < count; start += rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using IDisposable inner = NewDisposeScope();
            int length = Math.Min(rows, count - start);

            // A row's own |a|² is the same for all its pairs and does not change the order.
            Tensor order = mm(all.narrow(0, start, length), transposed).TimesInPlace(-2).PlusInPlace(norms);
            order.diagonal(start).Filled(double.PositiveInfinity);
            long[] nearest = order.topk(k, 1, largest: false, sorted: false).indexes.data<long>().ToArray();
            for (int i = 0; i < length; i++)
                Sort(codes, size, start + i, nearest.AsSpan(i * k, k), indices.AsSpan((start + i) * k, k), distances.AsSpan(
                    (start + i) * k, k));
        }

        return new NearestNeighbors(k, indices, distances);
    }

    /// <summary>Measures again, without the products' cancellation, and sorts; of equal distances, the lower index comes first.</summary>
    private static void Sort(float[] codes, int size, int code, ReadOnlySpan<long> nearest, Span<int> indices, Span<double> distances)
    {
        (double Distance, int Index)[] pairs = new (double, int)[nearest.Length];
        for (int n = 0; n < pairs.Length; n++)
            pairs[n] = (Distance(codes.AsSpan(code * size, size), codes.AsSpan((int)nearest[n] * size, size)), (int)nearest[n]);
        Array.Sort(pairs);
        for (int n = 0; n < pairs.Length; n++)
            (distances[n], indices[n]) = pairs[n];
    }

    private static double Distance(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double sum = 0;
        for (int d = 0; d < a.Length; d++)
            sum += (a[d] - (double)b[d]) * (a[d] - (double)b[d]);
        return Math.Sqrt(sum);
    }
}
