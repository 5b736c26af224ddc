using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using RpclPix2Seq.Torch.Kernels;

namespace RpclPix2Seq.Networks.Decoder.Fused;

/// <summary>The LSTM's gates for one row, forward and backward (docs/original.md §6): order i, j, f, o; forget bias 1.</summary>
internal static unsafe class PlainGates
{
    /// <summary>One step.</summary>
    /// <param name="gates">[4R]: pre-activations, replaced by σ(i), tanh(j), σ(f + 1), σ(o).</param>
    /// <param name="cell">[R]: c.</param>
    /// <param name="mask">[R]: dropout of the candidate, or null.</param>
    /// <param name="newCell">[R]: receives c'.</param>
    /// <param name="hidden">[R]: receives h'.</param>
    /// <param name="size">R.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(float* gates, float* cell, float* mask, float* newCell, float* hidden, int size)
    {
        float* candidates = gates + size, forgets = gates + (2 * size), outputs = gates + (3 * size);
        for (int r = 0; r < size; r += Simd.Width)
        {
            Vector512<float> input = Simd.Sigmoid(Vector512.Load(gates + r));
            Vector512<float> candidate = Simd.Tanh(Vector512.Load(candidates + r));
            Vector512<float> forget = Simd.Sigmoid(Vector512.Load(forgets + r) + Vector512<float>.One);
            Vector512<float> output = Simd.Sigmoid(Vector512.Load(outputs + r));
            input.Store(gates + r);
            candidate.Store(candidates + r);
            forget.Store(forgets + r);
            output.Store(outputs + r);
            if (mask is not null)
                candidate *= Vector512.Load(mask + r);
            Vector512<float> memory = Vector512.FusedMultiplyAdd(Vector512.Load(cell + r), forget, input * candidate);
            memory.Store(newCell + r);
            (Simd.Tanh(memory) * output).Store(hidden + r);
        }
    }

    /// <summary>The gradient of <see cref="Forward"/>.</summary>
    /// <param name="gates">[4R]: the output of Forward; replaced by the gradient of the pre-activations.</param>
    /// <param name="cell">[R]: c before the step.</param>
    /// <param name="mask">[R] or null.</param>
    /// <param name="newCell">[R]: c' after it.</param>
    /// <param name="hiddenGradient">[R]: of h'.</param>
    /// <param name="cellGradient">[R]: of c', replaced by that of c.</param>
    /// <param name="size">R.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(
        float* gates, float* cell, float* mask, float* newCell, float* hiddenGradient, float* cellGradient, int size)
    {
        float* candidates = gates + size, forgets = gates + (2 * size), outputs = gates + (3 * size);
        Vector512<float> one = Vector512<float>.One;
        for (int r = 0; r < size; r += Simd.Width)
        {
            Vector512<float> input = Vector512.Load(gates + r), candidate = Vector512.Load(candidates + r);
            Vector512<float> forget = Vector512.Load(forgets + r), output = Vector512.Load(outputs + r);
            Vector512<float> keep = mask is null ? one : Vector512.Load(mask + r);
            Vector512<float> dh = Vector512.Load(hiddenGradient + r), squashed = Simd.Tanh(Vector512.Load(newCell + r));
            Vector512<float> dc = Vector512.Load(cellGradient + r) + (dh * output * (one - (squashed * squashed)));
            (dc * candidate * keep * input * (one - input)).Store(gates + r);
            (dc * input * keep * (one - (candidate * candidate))).Store(candidates + r);
            (dc * Vector512.Load(cell + r) * forget * (one - forget)).Store(forgets + r);
            (dh * squashed * output * (one - output)).Store(outputs + r);
            (dc * forget).Store(cellGradient + r);
        }
    }
}
