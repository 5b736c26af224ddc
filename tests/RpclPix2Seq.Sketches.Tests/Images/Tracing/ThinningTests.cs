using CsCheck;
using RpclPix2Seq.Sketches.Images.Tracing;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Sketches.Tests.Images.Tracing;

public sealed class ThinningTests
{
    private const int Side = 24;

    /// <summary>Up to eight rectangles and disks, with a rim of 0.</summary>
    private static readonly Gen<byte[]> Mask =
        Gen.Select(Gen.Int[1, Side - 2], Gen.Int[1, Side - 2], Gen.Int[1, 9], Gen.Int[1, 9], Gen.Bool).Array[1, 8].Select(shapes =>
        {
            byte[] mask = new byte[Side * Side];
            foreach ((int left, int top, int width, int height, bool round) in shapes)
            {
                for (int y = top; y < Math.Min(top + height, Side - 1); y++)
                {
                    for (int x = left; x < Math.Min(left + width, Side - 1); x++)
                    {
                        double u = ((x - left + 0.5) / width) - 0.5, v = ((y - top + 0.5) / height) - 0.5;
                        if (!round || (u * u) + (v * v) <= 0.25)
                            mask[(y * Side) + x] = 1;
                    }
                }
            }

            return mask;
        });

    [Fact]
    public void What_hangs_together_stays_together_and_holes_stay_holes() => Mask.ForAll(mask =>
    {
        (int before, int holesBefore) = Count(mask);
        byte[] thin = [.. mask];
        Thinning.Thin(thin, Side);
        (int after, int holesAfter) = Count(thin);
        Assert.Equal((before, holesBefore), (after, holesAfter));
        Assert.All(Enumerable.Range(0, mask.Length), i => Assert.True(thin[i] <= mask[i]));
    });

    [Fact]
    public void Nothing_more_can_be_taken_from_a_thin_line() => Mask.ForAll(mask =>
    {
        Thinning.Thin(mask, Side);
        byte[] again = [.. mask];
        Thinning.Thin(again, Side);
        Assert.Equal(mask, again);
    });

    [Fact]
    public void A_bar_becomes_the_line_in_its_middle()
    {
        byte[] mask = new byte[Side * Side];
        for (int y = 9; y < 14; y++)
            mask.AsSpan((y * Side) + 2, 20).Fill(1);
        Thinning.Thin(mask, Side);
        Assert.All(Enumerable.Range(5, 14), x => Assert.Equal([11], Enumerable.Range(0, Side).Where(y => mask[(y * Side) + x] == 1)));
    }

    // Every pixel of the lines is on a branch or is a dot, and branches lead from pixel to neighbor.
    [Fact]
    public void Branches_cover_all_lines() => Mask.ForAll(mask =>
    {
        Thinning.Thin(mask, Side);
        SkeletonGraph graph = SkeletonGraph.Of(mask, Side);
        HashSet<int> covered = [.. graph.Dots, .. graph.Branches.SelectMany(branch => branch)];
        Assert.Equal(Enumerable.Range(0, mask.Length).Where(i => mask[i] == 1), covered.Order());
        Assert.All(graph.Branches, branch => Assert.All(branch.Zip(branch.Skip(1)), step =>
        {
            Assert.InRange(Math.Abs((step.First % Side) - (step.Second % Side)), 0, 1);
            Assert.InRange(Math.Abs((step.First / Side) - (step.Second / Side)), 0, 1);
        }));
    });

    private static (int Lines, int Holes) Count(byte[] mask)
    {
        Plane ink = new(Side, Side), paper = new(Side, Side);
        for (int i = 0; i < mask.Length; i++)
            (ink.Values[i], paper.Values[i]) = (mask[i], 1 - mask[i]);
        return (InkPatches.Find(ink, 1, 1).Patches.Count, InkPatches.Find(paper, 1, 1, diagonal: false).Patches.Count);
    }
}
