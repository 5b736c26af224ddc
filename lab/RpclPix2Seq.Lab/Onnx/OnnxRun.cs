using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace RpclPix2Seq.Lab.Onnx;

/// <summary>A graph in onnxruntime.</summary>
internal sealed class OnnxRun : IDisposable
{
    private readonly InferenceSession _session;

    /// <param name="file">The graph.</param>
    /// <param name="fuses">
    /// Whether onnxruntime may join an 8-bit weight and its product into one operator, which then rounds the other factor to 8 bits, too.
    /// </param>
    /// <param name="threads">Threads to compute with; 0 for one per core.</param>
    public OnnxRun(string file, bool fuses, int threads = 0)
    {
        using SessionOptions options = new() { IntraOpNumThreads = threads };
        if (!fuses)
            options.AddSessionConfigEntry("session.disable_quant_qdq", "1");
        _session = new InferenceSession(file, options);
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    /// <summary>Runs the graph on inputs in its order; returns its outputs in its order.</summary>
    public OnnxArray[] On(params IReadOnlyList<OnnxArray> inputs)
    {
        OrtValue[] values = [.. inputs.Select(input => input.ToValue())];
        using RunOptions options = new();
        using IDisposableReadOnlyCollection<OrtValue> outputs = _session.Run(options, _session.InputNames, values, _session.OutputNames);
        foreach (OrtValue value in values)
            value.Dispose();
        return [.. outputs.Select(OnnxArray.Of)];
    }
}

/// <summary>A tensor of onnxruntime: numbers, or whole numbers.</summary>
/// <param name="Shape">Its sizes.</param>
/// <param name="Numbers">Its elements, row by row; empty if they are whole.</param>
/// <param name="Integers">Its elements if they are whole, or null.</param>
internal sealed record OnnxArray(long[] Shape, float[] Numbers, long[]? Integers = null)
{
    /// <summary>A single number.</summary>
    public static OnnxArray Scalar(double value) => new([], [(float)value]);

    /// <summary>A copy of a value.</summary>
    public static OnnxArray Of(OrtValue value)
    {
        long[] shape = value.GetTensorTypeAndShape().Shape;
        return value.GetTensorTypeAndShape().ElementDataType == TensorElementType.Int64
            ? new OnnxArray(shape, [], value.GetTensorDataAsSpan<long>().ToArray())
            : new OnnxArray(shape, value.GetTensorDataAsSpan<float>().ToArray());
    }

    /// <summary>The same as a value, which refers to the elements of this one.</summary>
    public OrtValue ToValue() => Integers is null
        ? OrtValue.CreateTensorValueFromMemory(Numbers, Shape)
        : OrtValue.CreateTensorValueFromMemory(Integers, Shape);
}
