namespace RpclPix2Seq.Sketches.Formats.SketchRnn;

/// <summary>The type of the numbers in a sketch file.</summary>
public enum SketchItemType
{
    /// <summary>int16 if every offset of the file is an integer in its range, otherwise float32.</summary>
    Automatic,

    /// <summary>16-bit integers.</summary>
    Int16,

    /// <summary>32-bit floats.</summary>
    Float32,
}
