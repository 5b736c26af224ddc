using Onnx;

namespace RpclPix2Seq.Onnx;

/// <summary>An input or output of a graph.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The type of its elements.</param>
/// <param name="Shape">Its axes: sizes, or names of those that are free.</param>
/// <param name="Meaning">What it holds, with units or range.</param>
internal sealed record OnnxPort(string Name, OnnxType Type, OnnxAxis[] Shape, string Meaning)
{
    /// <summary>The same as ONNX describes it.</summary>
    public ValueInfoProto ToInfo(string name)
    {
        TensorShapeProto shape = new();
        foreach (OnnxAxis axis in Shape)
            shape.Dim.Add(axis.Size is { } size
                ? new TensorShapeProto.Types.Dimension { DimValue = size }
                : new TensorShapeProto.Types.Dimension { DimParam = axis.Name });
        return new ValueInfoProto
        {
            Name = name,
            DocString = Meaning,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)Type, Shape = shape } },
        };
    }
}

/// <summary>An axis of a tensor: its size, or its name if the size is free.</summary>
internal readonly record struct OnnxAxis(long? Size, string Name)
{
    /// <summary>Sketches, pictures or codes that are computed together.</summary>
    public static readonly OnnxAxis Batch = new(null, "batch");

    /// <summary>The number or the name.</summary>
    public override string ToString() => Size?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? Name;

    /// <summary>An axis of a fixed size.</summary>
    public static implicit operator OnnxAxis(long size) => new(size, "");
}

/// <summary>The types that inputs and outputs have, with their numbers in ONNX.</summary>
internal enum OnnxType
{
    /// <summary>Numbers of 32 bits.</summary>
    Float32 = TensorProto.Types.DataType.Float,

    /// <summary>Whole numbers.</summary>
    Int64 = TensorProto.Types.DataType.Int64,

    /// <summary>Truth values.</summary>
    Bool = TensorProto.Types.DataType.Bool,
}
