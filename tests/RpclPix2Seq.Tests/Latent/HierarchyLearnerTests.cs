using CsCheck;
using RpclPix2Seq.Latent;
using RpclPix2Seq.Sketches.Strokes;
using RpclPix2Seq.TestKit;
using RpclPix2Seq.Tests.Networks;
using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Tests.Latent;

[LeakCheck]
public sealed class HierarchyLearnerTests
{
    private const int Expectation = 1, Competition = 3;
    private const double Rate = 0.05, Smoothing = 0.1;
    private static readonly LatentLearning Learning = Mixtures.Learning with
    {
        DeLearningRate = Rate,
        RpclStart = 0,
        Smoothing = Smoothing,
    };
    private static readonly Gen<int> Seeds = Gen.Int[0, 1_000_000];
    private readonly HierarchyLearner _learner = new(Learning);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Between_competitions_the_components_learn_as_a_plain_mixture_and_keep_their_parents(int parents) => Seeds.ForAll(
        seed =>
        {
            using var scope = NewDisposeScope();
            MixtureState mixture = Mixtures.TwoLevels(seed, components: 4, parents);
            LatentBatch batch = Mixtures.Batch(mixture, seed);
            MixtureState after = _learner.Update(mixture, batch, Expectation);
            MixtureState plain = new EmLearner(Learning)
                .Update(new MixtureState(mixture.Mean, mixture.Variance, mixture.Weight), batch, Expectation);
            Mixtures.AssertClose(plain, new MixtureState(after.Mean, after.Variance, after.Weight), 1e-9);
            Tiny.AssertClose(mixture.Hierarchy!.Parents(), after.Hierarchy!.Parents(), 1e-9);
        },
        count: 20);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_competition_follows_the_formulas(int parents) => Seeds.ForAll(
        seed =>
        {
            using var scope = NewDisposeScope();
            MixtureState mixture = Mixtures.TwoLevels(seed, components: 4, parents);
            LatentBatch batch = Mixtures.Batch(mixture, seed, size: 8);
            Mixtures.AssertClose(Naive(mixture, batch), _learner.Update(mixture, batch, Competition), 1e-8);
        },
        count: 40);

    [Theory]
    [InlineData(Expectation)]
    [InlineData(Competition)]
    public void Other_names_of_components_and_parents_change_nothing_else(long step) => Seeds.ForAll(
        seed =>
        {
            using var scope = NewDisposeScope();
            MixtureState mixture = Mixtures.TwoLevels(seed, components: 4, parents: 3);
            Tensor order = tensor(new long[] { 2, 0, 3, 1 }), above = tensor(new long[] { 1, 2, 0 });
            MixtureState renamed = Mixtures.Permuted(mixture, order, above);
            MixtureState after = _learner.Update(mixture, Mixtures.Batch(mixture, seed), step);
            Mixtures.AssertClose(
                Mixtures.Permuted(after, order, above), _learner.Update(renamed, Mixtures.Batch(renamed, seed), step), 1e-9);
        },
        count: 20);

    [Fact]
    public void Everything_stays_a_distribution_in_single_precision_too() =>
        Gen.Select(Seeds, Gen.Double[0.01, 0.9], Gen.Double[0, 0.9]).ForAll((seed, smoothing, rate) =>
        {
            using var scope = NewDisposeScope();
            HierarchyLearner learner = new(Learning with { Smoothing = smoothing, DeLearningRate = rate, RpclPeriod = 2 });
            MixtureState mixture = Mixtures.TwoLevels(seed, components: 5, parents: 3).To(float32);
            for (int step = 1; step <= 60; step++)
                mixture = learner.Update(mixture, Mixtures.Batch(mixture, seed + step), step);
            Assert.True(mixture.Mean.isfinite().all().item<bool>() && mixture.Variance.IsAbove(0).all().item<bool>());

            // Sums of at most five products of numbers that are rounded to single precision, and sums of such sums; the terms add up to 1.
            const double Few = 20 * Roundings.Unit;
            Assert.Equal(1, mixture.Weight.sum().item<float>(), Few);
            Assert.Equal(1, mixture.Hierarchy!.Weight.sum().item<float>(), Few);
            Tiny.AssertClose(ones(3, float64), mixture.Hierarchy.Conditional.sum([0L]), Few);
            Tiny.AssertClose(mixture.Hierarchy.ComponentWeights(), mixture.Weight, Few);
            Assert.True(mixture.Hierarchy.Conditional.IsAtLeast(0).all().item<bool>());
            Assert.NotEmpty(mixture.Alive(1e-3));
        },
        count: 10);

    [Fact]
    public void Components_of_one_cluster_of_clusters_end_below_one_parent()
    {
        // Clusters at (±20, ±2): the two on either side belong together.
        using var scope = NewDisposeScope();
        Tensor means = tensor(new double[] { 20, 2, -20, 2, 20, -2, -20, -2 }, [4, 2]);
        CounterRandom random = new(1);
        MixtureState mixture = MixtureInitializer.Group(
            new MixtureState(means, ones_like(means), empty([4], float64).Filled(0.25)), 2, ref random);
        for (int step = 0; step < 200; step++)
        {
            Tensor codes = means.repeat(16, 1).Plus(Tiny.Normal(step, 64, 2)).detach();
            Tensor log = mixture.LogPosterior(codes);
            mixture = _learner.Update(mixture, new LatentBatch(log, log.exp(), codes, zeros_like(codes)), step);
        }

        double[,] parents = Mixtures.Matrix(mixture.Hierarchy!.Parents());
        int right = parents[0, 0] > 0.5 ? 0 : 1;
        Assert.All(
            Enumerable.Range(0, 4), j => Assert.True(parents[j, j % 2 == 0 ? right : 1 - right] > 0.95, $"component {j}: {parents[j, 0]}"));
        Tiny.AssertClose([0.5, 0.5], Tiny.Values(mixture.Hierarchy.Weight), 0.1);
        Tiny.AssertClose(means, mixture.Mean, 0.3);
    }

    [Fact]
    public void A_code_that_cannot_tell_parents_apart_votes_for_none()
    {
        using var scope = NewDisposeScope();
        Tensor means = tensor(new double[] { 0, 0, 100, 0, 0, 100 }, [3, 2]);
        MixtureState mixture = new MixtureState(means, ones_like(means), empty([3], float64).Filled(1.0 / 3))
            .With(LatentHierarchy.Initial(3, 2, float64, CPU));
        Tensor codes = means.Plus(0.1), log = mixture.LogPosterior(codes);
        MixtureState after = _learner.Update(mixture, new LatentBatch(log, log.exp(), codes, zeros_like(codes)), Competition);
        double[,] parents = Mixtures.Matrix(after.Hierarchy!.Parents());
        Assert.Equal(0.5, parents[2, 0], 1e-12); // no component of its own has a parent that favors it
        Assert.True(parents[0, 0] > 0.8 + 0.01 && parents[1, 1] > 0.8 + 0.01); // 4/5 at the start
    }

    [Fact]
    public void A_mixture_of_one_level_is_refused()
    {
        using var scope = NewDisposeScope();
        MixtureState plain = Mixtures.Random(1);
        Assert.Throws<ArgumentException>(() => _learner.Update(plain, Mixtures.Batch(plain, 1), Expectation));
    }

    /// <summary>The formulas of the documentation, element by element.</summary>
    private static MixtureState Naive(MixtureState mixture, LatentBatch batch)
    {
        double[,] mean = Mixtures.Matrix(mixture.Mean), variance = Mixtures.Matrix(mixture.Variance);
        double[,] m = Mixtures.Matrix(batch.Means), v = Mixtures.Matrix(batch.Variances), gamma = Mixtures.Matrix(batch.Posterior);
        double[,] parents = Mixtures.Matrix(mixture.Hierarchy!.Parents());
        double[] alpha = Tiny.Values(mixture.Weight);
        int size = m.GetLength(0), components = alpha.Length, above = parents.GetLength(1);
        double[,] votes = new double[components, above], won = new double[size, components], lost = new double[size, components];
        for (int b = 0; b < size; b++)
        {
            int[] below = [.. Enumerable.Range(0, components).OrderByDescending(j => gamma[b, j])];
            won[b, below[0]] = gamma[b, below[0]];
            lost[b, below[1]] = Rate * gamma[b, below[1]];
            double[] u = [.. Enumerable.Range(0, above).Select(i => Enumerable.Range(0, components).Sum(j => gamma[b, j] * parents[j, i]))];
            int[] ranks = [.. Enumerable.Range(0, above).OrderByDescending(i => u[i])];
            votes[below[0], ranks[0]] += gamma[b, below[0]];
            if (above > 1)
                votes[below[0], ranks[1]] -= Rate * gamma[b, below[0]];
        }

        double[] mass = new double[components];
        double[,] nextParents = new double[components, above];
        for (int j = 0; j < components; j++)
        {
            double old = (1 - Smoothing) * alpha[j], gained = Enumerable.Range(0, size).Sum(b => won[b, j]) * Smoothing / size;
            double total = Enumerable.Range(0, above).Sum(i => Math.Max(0, parents[j, i] * votes[j, i]));
            for (int i = 0; i < above; i++)
            {
                double share = total > 0 ? Math.Max(0, parents[j, i] * votes[j, i]) / total : parents[j, i];
                nextParents[j, i] = ((old * parents[j, i]) + (gained * share)) / (old + gained);
            }

            mass[j] = old + gained;
            double charged = Math.Min(Enumerable.Range(0, size).Sum(b => lost[b, j]) * Smoothing / size, mass[j] / 2);
            for (int d = 0; d < Mixtures.Z; d++)
            {
                double drawn = Enumerable.Range(0, size).Sum(b => won[b, j] * m[b, d]) * Smoothing / size;
                double attracted = ((old * mean[j, d]) + drawn) / mass[j];
                double spread = Enumerable.Range(0, size)
                    .Sum(b => won[b, j] * (Math.Pow(m[b, d] - attracted, 2) + v[b, d])) * Smoothing / size;
                variance[j, d] = ((old * (variance[j, d] + Math.Pow(mean[j, d] - attracted, 2))) + spread) / mass[j];
                double charge = Enumerable.Range(0, size).Sum(b => lost[b, j]);
                double center = charge > 0 ? Enumerable.Range(0, size).Sum(b => lost[b, j] * m[b, d]) / charge : attracted;
                mean[j, d] = attracted + (charged / (mass[j] - charged) * (attracted - center));
            }

            mass[j] -= charged;
        }

        double sum = mass.Sum();
        double[] w =
        [
            .. Enumerable.Range(0, above).Select(i => Enumerable.Range(0, components).Sum(j => mass[j] / sum * nextParents[j, i])),
        ];
        double[,] conditional = new double[components, above];
        for (int j = 0; j < components; j++)
        {
            for (int i = 0; i < above; i++)
                conditional[j, i] = mass[j] / sum * nextParents[j, i] / w[i];
        }

        return new MixtureState(from_array(mean), from_array(variance), tensor(mass.Select(a => a / sum).ToArray()))
            .With(new LatentHierarchy(tensor(w), from_array(conditional)));
    }
}
