using static TorchSharp.torch;

namespace RpclPix2Seq.Networks.Decoder;

/// <summary>A recurrent cell of the sequence decoder (docs/original.md §6).</summary>
internal interface IDecoderCell
{
    /// <summary>R: the size of a step's output.</summary>
    int OutputSize { get; }

    /// <summary>S: the size of a packed state.</summary>
    int StateSize { get; }

    /// <summary>Splits a packed state [B, S] into its parts, in the original's order.</summary>
    CellState Unpack(Tensor packed);

    /// <summary>Joins the parts of a state into [B, S]: the inverse of <see cref="Unpack"/>.</summary>
    Tensor Pack(CellState state);

    /// <summary>Starts an unrolling: computes once what all of its steps share.</summary>
    /// <param name="codes">[B, Z]: the latent code that is part of every step's input.</param>
    ICellUnrolling Begin(Tensor codes);
}

/// <summary>One run of a cell over time, for one batch of codes.</summary>
internal interface ICellUnrolling
{
    /// <summary>The products of the inputs with the input weights, for one step or for all of them at once.</summary>
    /// <param name="strokes">Input rows [B, X] or [T, B, X] (<see cref="DecoderRows"/>).</param>
    /// <param name="inputMask">Dropout of the cell's input (strokes, then code), [.., B, X+Z] with 0 or 1/keep; or null.</param>
    /// <returns>[.., B, P], where P is up to the cell.</returns>
    Tensor Project(Tensor strokes, Tensor? inputMask = null);

    /// <summary>One step.</summary>
    /// <param name="projected">[B, P]: one step of <see cref="Project"/>.</param>
    /// <param name="state">The state before.</param>
    /// <param name="recurrentMask">Dropout of the candidate, [B, R] with 0 or 1/keep; or null.</param>
    /// <returns>The state after; its hidden part is the output.</returns>
    CellState Step(Tensor projected, CellState state, Tensor? recurrentMask);
}

/// <summary>The state of a recurrent cell between two steps.</summary>
/// <param name="Hidden">h [B, R]: the cell's output.</param>
/// <param name="Cell">c [B, R]: the cell's memory.</param>
/// <param name="HyperHidden">ĥ [B, H] of a hyper cell's auxiliary cell, otherwise null.</param>
/// <param name="HyperCell">ĉ [B, H] of a hyper cell's auxiliary cell, otherwise null.</param>
internal readonly record struct CellState(Tensor Hidden, Tensor Cell, Tensor? HyperHidden = null, Tensor? HyperCell = null);
