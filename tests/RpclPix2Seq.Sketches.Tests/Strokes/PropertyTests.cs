using CsCheck;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Sketches.Tests.Strokes;

/// <summary>The input on which all properties are tried.</summary>
public sealed class PropertyTests
{
    private static readonly Gen<int[]> Cases = Gen.Int[0, 1_000_000].Array[0, 5];

    [Fact]
    public void The_cases_are_the_same_every_time_and_differ_from_each_other()
    {
        List<int[]> first = Tried(50), again = Tried(50);
        Assert.Equal(first, again);
        Assert.Equal(first[..20], Tried(20));
        Assert.True(first.Select(values => string.Join(' ', values)).Distinct().Count() > 30);
    }

    [Fact]
    public void A_property_that_does_not_hold_fails_with_its_seed()
    {
        CsCheckException failure = Assert.Throws<CsCheckException>(() => Cases.ForAll(values => Assert.True(values.Sum() < 500_000)));
        Assert.Contains("CsCheck_Seed=", failure.Message, StringComparison.Ordinal);
    }

    private static List<int[]> Tried(int count)
    {
        List<int[]> tried = [];
        Cases.ForAll(tried.Add, count);
        return tried;
    }
}
