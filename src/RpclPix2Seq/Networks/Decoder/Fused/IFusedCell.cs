using RpclPix2Seq.Torch.Kernels;
using static TorchSharp.torch;

namespace RpclPix2Seq.Networks.Decoder.Fused;

/// <summary>A cell that can compute a whole sequence at once.</summary>
internal interface IFusedCell
{
    /// <summary>The sizes of its states: multiples of <see cref="Simd.Width"/>, or the kernels do not support the cell.</summary>
    IReadOnlyList<int> StateSizes { get; }

    /// <summary>Runs over given strokes.</summary>
    /// <param name="strokes">[T, B, X].</param>
    /// <param name="codes">[B, Z].</param>
    /// <param name="initial">The state before the first step.</param>
    /// <param name="recurrentMask">Dropout of the candidates [T, B, R], or null.</param>
    /// <returns>Hidden states [T, B, R], and the state after the last step.</returns>
    (Tensor Hidden, CellState Final) Unroll(Tensor strokes, Tensor codes, CellState initial, Tensor? recurrentMask);

    /// <summary>Packs the weights for many single steps. Its tensors belong to the current scope.</summary>
    /// <param name="rows">The maximum number of rows per step.</param>
    IStepKernel BeginSteps(int rows);
}

/// <summary>A cell that processes many rows step by step, each with its own stroke, as drawing needs it. Threads may share it.</summary>
internal unsafe interface IStepKernel
{
    /// <summary>[Z, P]: weight of a code's contribution to every step of its row.</summary>
    Tensor CodeWeight { get; }

    /// <summary>[P]: bias added to that, or null for none.</summary>
    Tensor? CodeBias { get; }

    /// <summary>The offset of h in a packed state.</summary>
    int HiddenAt { get; }

    /// <summary>Floats of scratch memory for a step of at most this many rows.</summary>
    long ScratchSize(int rows);

    /// <summary>Replaces the rows' states with the next ones. Allocates nothing.</summary>
    /// <param name="rows">States, constants and strokes.</param>
    /// <param name="scratch">[<see cref="ScratchSize"/>].</param>
    void Step(StepRows rows, float* scratch);
}

/// <summary>Decides whether the fused kernels support a case.</summary>
internal static class FusedPath
{
    /// <summary>The cell as a fused one, or null if it is not supported.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="codes">[B, Z]: gives type and device.</param>
    /// <param name="inputMask">Dropout of the input, which the kernels do not support.</param>
    public static IFusedCell? Supporting(IDecoderCell cell, Tensor codes, Tensor? inputMask) =>
        inputMask is null && cell is IFusedCell fused && fused.StateSizes.All(size => size % Simd.Width == 0) && HostKernels.Support(codes)
            ? fused
            : null;
}
