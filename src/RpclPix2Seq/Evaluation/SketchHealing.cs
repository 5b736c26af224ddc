using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Evaluation;

/// <summary>
/// Pictures with missing parts, following SketchHealer (Su, Qi, Pang, Yang and Song, 2020), which removes patches around the lines: squares
/// of an eighth of the picture's side, centered on random pixels with ink, become paper until the given share of the ink is gone. In the
/// last square, the pixels nearest to its center go first, so that at most one pixel too many is masked.
/// </summary>
internal static class SketchHealing
{
    private const byte Paper = byte.MaxValue;
    private const int PatchesASide = 8, SmallestPatch = 3;

    /// <summary>Width and height of a patch in pixels, an odd number.</summary>
    /// <param name="size">Width and height of the picture, in pixels.</param>
    public static int PatchSize(int size) => Math.Max(size / PatchesASide, SmallestPatch) | 1;

    /// <summary>Masks a picture in place.</summary>
    /// <param name="picture">[W, W] row by row, 255 = paper, 0 = ink.</param>
    /// <param name="size">W.</param>
    /// <param name="share">The share of the ink, the sum of 255 − pixel, that becomes paper, 0 to 1.</param>
    /// <param name="seed">The seed; part of the key of the patches.</param>
    /// <param name="sketch">Index of the sketch; also part of the key. A larger share masks all that a smaller one does, and more.</param>
    /// <returns>The share that was masked; 0 for a picture without ink.</returns>
    /// <exception cref="InputException">The share is out of range.</exception>
    public static double Mask(Span<byte> picture, int size, double share, long seed, int sketch)
    {
        if (!(share >= 0 && share <= 1))
            throw new InputException("healing share", "", "a number from 0 to 1", $"{share}", "for example 0.1");
        if (picture.Length != size * size)
            throw new ArgumentException($"expected {size}·{size} bytes, found {picture.Length}", nameof(picture));
        long whole = InkOf(picture), wanted = (long)Math.Ceiling(share * whole), masked = 0;
        CounterRandom random = new(RandomPurpose.Healing, seed, sketch);
        (int Down, int Right)[] offsets = Offsets(PatchSize(size));
        while (masked < wanted)
        {
            int center = Draw(picture, ref random);
            (int row, int column) = Math.DivRem(center, size);
            foreach ((int down, int right) in offsets)
            {
                (int y, int x) = (row + down, column + right);
                if (masked >= wanted)
                    break;
                if (y < 0 || y >= size || x < 0 || x >= size)
                    continue;
                masked += Paper - picture[(y * size) + x];
                picture[(y * size) + x] = Paper;
            }
        }

        return whole == 0 ? 0 : (double)masked / whole;
    }

    private static long InkOf(ReadOnlySpan<byte> picture)
    {
        long ink = 0;
        foreach (byte pixel in picture)
            ink += Paper - pixel;
        return ink;
    }

    /// <summary>A random pixel with ink, all equally likely.</summary>
    private static int Draw(ReadOnlySpan<byte> picture, ref CounterRandom random)
    {
        int left = random.NextInt(picture.Length - picture.Count(Paper));
        for (int i = 0; ; i++)
        {
            if (picture[i] != Paper && left-- == 0)
                return i;
        }
    }

    /// <summary>The offsets of a patch's pixels from its center, nearest first.</summary>
    private static (int Down, int Right)[] Offsets(int patch)
    {
        int reach = patch / 2;
        return
        [
            .. from y in Enumerable.Range(-reach, patch)
               from x in Enumerable.Range(-reach, patch)
               orderby (y * y) + (x * x), y, x
               select (y, x),
        ];
    }
}
