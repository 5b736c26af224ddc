using RpclPix2Seq.Evaluation;
using RpclPix2Seq.Sketches.Datasets.Procedural;
using RpclPix2Seq.Sketches.Images.Raster;

namespace RpclPix2Seq.Tests.Evaluation;

public sealed class SketchHealingTests
{
    private const int Size = 48;

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.3)]
    [InlineData(1)]
    public void Masks_cover_the_share_that_they_say_to_a_pixel(double share)
    {
        for (int i = 0; i < 20; i++)
        {
            byte[] whole = Picture(i), masked = [.. whole];
            double covered = SketchHealing.Mask(masked, Size, share, seed: 3, sketch: i);
            long ink = Ink(whole);
            Assert.Equal((ink - Ink(masked)) / (double)ink, covered, 1e-12);
            Assert.InRange(covered, share, share + (255.0 / ink));
            Assert.All(Enumerable.Range(0, whole.Length), p => Assert.True(masked[p] == whole[p] || masked[p] == 255));
        }
    }

    [Fact]
    public void What_is_masked_lies_in_patches_around_ink()
    {
        byte[] whole = [.. Enumerable.Repeat((byte)0, Size * Size)], masked = [.. whole];
        SketchHealing.Mask(masked, Size, 11.5 / (Size * Size), seed: 1, sketch: 0);
        int[] gone = [.. Enumerable.Range(0, masked.Length).Where(p => masked[p] == 255)];
        Assert.Equal(12, gone.Length);
        Assert.Equal(7, SketchHealing.PatchSize(Size));
        Assert.InRange(gone.Max(p => p / Size) - gone.Min(p => p / Size), 0, 6);
        Assert.InRange(gone.Max(p => p % Size) - gone.Min(p => p % Size), 0, 6);
    }

    [Fact]
    public void A_larger_share_masks_more_of_the_same_and_the_key_decides()
    {
        byte[] little = Picture(0), much = Picture(0), other = Picture(0), again = Picture(0);
        SketchHealing.Mask(little, Size, 0.1, 1, 0);
        SketchHealing.Mask(much, Size, 0.3, 1, 0);
        SketchHealing.Mask(other, Size, 0.3, 1, 1);
        SketchHealing.Mask(again, Size, 0.3, 1, 0);
        Assert.Equal(much, again);
        Assert.NotEqual(much, other);
        Assert.All(Enumerable.Range(0, much.Length), p => Assert.True(little[p] <= much[p]));
    }

    [Fact]
    public void Paper_stays_paper_and_wrong_shares_are_refused()
    {
        byte[] paper = [.. Enumerable.Repeat((byte)255, 64)];
        Assert.Equal(0, SketchHealing.Mask(paper, 8, 0.3, 1, 0));
        Assert.Throws<InputException>(() => SketchHealing.Mask(paper, 8, 1.5, 1, 0));
        Assert.Throws<ArgumentException>(() => SketchHealing.Mask(paper, 9, 0.5, 1, 0));
    }

    private static byte[] Picture(int index)
    {
        byte[] picture = new byte[Size * Size];
        new Rasterizer(RasterOptions.Default).Draw(ProceduralSketches.Draw("bus", 1, index).Sketch.Points, picture);
        return picture;
    }

    private static long Ink(byte[] picture) => picture.Sum(pixel => 255L - pixel);
}
