using static TorchSharp.torch;

namespace RpclPix2Seq.Networks.Decoder.Fused;

/// <summary>What a hyper cell's sequence depends on, besides the strokes. All contiguous float32.</summary>
internal sealed record HyperParameters
{
    /// <summary>What all batches share.</summary>
    public required HyperWeights Weights { get; init; }

    /// <summary>[B, 4R]: the code's part of the main cell's input product.</summary>
    public required Tensor Constant { get; init; }

    /// <summary>[B, 4H]: the code's part of the auxiliary cell's pre-activations.</summary>
    public required Tensor AuxiliaryConstant { get; init; }

    /// <summary>The state before the first step.</summary>
    public required CellState Initial { get; init; }

    /// <summary>All of them, in the order in which the kernel gives gradients.</summary>
    public IReadOnlyList<Tensor> All =>
    [
        Constant, Weights.InputWeight, Weights.HiddenWeight, Weights.Bias, AuxiliaryConstant, Weights.AuxiliaryInputWeight,
        Weights.AuxiliaryHiddenWeight, Weights.Down, Weights.DownBias, Weights.Up, .. Weights.AuxiliaryNorm, .. Weights.Norm,
        Initial.Hidden, Initial.HyperHidden!, Initial.Cell, Initial.HyperCell!,
    ];
}
