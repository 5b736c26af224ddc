namespace RpclPix2Seq.Sketches.Formats.SketchRnn.Pickles;

/// <summary>What a <see cref="PickleValue"/> is.</summary>
internal enum PickleKind
{
    /// <summary>Nothing was stored at this place of the memo.</summary>
    Unset,

    /// <summary>Python's None.</summary>
    None,

    /// <summary>True or False, 1 or 0 in the payload.</summary>
    Boolean,

    /// <summary>An integer in the payload.</summary>
    Integer,

    /// <summary>A double in the payload's bits.</summary>
    Real,

    /// <summary>UTF-8 text: payload is its offset in the input, count its bytes.</summary>
    Text,

    /// <summary>Bytes (or a Python 2 string): payload is their offset in the input, count their number.</summary>
    Bytes,

    /// <summary>Bytes written as UTF-8 text of characters 0 to 255: payload is the offset in the input, count the bytes of the text.</summary>
    LatinBytes,

    /// <summary>A tuple: payload is its first cell, count the number of cells.</summary>
    Tuple,

    /// <summary>A list: payload is its number.</summary>
    List,

    /// <summary>One of the allowed callables, a <see cref="PickleGlobal"/> in the payload.</summary>
    Global,

    /// <summary>A numpy element type: payload is its number.</summary>
    Dtype,

    /// <summary>A numpy array: payload is its number.</summary>
    Array,
}
