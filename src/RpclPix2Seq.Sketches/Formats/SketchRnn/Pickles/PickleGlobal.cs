namespace RpclPix2Seq.Sketches.Formats.SketchRnn.Pickles;

/// <summary>The only names that a pickle may refer to. None is called: each stands for one fixed, harmless meaning.</summary>
internal enum PickleGlobal
{
    /// <summary>numpy's <c>_reconstruct</c>: makes an empty array for BUILD to fill.</summary>
    Reconstruct,

    /// <summary>numpy's <c>ndarray</c>, the class of the array.</summary>
    NdArray,

    /// <summary>numpy's <c>dtype</c>: makes an element type.</summary>
    Dtype,

    /// <summary>numpy's <c>_frombuffer</c>: makes an array from bytes (protocol 5).</summary>
    FromBuffer,

    /// <summary><c>_codecs.encode(text, 'latin1')</c>: how Python 3 writes bytes in protocol 2.</summary>
    Encode,

    /// <summary><c>bytes()</c>: how Python 3 writes empty bytes in protocol 2.</summary>
    Bytes,
}
