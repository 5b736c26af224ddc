using System.Runtime.InteropServices;
using Onnx;

namespace RpclPix2Seq.Onnx;

/// <summary>What weights are stored in. Graphs always compute in single precision.</summary>
internal enum WeightPrecision
{
    /// <summary>32 bits.</summary>
    Single,

    /// <summary>16 bits: half the size.</summary>
    Half,

    /// <summary>8 bits, with a scale for each output channel: a quarter of the size.</summary>
    Int8,
}

/// <summary>The weights of a graph, which are stored as its precision says and become single precision before they are used.</summary>
internal sealed partial class OnnxGraph
{
    private const float Most = sbyte.MaxValue;
    private readonly Dictionary<string, string> _weights = [];

    /// <summary>A matrix or filter. It belongs to the outermost graph, so that a loop converts it once and not in every round.</summary>
    /// <param name="name">Its name; the same name is stored once.</param>
    /// <param name="values">Its numbers, row by row.</param>
    /// <param name="shape">Its sizes.</param>
    /// <param name="channelAxis">The axis of the output channels.</param>
    public string Weight(string name, ReadOnlySpan<float> values, ReadOnlySpan<long> shape, int channelAxis)
    {
        if (_root._weights.TryGetValue(name, out string? known))
            return known;
        string weight = _precision switch
        {
            WeightPrecision.Half => Half(name, values, shape),
            WeightPrecision.Int8 => Int8(name, values, shape, channelAxis),
            _ => Constant(_root, name, values, shape),
        };
        _root._weights.Add(name, weight);
        return weight;
    }

    /// <summary>A bias, scale or shift, or values of the mixture, which are never rounded.</summary>
    /// <param name="name">Its name; the same name is stored once.</param>
    /// <param name="values">Its numbers, row by row.</param>
    /// <param name="shape">Its sizes.</param>
    public string Exact(string name, ReadOnlySpan<float> values, params ReadOnlySpan<long> shape)
    {
        if (_root._weights.TryAdd(name, name))
            Constant(_root, name, values, shape);
        return name;
    }

    private string Half(string name, ReadOnlySpan<float> values, ReadOnlySpan<long> shape)
    {
        Half[] halves = new Half[values.Length];
        for (int i = 0; i < halves.Length; i++)
            halves[i] = (Half)values[i];
        string stored = AddTensor(_root, name, TensorProto.Types.DataType.Float16, MemoryMarshal.AsBytes(halves.AsSpan()), shape);
        return _root.Node("Cast", [stored], Attribute("to", (long)TensorProto.Types.DataType.Float));
    }

    private string Int8(string name, ReadOnlySpan<float> values, ReadOnlySpan<long> shape, int channelAxis)
    {
        int channels = (int)shape[channelAxis], inner = 1;
        foreach (long size in shape[(channelAxis + 1)..])
            inner *= (int)size;
        float[] scales = new float[channels];
        for (int i = 0; i < values.Length; i++)
            scales[i / inner % channels] = Math.Max(scales[i / inner % channels], Math.Abs(values[i]));
        for (int c = 0; c < channels; c++)
            scales[c] = scales[c] > 0 ? scales[c] / Most : 1;
        sbyte[] bytes = new sbyte[values.Length];
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] = (sbyte)Math.Clamp(MathF.Round(values[i] / scales[i / inner % channels]), -Most, Most);
        string stored = AddTensor(_root, name, TensorProto.Types.DataType.Int8, MemoryMarshal.AsBytes(bytes.AsSpan()), shape);
        string scale = Constant(_root, $"{name}/scale", scales, [channels]);
        return _root.Node("DequantizeLinear", [stored, scale], Attribute("axis", channelAxis));
    }
}
