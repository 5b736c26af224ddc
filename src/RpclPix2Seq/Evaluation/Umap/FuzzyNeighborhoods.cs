namespace RpclPix2Seq.Evaluation.Umap;

/// <summary>
/// The neighborhoods of all codes as one weighted graph (McInnes, Healy and Melville, 2018, §3.1, algorithms 2 and 3): a code is fully
/// certain of its nearest neighbor, and of the others with weight exp(−(d − ρ)/σ), with σ such that its weights sum to log₂ k.
/// </summary>
internal static class FuzzyNeighborhoods
{
    private const int Halvings = 64;
    private const double Tolerance = 1e-5;

    // σ may not be less than this share of the mean distance, or all but the nearest would be lost.
    private const double LeastScale = 1e-3;

    /// <summary>The pairs of neighbors, by index: a pair that both name with weights p and q has p + q − p·q.</summary>
    public static NeighborEdge[] Graph(NearestNeighbors neighbors)
    {
        int k = neighbors.PerCode, count = k == 0 ? 0 : neighbors.Indices.Length / k;
        double overall = neighbors.Distances.DefaultIfEmpty().Average();
        long[] pairs = new long[count * k];
        double[] weights = new double[count * k];
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<double> distances = neighbors.Distances.AsSpan(i * k, k);
            (double nearest, double scale) = Scale(distances, overall);
            for (int n = 0; n < k; n++)
            {
                int other = neighbors.Indices[(i * k) + n];
                pairs[(i * k) + n] = ((long)Math.Min(i, other) * count) + Math.Max(i, other);
                weights[(i * k) + n] = Weight(distances[n] - nearest, scale);
            }
        }

        Array.Sort(pairs, weights);
        return Unite(pairs, weights, count);
    }

    /// <summary>ρ, the distance of the nearest neighbor that is not at the same place, and σ.</summary>
    /// <param name="distances">Of all neighbors, nearest first.</param>
    /// <param name="overall">The mean distance of all codes' neighbors.</param>
    internal static (double Nearest, double Scale) Scale(ReadOnlySpan<double> distances, double overall)
    {
        double nearest = 0, mean = 0, target = Math.Log2(distances.Length);
        for (int n = distances.Length - 1; n >= 0; n--)
        {
            nearest = distances[n] > 0 ? distances[n] : nearest;
            mean += distances[n] / distances.Length;
        }

        double low = 0, high = double.PositiveInfinity, scale = 1;
        for (int i = 0; i < Halvings; i++)
        {
            double sum = 0;
            foreach (double distance in distances)
                sum += Weight(distance - nearest, scale);
            if (Math.Abs(sum - target) < Tolerance)
                break;
            (low, high) = sum > target ? (low, scale) : (scale, high);
            scale = double.IsInfinity(high) ? scale * 2 : (low + high) / 2;
        }

        return (nearest, Math.Max(scale, LeastScale * (nearest > 0 ? mean : overall)));
    }

    private static double Weight(double beyond, double scale) => beyond <= 0 || scale <= 0 ? 1 : Math.Exp(-beyond / scale);

    private static NeighborEdge[] Unite(long[] pairs, double[] weights, int count)
    {
        List<NeighborEdge> edges = new(pairs.Length);
        for (int i = 0; i < pairs.Length; i++)
        {
            double weight = weights[i];
            if (i + 1 < pairs.Length && pairs[i + 1] == pairs[i])
            {
                i++;
                weight += weights[i] - (weight * weights[i]);
            }

            if (weight > 0)
                edges.Add(new NeighborEdge((int)(pairs[i] / count), (int)(pairs[i] % count), weight));
        }

        return [.. edges];
    }
}

/// <summary>Two codes that are near to each other.</summary>
/// <param name="First">The lower index.</param>
/// <param name="Second">The higher index.</param>
/// <param name="Weight">How certain that is, above 0 and up to 1.</param>
internal readonly record struct NeighborEdge(int First, int Second, double Weight);
