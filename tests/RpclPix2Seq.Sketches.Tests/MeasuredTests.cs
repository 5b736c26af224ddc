namespace RpclPix2Seq.Sketches.Tests;

/// <summary>Tests that measure what the whole process allocates: no others run beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public static class MeasuredTests
{
    public const string Name = "measured";
}
