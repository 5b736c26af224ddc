using static TorchSharp.torch;

namespace RpclPix2Seq.Networks.Decoder;

/// <summary>One run of a cell over time, for one batch of codes.</summary>
public interface ICellUnrolling
{
    /// <summary>The products of the inputs with the input weights, for one step or for all of them at once.</summary>
    /// <param name="strokes">Stroke-5 rows [B, 5] or [T, B, 5].</param>
    /// <param name="inputMask">Dropout of the cell's input (strokes, then code), [.., B, 5+Z] with 0 or 1/keep; or null.</param>
    /// <returns>[.., B, P], where P is the cell's own affair.</returns>
    Tensor Project(Tensor strokes, Tensor? inputMask = null);

    /// <summary>One step.</summary>
    /// <param name="projected">[B, P]: one step of <see cref="Project"/>.</param>
    /// <param name="state">The state before.</param>
    /// <param name="recurrentMask">Dropout of the candidate, [B, R] with 0 or 1/keep; or null.</param>
    /// <returns>The state after; its hidden part is the output.</returns>
    CellState Step(Tensor projected, CellState state, Tensor? recurrentMask);
}
