using static TorchSharp.torch;

namespace RpclPix2Seq.Networks.Decoder;

/// <summary>A recurrent cell of the sequence decoder (specification §6).</summary>
public interface IDecoderCell
{
    /// <summary>R: the numbers a step puts out.</summary>
    int OutputSize { get; }

    /// <summary>S: the numbers of a packed state.</summary>
    int StateSize { get; }

    /// <summary>Splits a packed state [B, S] into its parts, in the original's order.</summary>
    CellState Unpack(Tensor packed);

    /// <summary>Joins the parts of a state into [B, S]: the inverse of <see cref="Unpack"/>.</summary>
    Tensor Pack(CellState state);

    /// <summary>Computes once what all steps of one unrolling share.</summary>
    /// <param name="codes">[B, Z]: the latent code that is part of every step's input.</param>
    ICellUnrolling Begin(Tensor codes);
}
