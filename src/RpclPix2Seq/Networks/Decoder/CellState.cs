using static TorchSharp.torch;

namespace RpclPix2Seq.Networks.Decoder;

/// <summary>The state of a recurrent cell between two steps.</summary>
/// <param name="Hidden">h [B, R]: what the cell puts out.</param>
/// <param name="Cell">c [B, R]: what it remembers.</param>
/// <param name="HyperHidden">ĥ [B, H] of a hyper cell's auxiliary cell, otherwise null.</param>
/// <param name="HyperCell">ĉ [B, H] of a hyper cell's auxiliary cell, otherwise null.</param>
public readonly record struct CellState(Tensor Hidden, Tensor Cell, Tensor? HyperHidden = null, Tensor? HyperCell = null);
