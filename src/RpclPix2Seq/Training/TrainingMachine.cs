using RpclPix2Seq.Configuration;
using RpclPix2Seq.Torch.Native;
using static TorchSharp.torch;

namespace RpclPix2Seq.Training;

/// <summary>What decides the bits of a step beside the run itself: other threads and other processors add in another order.</summary>
/// <param name="Threads">Threads of the tensor library.</param>
/// <param name="Processor">The processor's model and vector instructions, or <c>cuda</c>.</param>
public sealed record TrainingMachine(int Threads, string Processor)
{
    /// <summary>This one, with as many threads as the tensor library has now.</summary>
    public static TrainingMachine Current(ModelConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new(get_num_threads(), config.Device == ComputeDevice.Cpu ? TorchDescriber.Processor : "cuda");
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Threads} {(Threads == 1 ? "thread" : "threads")} on {Processor}";
}
