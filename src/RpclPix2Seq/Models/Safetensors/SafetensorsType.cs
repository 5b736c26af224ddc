namespace RpclPix2Seq.Models.Safetensors;

/// <summary>The element types of a safetensors file that are read and written here; each is little-endian in the file.</summary>
public enum SafetensorsType
{
    /// <summary><c>BOOL</c>: one byte, 0 or 1.</summary>
    Bool,

    /// <summary><c>U8</c>: unsigned, 1 byte.</summary>
    U8,

    /// <summary><c>I8</c>: signed, 1 byte.</summary>
    I8,

    /// <summary><c>I16</c>: signed, 2 bytes.</summary>
    I16,

    /// <summary><c>I32</c>: signed, 4 bytes.</summary>
    I32,

    /// <summary><c>I64</c>: signed, 8 bytes.</summary>
    I64,

    /// <summary><c>F16</c>: IEEE 754 half precision.</summary>
    F16,

    /// <summary><c>BF16</c>: the upper half of a float32.</summary>
    BF16,

    /// <summary><c>F32</c>: IEEE 754 single precision.</summary>
    F32,

    /// <summary><c>F64</c>: IEEE 754 double precision.</summary>
    F64,
}
