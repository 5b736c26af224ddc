namespace RpclPix2Seq;

/// <summary>Whether known defects of the original program that change numbers are fixed or reproduced.</summary>
public enum Compatibility
{
    /// <summary>The defects are fixed.</summary>
    Default,

    /// <summary>The defects are reproduced, so that a run can be compared with the original number by number.</summary>
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

/// <summary>What the sequence decoder reads at a step.</summary>
public enum DecoderInput
{
    /// <summary>The last offset and the pen.</summary>
    Offsets,

    /// <summary>Also the pen's position, counted from where the sketch starts.</summary>
    Position,
}

/// <summary>The prior of the latent codes.</summary>
public enum LatentPrior
{
    /// <summary>A Gaussian mixture that is fitted to the codes during training, as in RPCL-pix2seq.</summary>
    Gmm,

    /// <summary>N(0, I), which does not learn: the prior of sketch-rnn, with the encoder of sketch-pix2seq.</summary>
    Standard,

    /// <summary>
    /// No prior, as in sketch-pix2seq: the loss has no latent term. The mixture is still fitted to the codes by
    /// <see cref="ModelConfig.LatentMethod"/>, so that codes can be drawn from it and its components inspected.
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
    /// split and are revived.
    /// </summary>
    Rpcl,

    /// <summary>
    /// Two levels, components and their parents (docs/original.md §15): expectation maximization, and competition on both levels. The
    /// successor, RPCL-pix2seqH, starts competition after step 100 (rpcl_start) and scales the latent losses by 0.1 (latent_weight). Its
    /// loss schedule, which at first trains on pictures alone in three of four steps and later not at all, is not followed: all losses
    /// count in every step, so that methods can be compared, and de_weight sets the weight of the pictures.
    /// </summary>
    Hierarchy,
}

/// <summary>Initialization of the Gaussian mixture over latent codes.</summary>
public enum LatentStart
{
    /// <summary>Clusters of the training sketches' codes, found when rival penalization begins.</summary>
    Codes,

    /// <summary>Means uniform in [−1, 1] and variances 1, as in the original (docs/original.md §7).</summary>
    Uniform,
}

/// <summary>Where tensors live and are computed.</summary>
public enum ComputeDevice
{
    /// <summary>The CPU.</summary>
    Cpu,

    /// <summary>The first NVIDIA GPU.</summary>
    Cuda,
}

/// <summary>Which implementation computes the parts of the model that have two. Their results agree except for the last bits.</summary>
public enum KernelPath
{
    /// <summary>The fused kernels where they apply, otherwise the readable operators.</summary>
    Automatic,

    /// <summary>Tensor operators with automatic differentiation: any device and type. The code shows the formulas.</summary>
    Readable,

    /// <summary>
    /// Kernels with gradients written by hand: float32 on a CPU whose libtorch has MKL and GNU OpenMP, decoder states whose size is a
    /// multiple of 16, no dropout of the decoder's input. Anything they do not support is an error.
    /// </summary>
    Fused,
}

/// <summary>The precision of the inputs of matrix products.</summary>
public enum ProductPrecision
{
    /// <summary>
    /// <see cref="BFloat16"/> where the fused kernels apply and the processor is faster in it (AMX, or AVX512-BF16 of others than Intel),
    /// otherwise <see cref="Float32"/>, as with <c>compat=reference</c>.
    /// </summary>
    Automatic,

    /// <summary>Single precision.</summary>
    Float32,

    /// <summary>
    /// Both operands are rounded to bfloat16 (8 significant bits) and the sums stay in single precision, as do weights, states,
    /// normalizations, losses and the optimizer. What the fused kernels do not support, libtorch's operators compute, slowly.
    /// </summary>
    BFloat16,
}

/// <summary>What the tensor library's worker threads do between operators.</summary>
public enum WaitPolicy
{
    /// <summary>They spin for a moment, then sleep: fastest unless the machine is busy.</summary>
    Active,

    /// <summary>They sleep at once: faster when other programs keep the same cores busy.</summary>
    Passive,
}
