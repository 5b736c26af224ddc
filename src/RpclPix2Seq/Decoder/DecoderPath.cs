namespace RpclPix2Seq.Decoder;

/// <summary>How the decoder computes a whole sequence. All ways give the same numbers but for the last bits.</summary>
public enum DecoderPath
{
    /// <summary>The fused kernels where they serve, otherwise step by step.</summary>
    Automatic,

    /// <summary>Step by step in tensor operators, with automatic differentiation: any device and type; shows the formulas.</summary>
    Stepwise,

    /// <summary>
    /// One operation for the whole sequence, with gradients written by hand: float32 on a processor whose libtorch has MKL and GNU OpenMP, states of a
    /// multiple of 16 numbers, no dropout of the input.
    /// </summary>
    Fused,
}
