namespace RpclPix2Seq;

/// <summary>Input of an encoder: a sketch, which is drawn for it, or a picture already in the model's format.</summary>
/// <param name="Sketch">The strokes, or null for a picture.</param>
/// <param name="Picture">[W, W] bytes row by row, 255 = white, of the model's size; empty for a sketch.</param>
public sealed record EncoderInput(Sketch? Sketch, ReadOnlyMemory<byte> Picture)
{
    /// <summary>A sketch.</summary>
    public static EncoderInput Of(Sketch sketch) => new(sketch, default);

    /// <summary>
    /// A picture: [W, W] bytes row by row, 0 = ink, 255 = white; encoding throws unless W is the model's <c>PngWidth</c>.
    /// </summary>
    public static EncoderInput Of(ReadOnlyMemory<byte> picture) => new(null, picture);

    /// <summary>A sketch.</summary>
    public static implicit operator EncoderInput(Sketch sketch) => Of(sketch);
}

/// <summary>What an encoder says of a sketch or picture: a Gaussian over codes.</summary>
/// <param name="Mean">The code itself [Z].</param>
/// <param name="Variance">The variance of each number of the code [Z], above 0; larger is less certain.</param>
/// <param name="Component">The component of the mixture that it most likely belongs to.</param>
/// <param name="Posterior">The probability of every component [K]; 0 for components that were removed.</param>
public sealed record SketchCode(float[] Mean, float[] Variance, int Component, float[] Posterior);
