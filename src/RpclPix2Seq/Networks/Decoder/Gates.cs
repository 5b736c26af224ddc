using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Networks.Decoder;

/// <summary>The LSTM equations that all cells share (docs/original.md §6): gate order i, j (candidate), f, o; forget bias 1.</summary>
internal static class Gates
{
    private const double ForgetBias = 1;

    /// <summary>c' = c·σ(f + 1) + σ(i)·g with g = dropout(tanh(j)), and σ(o).</summary>
    /// <param name="gates">[B, 4R]: the pre-activations.</param>
    /// <param name="cell">[B, R].</param>
    /// <param name="recurrentMask">[B, R] with 0 or 1/keep, or null.</param>
    public static (Tensor Cell, Tensor OutputGate) Update(Tensor gates, Tensor cell, Tensor? recurrentMask)
    {
        long size = cell.shape[1];
        Tensor input = gates.narrow(1, 0, size).sigmoid();
        Tensor candidate = gates.narrow(1, size, size).tanh();
        Tensor forget = gates.narrow(1, 2 * size, size).Plus(ForgetBias).sigmoid();
        Tensor output = gates.narrow(1, 3 * size, size).sigmoid();
        if (recurrentMask is not null)
            candidate *= recurrentMask;
        return ((cell * forget).PlusProduct(input, candidate), output);
    }
}
