using CsCheck;
using RpclPix2Seq.Sketches.Datasets.Importing;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Sketches.Tests.Datasets.Importing;

public sealed class LengthTallyTests
{
    [Fact]
    public void Quantiles_of_usual_lengths_are_exact() =>
        Gen.Select(Gen.Int[1, 512].Array[1, 50], Gen.Double[0, 1]).ForAll((lengths, share) =>
        {
            LengthTally tally = Of(lengths);
            int[] sorted = [.. lengths.Order()];
            int place = Math.Max((int)Math.Ceiling(share * sorted.Length), 1) - 1;
            Assert.Equal(sorted[place], tally.Quantile(share));
            Assert.Equal((lengths.Length, lengths.Sum(), sorted[^1]), ((int)tally.Count, (int)tally.Sum, tally.Longest));
        });

    [Fact]
    public void Tallies_add_up() => Gen.Int[1, 5000].Array[0, 30].ForAll(lengths =>
    {
        LengthTally whole = Of(lengths), sum = Of(lengths[..(lengths.Length / 2)]);
        sum.Add(Of(lengths[(lengths.Length / 2)..]));
        Assert.Equal(whole.Bins.ToArray(), sum.Bins.ToArray());
        Assert.Equal((whole.Count, whole.Sum, whole.Longest, whole.Mean), (sum.Count, sum.Sum, sum.Longest, sum.Mean));
        sum.Clear();
        Assert.Equal((0, 0, 0, 0.0, 0), (sum.Count, sum.Sum, sum.Longest, sum.Mean, sum.Quantile(0.5)));
    });

    private static LengthTally Of(int[] lengths)
    {
        LengthTally tally = new();
        foreach (int length in lengths)
            tally.Add(length);
        return tally;
    }
}
