namespace RpclPix2Seq;

/// <summary>Input of an encoder: a sketch, which is drawn for it, or a picture already in the model's format.</summary>
/// <param name="Sketch">The strokes, or null for a picture.</param>
/// <param name="Picture">[W, W] bytes row by row, 255 = white, of the model's size; empty for a sketch.</param>
public sealed record EncoderInput(Sketch? Sketch, ReadOnlyMemory<byte> Picture)
{
    /// <summary>A sketch.</summary>
    public static EncoderInput Of(Sketch sketch) => new(sketch, default);

    /// <summary>A picture: [W, W] bytes row by row, 255 = white.</summary>
    public static EncoderInput Of(ReadOnlyMemory<byte> picture) => new(null, picture);
}
