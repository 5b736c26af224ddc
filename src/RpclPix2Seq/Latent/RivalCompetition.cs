using RpclPix2Seq.Sketches.Strokes;
using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Latent;

/// <summary>A change to a component and the evidence for it.</summary>
/// <param name="Change">The kind of change.</param>
/// <param name="Component">The changed component.</param>
/// <param name="Other">The winner that took its codes, or the component that gave up part of its codes to it; −1 for none.</param>
/// <param name="Gain">Nats that two components gain over one, summed over all codes.</param>
/// <param name="Cost">Cost of describing a component, in nats.</param>
/// <param name="Codes">Number of codes examined.</param>
internal sealed record LatentDecision(LatentChange Change, int Component, int Other, double Gain, double Cost, int Codes);

/// <summary>The kinds of change to a component.</summary>
internal enum LatentChange
{
    /// <summary>It was redundant: its winner took all of its codes.</summary>
    Merged,

    /// <summary>No valley separated its codes from those of its winner, which took them.</summary>
    Joined,

    /// <summary>Its weight fell below the threshold.</summary>
    Faded,

    /// <summary>It was revived on part of another component's codes.</summary>
    Split,
}

/// <summary>
/// Decides how many components a mixture needs for given codes: rival-penalized competitive learning (Xu, Krzyzak and Oja, 1993) with the
/// penalty decided by evidence. If two components explain the codes hardly better than one in their place would (<see cref="PairGains"/>),
/// the lighter is the rival, and the penalty is all of its mass: the winner takes its codes. "Hardly" means by less than the cost of
/// describing a component, half of ln N nats for each of its 2Z + 1 numbers (Schwarz, 1978). This criterion also keeps the slices of a
/// non-Gaussian cluster, the usual kind among codes; where they form an island of their own, <see cref="Valleys"/> merges them into one. A
/// lost component is revived on half of another component's codes where both criteria call for it.
/// </summary>
internal static class RivalCompetition
{
    private const int MergePasses = 10, SplitPasses = 20, ChangePasses = 10;

    // Slightly redundant components may no longer be redundant once the most redundant ones are gone, so the limit rises to the cost by
    // factors of two.
    private const double FirstShare = 1 / 16.0;

    // With fewer codes there is no evidence for two Gaussians.
    private const int FewestToSplit = 20;

    /// <summary>
    /// Merges redundant components and slices of one cluster, splits components that hold two clusters, and merges again.
    /// </summary>
    /// <param name="mixture">The initial mixture, float64.</param>
    /// <param name="codes">z [N, Z], float64.</param>
    /// <param name="threshold">Weight below which a component counts as dead.</param>
    /// <param name="random">Draws the starting points of splits.</param>
    /// <param name="decisions">Receives the changes, in order.</param>
    public static MixtureState Settle(
        MixtureState mixture, Tensor codes, double threshold, ref CounterRandom random, List<LatentDecision> decisions)
    {
        using IDisposable scope = NewDisposeScope();
        mixture = Merge(mixture, codes, threshold, decisions);
        int[] merged = [.. decisions.Where(d => d.Change == LatentChange.Merged).Select(d => d.Other)];
        int before = decisions.Count;
        mixture = Split(Join(mixture, codes, decisions), codes, merged, ref random, decisions);
        if (decisions.Count > before)
            mixture = MixtureFit.Passes(
                Join(Merge(MixtureFit.Passes(mixture, codes, ChangePasses), codes, threshold, decisions), codes, decisions), codes,
                ChangePasses);
        return mixture.MoveToOuterDisposeScope();
    }

    /// <summary>Cost of describing one more component, in nats.</summary>
    public static double Cost(Tensor codes) => 0.5 * ((2 * codes.shape[1]) + 1) * Math.Log(codes.shape[0]);

    private static MixtureState Merge(MixtureState mixture, Tensor codes, double threshold, List<LatentDecision> decisions)
    {
        double cost = Cost(codes), limit = cost * FirstShare;
        int size = (int)codes.shape[0];
        while (true)
        {
            mixture = MixtureFit.Passes(mixture, codes, MergePasses);
            Values values = Values.Of(mixture);
            double least = Math.Min(threshold, values.Weight.Max());
            int[] faded = [.. Enumerable.Range(0, values.Weight.Length).Where(k => values.Weight[k] > 0 && values.Weight[k] < least)];
            foreach (int k in faded)
            {
                decisions.Add(new LatentDecision(LatentChange.Faded, k, -1, 0, cost, size));
                values.Weight[k] = 0;
            }

            IReadOnlyList<(int A, int B)> pairs = NearPairs.Of(mixture);
            ((int A, int B) Pair, double Gain)[] redundant =
                [.. pairs.Zip(PairGains.Sum(mixture, codes, pairs))
                    .Where(p => p.Second < cost && values.Weight[p.First.A] > 0 && values.Weight[p.First.B] > 0).OrderBy(p => p.Second)];
            if (faded.Length == 0 && redundant.Length == 0)
                return mixture;
            while (redundant.Length > 0 && redundant[0].Gain >= limit)
                limit *= 2;

            // The most redundant first; a component takes part in one merger at a time.
            HashSet<int> taken = [];
            foreach (((int a, int b), double gain) in redundant.TakeWhile(p => p.Gain < limit))
            {
                if (taken.Contains(a) || taken.Contains(b))
                    continue;
                taken.UnionWith([a, b]);
                (int winner, int rival) = values.Weight[a] >= values.Weight[b] ? (a, b) : (b, a);
                values.Absorb(winner, rival);
                decisions.Add(new LatentDecision(LatentChange.Merged, rival, winner, gain, cost, size));
            }

            mixture = values.ToState(mixture);
        }
    }

    private static MixtureState Join(MixtureState mixture, Tensor codes, List<LatentDecision> decisions)
    {
        Values values = Values.Of(mixture);
        (int Rival, int Winner)[] joins =
        [
            .. from slices in Valleys.Clusters(mixture, codes)
               let winner = slices.MaxBy(k => values.Weight[k])
               from rival in slices
               where rival != winner
               select (rival, winner),
        ];
        foreach (((int rival, int winner), double gain) in joins.Zip(PairGains.Sum(mixture, codes, joins)))
        {
            values.Absorb(winner, rival);
            decisions.Add(new LatentDecision(LatentChange.Joined, rival, winner, gain, Cost(codes), (int)codes.shape[0]));
        }

        return values.ToState(mixture);
    }

    /// <summary>
    /// Splits a component if two would explain its codes better by more than the cost of a component, and a valley separates the two or the
    /// component has just been merged, maybe too eagerly.
    /// </summary>
    private static MixtureState Split(
        MixtureState mixture, Tensor codes, int[] merged, ref CounterRandom random, List<LatentDecision> decisions)
    {
        Values values = Values.Of(mixture);
        Queue<int> free = new(Enumerable.Range(0, values.Weight.Length).Where(k => values.Weight[k] == 0));
        double cost = Cost(codes);
        using IDisposable scope = NewDisposeScope();
        Tensor winners = MixtureFit.LogJoint(mixture, codes).argmax(1);
        foreach (int k in Enumerable.Range(0, values.Weight.Length).Where(k => values.Weight[k] > 0)
            .OrderByDescending(k => values.Weight[k]).ToArray())
        {
            if (free.Count == 0)
                break;
            using IDisposable inner = NewDisposeScope();
            Tensor own = codes[winners.IsEqualTo(k)];
            if (own.shape[0] < FewestToSplit)
                continue;
            MixtureState two = MixtureFit.Passes(
                MixtureInitializer.FromCodes(own.cpu(), zeros_like(own).cpu(), 2, ref random).To(own.device), own, SplitPasses);
            double gain = MixtureFit.LogLikelihood(two, own) - MixtureFit.LogLikelihood(MixtureFit.Single(two, own), own);
            if (gain <= cost || !(merged.Contains(k) || Valleys.Part(two, own)))
                continue;
            int back = free.Dequeue();
            values.Divide(k, back, Values.Of(two));
            decisions.Add(new LatentDecision(LatentChange.Split, back, k, gain, cost, (int)codes.shape[0]));
        }

        return values.ToState(mixture).MoveToOuterDisposeScope();
    }

    /// <summary>The numbers of a mixture, which can be changed one by one.</summary>
    private sealed record Values(double[] Mean, double[] Variance, double[] Weight)
    {
        private int Size => Mean.Length / Weight.Length;

        public static Values Of(MixtureState mixture) => new(mixture.Mean.Doubles(), mixture.Variance.Doubles(), mixture.Weight.Doubles());

        public MixtureState ToState(MixtureState like) => new(
            tensor(Mean, like.Mean.shape).to(like.Mean.device), tensor(Variance, like.Mean.shape).to(like.Mean.device),
            tensor(Weight).to(like.Mean.device));

        /// <summary>The winner gets the moments of both.</summary>
        public void Absorb(int winner, int rival)
        {
            double a = Weight[winner], b = Weight[rival], both = a + b;
            for (int d = 0; d < Size; d++)
            {
                int i = (winner * Size) + d, j = (rival * Size) + d;
                double mean = ((a * Mean[i]) + (b * Mean[j])) / both, fromWinner = Mean[i] - mean, fromRival = Mean[j] - mean;
                Variance[i] = ((a * (Variance[i] + (fromWinner * fromWinner))) + (b * (Variance[j] + (fromRival * fromRival)))) / both;
                Mean[i] = mean;
            }

            (Weight[winner], Weight[rival]) = (both, 0);
        }

        /// <summary>A component becomes the first of two, and a removed one becomes the second.</summary>
        public void Divide(int component, int back, Values two)
        {
            double whole = Weight[component];
            foreach ((int target, int source) in (ReadOnlySpan<(int, int)>)[(component, 0), (back, 1)])
            {
                Array.Copy(two.Mean, source * Size, Mean, target * Size, Size);
                Array.Copy(two.Variance, source * Size, Variance, target * Size, Size);
                Weight[target] = whole * two.Weight[source];
            }
        }
    }
}
