using CsCheck;
using RpclPix2Seq.Configuration;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Tests.Configuration;

public sealed class NearestNamesTests
{
    private static readonly Gen<string> Word = Gen.String[Gen.Char["abc"], 0, 7];

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("", "abc", 3)]
    [InlineData("seed", "sede", 1)]
    [InlineData("seed", "Sed", 1)]
    [InlineData("train", "trian", 1)]
    [InlineData("ca", "abc", 3)]
    [InlineData("kitten", "sitting", 3)]
    public void Distance_counts_edits(string a, string b, int expected) => Assert.Equal(expected, NearestNames.Distance(a, b));

    [Fact]
    public void Distance_is_symmetric_and_zero_only_for_equal_words() => Gen.Select(Word, Word).ForAll((a, b) =>
        Assert.True(NearestNames.Distance(a, b) == NearestNames.Distance(b, a) && (NearestNames.Distance(a, b) == 0) == (a == b)
        && NearestNames.Distance(a, b) >= Math.Abs(a.Length - b.Length) && NearestNames.Distance(a, b) <= Math.Max(a.Length, b.Length)));

    [Fact]
    public void A_hint_lists_the_nearest_first_and_nothing_far_away()
    {
        string[] verbs = ["train", "sample", "reconstruct", "verify"];
        Assert.Equal("did you mean train?", NearestNames.Hint("trian", verbs));
        Assert.Equal("did you mean reconstruct?", NearestNames.Hint("recon", verbs));
        Assert.Equal("did you mean simple, sample or dimple?", NearestNames.Hint("simple", ["sample", "simple", "dimple", "other"]));
        Assert.Equal("", NearestNames.Hint("quickstart", verbs));
    }

    [Fact]
    public void A_megabyte_in_the_place_of_a_name_costs_little()
    {
        string typed = new('x', 1 << 20);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal("", NearestNames.Hint(typed, ["train", "sample"]));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }
}
