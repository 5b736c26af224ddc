using System.Text.Json.Serialization;
using RpclPix2Seq.Torch.Native;
using static TorchSharp.torch;

namespace RpclPix2Seq.Training;

/// <summary>Progress of a run: everything except tensors that it needs to continue from there.</summary>
internal sealed record TrainingState
{
    /// <summary>t: training steps done.</summary>
    public long Step { get; init; }

    /// <summary>Epochs completed.</summary>
    public long Epoch { get; init; }

    /// <summary>Batches done in the current epoch.</summary>
    public int BatchInEpoch { get; init; }

    /// <summary>How often the epoch was started over after a rollback (reference mode).</summary>
    public long Attempt { get; init; }

    /// <summary>The furthest step before any rollback (reference mode): a run whose budget was spent at that step has ended.</summary>
    public long ReachedStep { get; init; }

    /// <summary>The furthest epoch, likewise.</summary>
    public long ReachedEpoch { get; init; }

    /// <summary>n: steps of the optimizer.</summary>
    public long OptimizerSteps { get; init; }

    /// <summary>Lowest mean L_seq on the validation split so far; infinite before the first validation.</summary>
    public double BestLoss { get; init; } = double.PositiveInfinity;

    /// <summary>The step of the lowest validation loss.</summary>
    public long BestStep { get; init; }

    /// <summary>Validations in a row without an improvement.</summary>
    public int BadValidations { get; init; }

    /// <summary>The step of the last validation.</summary>
    public long ValidatedStep { get; init; }

    /// <summary>Epochs completed at the last validation.</summary>
    public long ValidatedEpoch { get; init; }

    /// <summary>Seconds of training so far, including those before a resume.</summary>
    public double Seconds { get; init; }

    /// <summary>Steps refused in a row up to now.</summary>
    public int RefusedInRow { get; init; }
}

/// <summary>
/// What determines the bits of a step in addition to the run itself: another number of threads, or another processor, adds in another
/// order.
/// </summary>
/// <param name="Threads">Threads of the tensor library.</param>
/// <param name="Processor">The processor's model and vector instructions, or the GPU's model.</param>
internal sealed record TrainingMachine(int Threads, string Processor)
{
    /// <summary>The precision of matrix products; null where it was not recorded.</summary>
    [JsonConverter(typeof(JsonStringEnumConverter<ProductPrecision>))]
    public ProductPrecision? Products { get; init; }

    /// <summary>This machine, with the tensor library's current number of threads.</summary>
    public static TrainingMachine Current(ModelConfig config) =>
        new(get_num_threads(), config.Device == ComputeDevice.Cpu ? TorchDescriber.Processor : TorchDescriber.Gpu);

    /// <inheritdoc/>
    public override string ToString() => $"{Threads} {(Threads == 1 ? "thread" : "threads")} on {Processor}";
}
