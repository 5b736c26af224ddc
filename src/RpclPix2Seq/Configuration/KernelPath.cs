namespace RpclPix2Seq.Configuration;

/// <summary>Which of two implementations computes a part of the model that has both. They give the same numbers but for the last bits.</summary>
public enum KernelPath
{
    /// <summary>The fused kernels where they serve, otherwise the readable operators.</summary>
    Automatic,

    /// <summary>Tensor operators with automatic differentiation: any device and type; they show the formulas.</summary>
    Readable,

    /// <summary>
    /// Kernels with gradients written by hand: float32 on a processor whose libtorch has MKL and GNU OpenMP, decoder states of a multiple of 16 numbers,
    /// no dropout of the decoder's input. What they do not serve is an error.
    /// </summary>
    Fused,
}
