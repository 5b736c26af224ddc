namespace RpclPix2Seq.Sketches.Images.Tracing;

/// <summary>How the lines of a picture become lines of the width that an encoder was trained on.</summary>
public enum PictureMode
{
    /// <summary>Lines are thinned to their middle, and that is drawn anew.</summary>
    Trace,

    /// <summary>The picture is scaled by area averaging; its lines keep their width relative to the drawing, and filled areas stay filled.</summary>
    Resample,
}
