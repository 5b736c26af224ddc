using static TorchSharp.torch;

namespace RpclPix2Seq.Networks.Decoder.Fused;

/// <summary>The inputs of a hyper cell's sequence, in addition to the strokes. All contiguous float32.</summary>
internal sealed record HyperParameters
{
    /// <summary>The weights, which all batches share.</summary>
    public required HyperWeights Weights { get; init; }

    /// <summary>[B, 4R]: the code's part of the main cell's input product.</summary>
    public required Tensor Constant { get; init; }

    /// <summary>[B, 4H]: the code's part of the auxiliary cell's pre-activations.</summary>
    public required Tensor AuxiliaryConstant { get; init; }

    /// <summary>The state before the first step.</summary>
    public required CellState Initial { get; init; }

    /// <summary>All of them, in the order of the kernel's gradients.</summary>
    public IReadOnlyList<Tensor> All =>
    [
        Constant, Weights.InputWeight, Weights.HiddenWeight, Weights.Bias, AuxiliaryConstant, Weights.AuxiliaryInputWeight,
        Weights.AuxiliaryHiddenWeight, Weights.Down, Weights.DownBias, Weights.Up, .. Weights.AuxiliaryNorm, .. Weights.Norm,
        Initial.Hidden, Initial.HyperHidden!, Initial.Cell, Initial.HyperCell!,
    ];
}

/// <summary>A hyper cell's weights in the kernels' layout. All contiguous float32.</summary>
internal sealed record HyperWeights
{
    /// <summary>[X, 4R].</summary>
    public required Tensor InputWeight { get; init; }

    /// <summary>[R, 4R].</summary>
    public required Tensor HiddenWeight { get; init; }

    /// <summary>[4R].</summary>
    public required Tensor Bias { get; init; }

    /// <summary>[X, 4H].</summary>
    public required Tensor AuxiliaryInputWeight { get; init; }

    /// <summary>[R + H, 4H]: weights of the main hidden state, then of the auxiliary one.</summary>
    public required Tensor AuxiliaryHiddenWeight { get; init; }

    /// <summary>[H, 12E]: embeddings for the scales of the input's product, of the hidden state's product, and for the shifts.</summary>
    public required Tensor Down { get; init; }

    /// <summary>[8E]: bias of the scales' embeddings.</summary>
    public required Tensor DownBias { get; init; }

    /// <summary>[12, E, R].</summary>
    public required Tensor Up { get; init; }

    /// <summary>Scale and shift of the auxiliary cell's gates [4H] and cell [H].</summary>
    public required Tensor[] AuxiliaryNorm { get; init; }

    /// <summary>Scale and shift of the gates [4R] and of the cell [R].</summary>
    public required Tensor[] Norm { get; init; }
}
