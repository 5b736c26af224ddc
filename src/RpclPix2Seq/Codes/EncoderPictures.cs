using RpclPix2Seq.Sketches.Images.Raster;
using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Codes;

/// <summary>Turns sketches and pictures into the encoder's input.</summary>
internal static class EncoderPictures
{
    /// <summary>Draws the sketches and puts the pictures between them, in the order of the inputs.</summary>
    /// <param name="inputs">N sketches and pictures.</param>
    /// <param name="options">How sketches are drawn.</param>
    /// <param name="type">Element type of the result.</param>
    /// <returns>[N, W, W], white = +1, ink = −1.</returns>
    /// <exception cref="ArgumentException">A picture has another size.</exception>
    public static Tensor Images(IReadOnlyList<EncoderInput> inputs, RasterOptions options, ScalarType type)
    {
        using IDisposable scope = NewDisposeScope();
        byte[] pixels = Pixels(inputs, options);
        return tensor(pixels, [inputs.Count, options.Size, options.Size]).to(type).Times(2.0 / 255).Minus(1).MoveToOuterDisposeScope();
    }

    /// <summary>Whether a sketch or picture shows any ink.</summary>
    public static bool HasInk(EncoderInput input, RasterOptions options) =>
        Pixels([input], options).AsSpan().ContainsAnyExcept(byte.MaxValue);

    private static byte[] Pixels(IReadOnlyList<EncoderInput> inputs, RasterOptions options)
    {
        int size = options.Size * options.Size;
        byte[] pixels = new byte[inputs.Count * size];
        Sketch[] sketches = [.. inputs.Select(input => input.Sketch?.As(options.FirstRow)).OfType<Sketch>()];
        if (sketches.Length == inputs.Count)
        {
            SketchPictures.DrawAll(sketches, options, pixels);
            return pixels;
        }

        byte[] drawn = new byte[sketches.Length * size];
        SketchPictures.DrawAll(sketches, options, drawn);
        int next = 0;
        for (int i = 0; i < inputs.Count; i++)
        {
            ReadOnlySpan<byte> picture = inputs[i].Sketch is null ? inputs[i].Picture.Span : drawn.AsSpan(next++ * size, size);
            if (picture.Length != size)
                throw new ArgumentException($"picture {i} has {picture.Length} bytes, not {options.Size}·{options.Size}", nameof(inputs));
            picture.CopyTo(pixels.AsSpan(i * size, size));
        }

        return pixels;
    }
}
