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
