using RpclPix2Seq.Torch.Kernels;
using static TorchSharp.torch;

namespace RpclPix2Seq.Networks.Decoder.Fused;

/// <summary>A cell that can compute a whole sequence at once.</summary>
internal interface IFusedCell
{
    /// <summary>The sizes of its states: multiples of <see cref="Simd.Width"/>, or the kernels do not serve it.</summary>
    IReadOnlyList<int> StateSizes { get; }

    /// <summary>Runs over given strokes.</summary>
    /// <param name="strokes">[T, B, 5].</param>
    /// <param name="codes">[B, Z].</param>
    /// <param name="initial">The state before the first step.</param>
    /// <param name="recurrentMask">Dropout of the candidates [T, B, R], or null.</param>
    /// <returns>Hidden states [T, B, R], and the state after the last step.</returns>
    (Tensor Hidden, CellState Final) Unroll(Tensor strokes, Tensor codes, CellState initial, Tensor? recurrentMask);

    /// <summary>Lays out the weights for many single steps. Its tensors belong to the current scope.</summary>
    /// <param name="rows">The most rows of one step.</param>
    IStepKernel BeginSteps(int rows);
}

/// <summary>
/// A cell that many rows go through step by step, each with a stroke of its own: what drawing needs. Threads may share it.
/// </summary>
internal unsafe interface IStepKernel
{
    /// <summary>[Z, P]: what a code adds to every step of its row.</summary>
    Tensor CodeWeight { get; }

    /// <summary>[P]: what is added to that, or null for nothing.</summary>
    Tensor? CodeBias { get; }

    /// <summary>Where h begins in a packed state.</summary>
    int HiddenAt { get; }

    /// <summary>Floats that a step of at most that many rows needs besides.</summary>
    long ScratchSize(int rows);

    /// <summary>Replaces the rows' states by the next ones. Allocates nothing.</summary>
    /// <param name="rows">States, constants and strokes.</param>
    /// <param name="scratch">[<see cref="ScratchSize"/>].</param>
    void Step(StepRows rows, float* scratch);
}

/// <summary>Whether the fused kernels serve a case.</summary>
internal static class FusedPath
{
    /// <summary>The cell as one that is served, or null.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="codes">[B, Z]: tells type and device.</param>
    /// <param name="inputMask">Dropout of the input, which the kernels do not know.</param>
    public static IFusedCell? Serves(IDecoderCell cell, Tensor codes, Tensor? inputMask) =>
        inputMask is null && cell is IFusedCell fused && fused.StateSizes.All(size => size % Simd.Width == 0) && HostKernels.Serve(codes)
            ? fused
            : null;
}
