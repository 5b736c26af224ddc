using CsCheck;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Cli.Tests.Terminal;

public sealed class BraillePictureTests
{
    [Fact]
    public void Each_pixel_has_its_dot()
    {
        // The dots of the block are numbered 1 2 3 7 down the left and 4 5 6 8 down the right; dot n is bit n − 1.
        int[] dots = [1, 4, 2, 5, 3, 6, 7, 8];
        for (int i = 0; i < dots.Length; i++)
        {
            byte[] pixels = [.. Enumerable.Repeat(byte.MaxValue, 8)];
            pixels[i] = 0;
            Assert.Equal([$"{(char)(0x2800 + (1 << (dots[i] - 1)))}"], BraillePicture.Lines(pixels, 2));
        }
    }

    [Fact]
    public void Paper_is_blank_and_ink_is_counted() => Gen.Byte.Array[8 * 12].ForAll(pixels =>
    {
        string[] lines = BraillePicture.Lines(pixels, 8);
        Assert.Equal([4, 4, 4], lines.Select(line => line.Length));
        int dots = lines.Sum(line => line.Sum(c => c == ' ' ? 0 : int.PopCount(c - 0x2800)));
        Assert.Equal(pixels.Count(pixel => pixel < 170), dots);
    });
}
