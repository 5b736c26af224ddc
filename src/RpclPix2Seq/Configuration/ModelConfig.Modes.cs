using RpclPix2Seq.Sketches.Images.Raster;
using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Configuration;

/// <content>What the two modes do differently with sketches and densities.</content>
public sealed partial record ModelConfig
{
    /// <summary>How pictures are drawn.</summary>
    public RasterOptions PictureOptions()
    {
        RasterOptions mode = Compat == Compatibility.Reference ? RasterOptions.Reference : RasterOptions.Default;
        return mode with { Size = PngWidth, FirstRow = FirstRow };
    }

    /// <summary>
    /// What the offsets of sketches are clamped to, in data units: as in the original with compat=reference, else sketches stay as drawn.
    /// </summary>
    public float LargestOffset() => Compat == Compatibility.Reference ? StrokeCleaning.ReferenceLimit : float.PositiveInfinity;

    /// <summary>Smallest σ of the decoder's density: <see cref="MinSigma"/>, or 0 with compat=reference.</summary>
    public double SmallestSigma() => Compat == Compatibility.Reference ? 0 : MinSigma;
}
