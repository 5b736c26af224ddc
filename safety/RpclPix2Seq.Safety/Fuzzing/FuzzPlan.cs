namespace RpclPix2Seq.Safety.Fuzzing;

/// <summary>How many executions each target has of a run.</summary>
/// <param name="Executions">Of all targets.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Parts">How many processes share the work: part p runs every execution i with i mod parts = p.</param>
internal sealed record FuzzPlan(long Executions, long Seed, int Parts)
{
    /// <summary>Executions of each target, in its order, by weight; rounding falls to the first ones.</summary>
    public long[] Shares(IReadOnlyList<FuzzTarget> targets)
    {
        long weights = targets.Sum(target => (long)target.Weight);
        long[] shares = [.. targets.Select(target => Executions * target.Weight / weights)];
        long left = Executions - shares.Sum();
        for (int i = 0; i < left; i++)
            shares[i]++;
        return shares;
    }
}
