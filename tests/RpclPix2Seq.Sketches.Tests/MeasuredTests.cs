namespace RpclPix2Seq.Sketches.Tests;

/// <summary>Tests that look at what the whole process shares, such as its allocations: no others run in parallel.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public static class MeasuredTests
{
    public const string Name = "measured";
}
