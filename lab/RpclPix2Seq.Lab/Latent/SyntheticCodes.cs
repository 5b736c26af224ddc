using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Lab.Latent;

/// <summary>Codes drawn from a synthetic mixture of Gaussians with diagonal variances.</summary>
/// <param name="CodeSize">Z.</param>
/// <param name="Values">[N, Z].</param>
/// <param name="Labels">The cluster that each code was drawn from [N].</param>
internal sealed record SyntheticCodes(int CodeSize, float[] Values, int[] Labels)
{
    private const double Imbalance = 5;
    private const double NarrowestDeviation = 0.7, WidestDeviation = 1.4;
    private const double LargestStretch = 1.25;

    /// <summary>N.</summary>
    public int Count => Labels.Length;

    /// <summary>Draws the codes of a task.</summary>
    /// <param name="task">The task.</param>
    /// <param name="count">N.</param>
    public static SyntheticCodes Draw(LatentTask task, int count)
    {
        ArgumentNullException.ThrowIfNull(task);
        CounterRandom random = task.Random(1);
        int size = task.CodeSize;
        double[][] deviations = [.. Enumerable.Range(0, task.Clusters).Select(_ => Deviations(size, ref random))];
        double[][] means = Means(task, deviations, ref random);
        double[] weights = Weights(task, ref random);
        float[] values = new float[count * size];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++)
        {
            int k = Choose(weights, random.NextDouble());
            labels[i] = k;
            for (int d = 0; d < size; d++)
                values[(i * size) + d] = (float)(means[k][d] + (deviations[k][d] * random.NextNormal()));
        }

        return new SyntheticCodes(size, values, labels);
    }

    private static double[] Deviations(int size, ref CounterRandom random)
    {
        double[] deviations = new double[size];
        for (int d = 0; d < size; d++)
            deviations[d] = NarrowestDeviation * Math.Pow(WidestDeviation / NarrowestDeviation, random.NextDouble());
        return deviations;
    }

    /// <summary>Each cluster is put next to an existing one, at the separation or a little more, and not nearer to any other.</summary>
    private static double[][] Means(LatentTask task, double[][] deviations, ref CounterRandom random)
    {
        double least = (double)task.Separation / 10 * Math.Pow(task.CodeSize / 2.0, 0.25);
        List<double[]> means = [new double[task.CodeSize]];
        while (means.Count < task.Clusters)
        {
            int neighbor = random.NextInt(means.Count);
            double[] direction = Direction(task.CodeSize, ref random);
            double step = least * random.NextDouble(1, LargestStretch) * Along(direction, deviations[means.Count], deviations[neighbor]);
            double[] place = [.. means[neighbor].Zip(direction, (m, u) => m + (step * u))];
            bool isFree = true;
            for (int k = 0; isFree && k < means.Count; k++)
                isFree = Distance(place, deviations[means.Count], means[k], deviations[k]) >= least * (1 - 1e-9);
            if (isFree)
                means.Add(place);
        }

        return [.. means];
    }

    private static double[] Direction(int size, ref CounterRandom random)
    {
        double[] direction = new double[size];
        for (int d = 0; d < size; d++)
            direction[d] = random.NextNormal();
        double length = Math.Sqrt(direction.Sum(u => u * u));
        return [.. direction.Select(u => u / length)];
    }

    /// <summary>The distance between two means, in units of their common standard deviation along the line between them.</summary>
    private static double Distance(double[] mean, double[] deviation, double[] otherMean, double[] otherDeviation)
    {
        double[] difference = [.. mean.Zip(otherMean, (a, b) => a - b)];
        double length = Math.Sqrt(difference.Sum(x => x * x));
        return length / Along([.. difference.Select(x => x / length)], deviation, otherDeviation);
    }

    /// <summary>The root of the mean variance of two clusters along a direction.</summary>
    private static double Along(double[] direction, double[] deviation, double[] other)
    {
        double variance = 0;
        for (int d = 0; d < direction.Length; d++)
            variance += direction[d] * direction[d] * ((deviation[d] * deviation[d]) + (other[d] * other[d])) / 2;
        return Math.Sqrt(variance);
    }

    private static double[] Weights(LatentTask task, ref CounterRandom random)
    {
        double[] weights =
        [
            .. Enumerable.Range(0, task.Clusters).Select(k => task.Balanced ? 1 : Math.Pow(Imbalance, -k / (task.Clusters - 1.0))),
        ];
        random.Shuffle<double>(weights);
        double total = weights.Sum();
        return [.. weights.Select(w => w / total)];
    }

    private static int Choose(double[] weights, double u)
    {
        int k = 0;
        for (double sum = weights[0]; sum < u && k + 1 < weights.Length; sum += weights[k])
            k++;
        return k;
    }
}
