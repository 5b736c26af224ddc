namespace RpclPix2Seq.Safety.Fuzzing;

/// <summary>How many executions of a run each target gets.</summary>
/// <param name="Executions">The executions of all targets together.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Parts">How many processes share the work: part p runs every execution i with i mod parts = p.</param>
internal sealed record FuzzPlan(long Executions, long Seed, int Parts)
{
    /// <summary>Executions of each target, in order, by weight; the first ones get the remainder.</summary>
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
