namespace RpclPix2Seq.Configuration;

/// <summary>Whether known defects of the original program that change numbers are fixed or reproduced.</summary>
public enum Compatibility
{
    /// <summary>Mended.</summary>
    Default,

    /// <summary>Reproduced, so that a run can be compared with the original number by number.</summary>
    Reference,
}

/// <summary>The recurrent cell of the sequence decoder (docs/original.md §6).</summary>
public enum DecoderModel
{
    /// <summary>LSTM with recurrent dropout on the candidate.</summary>
    Lstm,

    /// <summary>LSTM with layer normalization of every gate and of the cell state.</summary>
    LayerNorm,

    /// <summary>LSTM whose weights are scaled step by step by a smaller, auxiliary LSTM.</summary>
    Hyper,
}

/// <summary>What the codes of drawings are asked to follow.</summary>
public enum LatentPrior
{
    /// <summary>The Gaussian mixture that learns from them: RPCL-pix2seq.</summary>
    Gmm,

    /// <summary>N(0, I), which does not learn: the prior of sketch-rnn, with the encoder of sketch-pix2seq.</summary>
    Standard,

    /// <summary>
    /// Nothing, as in sketch-pix2seq: the loss has no latent part. The mixture is fitted to the codes all the same, by
    /// <see cref="ModelConfig.LatentMethod"/>, so that codes can be drawn from it and its components looked at.
    /// </summary>
    None,
}

/// <summary>How the Gaussian mixture over latent codes is updated (docs/original.md §§7, 15).</summary>
public enum LatentMethod
{
    /// <summary>The original's updates, with its floor on responsibilities and its choice of the rival.</summary>
    Reference,

    /// <summary>Smoothed expectation maximization only.</summary>
    Em,

    /// <summary>
    /// Expectation maximization over an epoch of codes, with rival-penalized competitive learning decided by evidence: components merge,
    /// split and come back.
    /// </summary>
    Rpcl,

    /// <summary>
    /// Two levels, components and their parents (docs/original.md §15): expectation maximization, and competition on both levels. The
    /// successor begins it after 100 steps (rpcl_start) and weighs the latent losses by a tenth (latent_weight). Its schedule of losses,
    /// which trains on pictures alone in three of four steps at first and later not at all, is not followed: all losses count in every
    /// step, so that methods can be compared, and de_weight says how much the pictures count.
    /// </summary>
    Hierarchy,
}

/// <summary>Where the Gaussian mixture over latent codes starts from.</summary>
public enum LatentStart
{
    /// <summary>Clusters of the training sketches' codes, found when rival penalization begins.</summary>
    Codes,

    /// <summary>Means uniform in [−1, 1] and variances 1, as the original (docs/original.md §7).</summary>
    Uniform,
}

/// <summary>Where tensors live and are computed.</summary>
public enum ComputeDevice
{
    /// <summary>The processor.</summary>
    Cpu,

    /// <summary>The first NVIDIA graphics processor.</summary>
    Cuda,
}

/// <summary>
/// Which of two implementations computes a part of the model that has both. They give the same numbers but for the last bits.
/// </summary>
public enum KernelPath
{
    /// <summary>The fused kernels where they serve, otherwise the readable operators.</summary>
    Automatic,

    /// <summary>Tensor operators with automatic differentiation: any device and type; they show the formulas.</summary>
    Readable,

    /// <summary>
    /// Kernels with gradients written by hand: float32 on a processor whose libtorch has MKL and GNU OpenMP, decoder states of a multiple
    /// of 16 numbers, no dropout of the decoder's input. What they do not serve is an error.
    /// </summary>
    Fused,
}

/// <summary>The numbers that matrix products and convolutions read.</summary>
public enum ProductPrecision
{
    /// <summary>Single precision.</summary>
    Float32,

    /// <summary>
    /// Both operands are rounded to bfloat16 (8 significant bits) and the sums are kept in single precision, as are weights, states,
    /// normalizations, losses and the optimizer. The readable operators compute it.
    /// </summary>
    BFloat16,
}

/// <summary>What the worker threads of the tensor library do between two operators.</summary>
public enum WaitPolicy
{
    /// <summary>They spin: fastest when the machine is otherwise idle.</summary>
    Active,

    /// <summary>They sleep: faster by far when other programs want the same cores.</summary>
    Passive,
}
