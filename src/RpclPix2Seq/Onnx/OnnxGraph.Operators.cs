using Onnx;
using static Onnx.AttributeProto.Types;

namespace RpclPix2Seq.Onnx;

/// <summary>The operators that the graphs use.</summary>
internal sealed partial class OnnxGraph
{
    /// <summary>A whole number as an attribute.</summary>
    public static AttributeProto Attribute(string name, long value) => new() { Name = name, Type = AttributeType.Int, I = value };

    /// <summary>A number as an attribute.</summary>
    public static AttributeProto Attribute(string name, float value) => new() { Name = name, Type = AttributeType.Float, F = value };

    /// <summary>Several whole numbers as an attribute.</summary>
    public static AttributeProto Attribute(string name, long[] values) =>
        new() { Name = name, Type = AttributeType.Ints, Ints = { values } };

    /// <summary>a + b.</summary>
    public string Add(string a, string b) => Node("Add", [a, b]);

    /// <summary>a − b.</summary>
    public string Subtract(string a, string b) => Node("Sub", [a, b]);

    /// <summary>a·b, element by element.</summary>
    public string Multiply(string a, string b) => Node("Mul", [a, b]);

    /// <summary>A·B.</summary>
    public string Product(string a, string b) => Node("MatMul", [a, b]);

    /// <summary>A·B + c: [N, K] · [K, P] + [P] or [N, P].</summary>
    public string AddProduct(string addend, string a, string b) => Node("Gemm", [a, b, addend]);

    /// <summary>1/(1 + e^−x).</summary>
    public string Sigmoid(string x) => Node("Sigmoid", [x]);

    /// <summary>tanh x.</summary>
    public string Tanh(string x) => Node("Tanh", [x]);

    /// <summary>e^x.</summary>
    public string Exp(string x) => Node("Exp", [x]);

    /// <summary>max(x, 0).</summary>
    public string Relu(string x) => Node("Relu", [x]);

    /// <summary>Joins tensors along their axis 1.</summary>
    public string Join(params ReadOnlySpan<string> parts) => Node("Concat", parts, Attribute("axis", 1));

    /// <summary>Parts of given sizes along axis 1.</summary>
    public string[] Split(string x, params ReadOnlySpan<long> sizes) =>
        Nodes("Split", sizes.Length, [x, Integers(sizes)], Attribute("axis", 1));

    /// <summary>In another shape, where 0 keeps a size.</summary>
    public string Reshape(string x, params ReadOnlySpan<long> shape) => Node("Reshape", [x, Integers(shape)]);

    /// <summary>With its axes in another order.</summary>
    public string Transpose(string x, params long[] order) => Node("Transpose", [x], Attribute("perm", order));

    /// <summary>With a new axis of size 1.</summary>
    public string Unsqueeze(string x, long axis) => Node("Unsqueeze", [x, Integers(axis)]);

    /// <summary>Without an axis of size 1.</summary>
    public string Squeeze(string x, long axis) => Node("Squeeze", [x, Integers(axis)]);

    /// <summary>The sums along an axis, which keeps size 1.</summary>
    public string Sum(string x, long axis) => Node("ReduceSum", [x, Integers(axis)], Attribute("keepdims", 1));

    /// <summary>In another type.</summary>
    public string Cast(string x, OnnxType type) => Node("Cast", [x], Attribute("to", (long)type));
}
