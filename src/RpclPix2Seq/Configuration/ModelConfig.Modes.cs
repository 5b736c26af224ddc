using RpclPix2Seq.Sketches.Images.Raster;
using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Configuration;

/// <content>Differences between the two modes in sketches and densities.</content>
public sealed partial record ModelConfig
{
    /// <summary>How pictures are drawn.</summary>
    public RasterOptions PictureOptions()
    {
        RasterOptions mode = Compat == Compatibility.Reference ? RasterOptions.Reference : RasterOptions.Default;
        return mode with { Size = PngWidth, FirstRow = FirstRow };
    }

    /// <summary>
    /// The limit to which sketch offsets are clamped, in data units: the original's with compat=reference; otherwise infinity, so sketches
    /// stay as drawn.
    /// </summary>
    public float LargestOffset() => Compat == Compatibility.Reference ? StrokeCleaning.ReferenceLimit : float.PositiveInfinity;

    /// <summary>Smallest σ of the decoder's density: <see cref="MinSigma"/>, or 0 with compat=reference.</summary>
    public double SmallestSigma() => Compat == Compatibility.Reference ? 0 : MinSigma;
}
