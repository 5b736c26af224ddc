namespace RpclPix2Seq.Sketches.Formats.SketchRnn;

/// <summary>Pictures that are drawn while they are written.</summary>
/// <param name="Count">How many.</param>
/// <param name="Draw">Draws one; called from several threads at once, each picture once.</param>
public sealed record ImageSource(int Count, ImageSource.DrawPicture Draw)
{
    /// <summary>Draws a picture.</summary>
    /// <param name="index">Which, from 0.</param>
    /// <param name="pixels">[height, width] bytes, 255 white; every one must be set.</param>
    public delegate void DrawPicture(int index, Span<byte> pixels);

    /// <summary>Pictures that are in memory.</summary>
    public static ImageSource Of(ImageSet images)
    {
        ArgumentNullException.ThrowIfNull(images);
        return new ImageSource(images.Count, (index, pixels) => images[index].CopyTo(pixels));
    }
}
