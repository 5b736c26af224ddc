using RpclPix2Seq.Lab.Latent;

namespace RpclPix2Seq.Lab.Tests.Latent;

public sealed class LatentTrialTests
{
    [Fact]
    public void Tasks_cover_every_combination_and_are_their_own()
    {
        IReadOnlyList<LatentTask> tasks = LatentTask.All(3);
        Assert.Equal(108, tasks.Count);
        Assert.Equal(108, tasks.Distinct().Count());
        Assert.Equal(Enumerable.Range(3, 10), tasks.Select(task => task.Clusters).Distinct().Order());
        Assert.All(tasks, task => Assert.Equal(task.Excess * task.Clusters, task.Components));
    }

    [Theory]
    [InlineData(nameof(Separation.Well), 2, true)]
    [InlineData(nameof(Separation.Barely), 16, false)]
    public void Codes_have_the_clusters_weights_and_distances_that_were_asked_for(string separation, int size, bool balanced)
    {
        LatentTask task = new(Enum.Parse<Separation>(separation), size, balanced, 2, 5);
        SyntheticCodes codes = SyntheticCodes.Draw(task, 20_000);
        Assert.Equal(codes.Values, SyntheticCodes.Draw(task, 20_000).Values);
        int[] members = [.. Enumerable.Range(0, task.Clusters).Select(k => codes.Labels.Count(label => label == k))];
        Assert.Equal(balanced ? 1 : 5, (double)members.Max() / members.Min(), balanced ? 0.2 : 1.0);

        double nearest = double.PositiveInfinity, least = (double)Enum.Parse<Separation>(separation) / 10 * Math.Pow(size / 2.0, 0.25);
        for (int a = 0; a < task.Clusters; a++)
        {
            for (int b = 0; b < a; b++)
                nearest = Math.Min(nearest, Distance(codes, a, b));
        }

        Assert.InRange(nearest, least * 0.97, least * 1.3);
    }

    [Theory]
    [InlineData(2, true, 2)]
    [InlineData(16, false, 4)]
    public void Rivals_leave_one_component_a_cluster_where_em_keeps_all(int size, bool balanced, int excess)
    {
        LatentTask task = new(Separation.Well, size, balanced, excess, 11);
        SyntheticCodes codes = SyntheticCodes.Draw(task, 2000);
        LatentOutcome rpcl = LatentTrial.Run(task, codes, LatentMethod.Rpcl), em = LatentTrial.Run(task, codes, LatentMethod.Em);
        Assert.True(rpcl.IsExact, $"{rpcl.Found} instead of {task.Clusters}");
        Assert.True(rpcl.Nmi > 0.97);
        Assert.True(em.Found > task.Clusters);
        Assert.Equal(rpcl with { Seconds = 0 }, LatentTrial.Run(task, codes, LatentMethod.Rpcl) with { Seconds = 0 });
    }

    // The distance of the means, in units of the pooled standard deviation along it.
    private static double Distance(SyntheticCodes codes, int a, int b)
    {
        double[] first = Mean(codes, a), second = Mean(codes, b);
        double[] line = [.. first.Zip(second, (x, y) => x - y)];
        double length = Math.Sqrt(line.Sum(x => x * x)), variance = 0;
        foreach ((int k, double[] mean) in ((int, double[])[])[(a, first), (b, second)])
            variance += Rows(codes, k).Average(row => Math.Pow(row.Select((x, d) => (x - mean[d]) * line[d] / length).Sum(), 2)) / 2;
        return length / Math.Sqrt(variance);
    }

    private static double[] Mean(SyntheticCodes codes, int k)
    {
        float[][] rows = [.. Rows(codes, k)];
        return [.. Enumerable.Range(0, codes.CodeSize).Select(d => rows.Average(row => (double)row[d]))];
    }

    private static IEnumerable<float[]> Rows(SyntheticCodes codes, int k) =>
        Enumerable.Range(0, codes.Count).Where(i => codes.Labels[i] == k)
            .Select(i => codes.Values.AsSpan(i * codes.CodeSize, codes.CodeSize).ToArray());
}
