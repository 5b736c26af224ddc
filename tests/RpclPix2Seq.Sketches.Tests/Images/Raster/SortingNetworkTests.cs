using CsCheck;
using RpclPix2Seq.Sketches.Images.Raster;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Sketches.Tests.Images.Raster;

public sealed unsafe class SortingNetworkTests
{
    // A network that sorts all lists of zeros and ones sorts all lists (Knuth, volume 3, 5.3.4, theorem Z).
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(11)]
    [InlineData(13)]
    [InlineData(16)]
    public void All_zeros_and_ones_are_sorted(int count)
    {
        for (int first = 0; first < 1 << count; first += CrossingRow.Lanes)
            AssertSorts(count, (place, lane) => ((first + lane) >> place) & 1);
    }

    [Fact]
    public void Lists_of_any_length_are_sorted() =>
        Gen.Select(Gen.Int[0, 600], Gen.Int).ForAll((count, seed) =>
        {
            Random random = new(seed);
            AssertSorts(count, (_, _) => random.Next(int.MinValue, int.MaxValue));
        }, count: 100);

    private static void AssertSorts(int count, Func<int, int, int> value)
    {
        AlignedInts slots = new(count * CrossingRow.Lanes);
        int[][] lanes = [.. Enumerable.Range(0, CrossingRow.Lanes).Select(_ => new int[count])];
        for (int place = 0; place < count; place++)
        {
            for (int lane = 0; lane < CrossingRow.Lanes; lane++)
                slots.Address[(place * CrossingRow.Lanes) + lane] = lanes[lane][place] = value(place, lane);
        }

        SortingNetwork.Sort(slots.Address, count);
        for (int lane = 0; lane < CrossingRow.Lanes; lane++)
        {
            Array.Sort(lanes[lane]);
            for (int place = 0; place < count; place++)
                Assert.Equal(lanes[lane][place], slots.Address[(place * CrossingRow.Lanes) + lane]);
        }

        GC.KeepAlive(slots);
    }
}
