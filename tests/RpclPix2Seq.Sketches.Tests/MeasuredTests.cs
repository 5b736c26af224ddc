namespace RpclPix2Seq.Sketches.Tests;

/// <summary>Tests that measure the allocations of the whole process: no others run in parallel.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public static class MeasuredTests
{
    public const string Name = "measured";
}
