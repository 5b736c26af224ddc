using RpclPix2Seq.Sketches.Files.Gif;
using RpclPix2Seq.Sketches.Strokes;
using SkiaSharp;

namespace RpclPix2Seq.Sketches.Tests.Files.Gif;

/// <summary>Against Skia's decoder.</summary>
public class GifWriterTests
{
    // Few pixels; a row of one color, whose codes grow long; noise, which fills the table of 4,096 codes many times.
    [Theory]
    [InlineData(1, 1, 3)]
    [InlineData(7, 3, 5)]
    [InlineData(300, 1, 2)]
    [InlineData(97, 61, 3)]
    [InlineData(256, 256, 2)]
    public void Frames_come_back_as_they_were(int width, int height, int frames)
    {
        foreach (int grays in (int[])[1, 2, 16])
        {
            CounterRandom random = new(width, height, grays);
            byte[][] written = new byte[frames][];
            GifWriter gif = new(width, height);
            for (int f = 0; f < frames; f++)
            {
                written[f] = f == 0 ? new byte[width * height] : [.. written[f - 1]];

                // Later frames change a part.
                for (int i = f == 0 ? 0 : written[f].Length / 3; i < (f == 0 ? written[f].Length : written[f].Length * 2 / 3); i++)
                    written[f][i] = (byte)(17 * (f + random.NextInt(grays)) % 256 / 17 * 17);
                gif.Add(written[f], 10 + f);
            }

            Assert.Equal(written.Select((frame, f) => (10 * (10 + f), Convert.ToHexString(frame))), Read(gif.Finish(), width, height)
                .Select(frame => (frame.Milliseconds, Convert.ToHexString(frame.Pixels))));
        }
    }

    [Fact]
    public void A_sketch_is_drawn_row_by_row_and_ends_as_its_picture()
    {
        Sketch sketch = new([new StrokePoint(3, 4, false), new(20, 0, false), new(0, 15, true), new(-10, 3, false), new(4, 9, true)]);
        (int Milliseconds, byte[] Pixels)[] frames = Read(sketch.ToGif(64, firstRow: FirstRow.Ink), 64, 64);
        Assert.Equal([60, 60, 60, 60, 1500], frames.Select(frame => frame.Milliseconds));
        int[] ink = [.. frames.Select(frame => frame.Pixels.Count(pixel => pixel < 128))];
        Assert.Equal(ink.Order(), ink);
        Assert.True(ink[0] > 0 && ink[1] > ink[0] && ink[2] > ink[1] && ink[3] == ink[2] && ink[4] > ink[3]); // the fourth row is a move
        using SKBitmap picture = SKBitmap.Decode(sketch.ToPng(64, firstRow: FirstRow.Ink));
        for (int i = 0; i < 64 * 64; i++)
            Assert.InRange(frames[^1].Pixels[i] - picture.GetPixel(i % 64, i / 64).Red, -9, 9); // sixteen grays
    }

    private static (int Milliseconds, byte[] Pixels)[] Read(byte[] file, int width, int height)
    {
        using SKCodec codec = SKCodec.Create(new MemoryStream(file));
        Assert.Equal((width, height), (codec.Info.Width, codec.Info.Height));
        Assert.Equal(-1, codec.RepetitionCount);
        var frames = new (int, byte[])[codec.FrameCount];
        SKImageInfo info = new(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        for (int f = 0; f < frames.Length; f++)
        {
            byte[] pixels = new byte[width * height * 4];
            unsafe
            {
                fixed (byte* at = pixels)
                    Assert.Equal(SKCodecResult.Success, codec.GetPixels(info, (nint)at, new SKCodecOptions(f)));
            }

            frames[f] = (codec.FrameInfo[f].Duration, [.. pixels.Chunk(4).Select(pixel => pixel[0])]);
        }

        return frames;
    }
}
