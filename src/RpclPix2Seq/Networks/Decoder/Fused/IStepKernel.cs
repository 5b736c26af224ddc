using static TorchSharp.torch;

namespace RpclPix2Seq.Networks.Decoder.Fused;

/// <summary>A cell that many rows go through step by step, each with a stroke of its own: what drawing needs. Threads may share it.</summary>
internal unsafe interface IStepKernel
{
    /// <summary>[Z, P]: what a code adds to every step of its row.</summary>
    Tensor CodeWeight { get; }

    /// <summary>[P]: what is added to that, or null for nothing.</summary>
    Tensor? CodeBias { get; }

    /// <summary>Where h begins in a packed state.</summary>
    int HiddenAt { get; }

    /// <summary>Floats that a step of at most that many rows needs besides.</summary>
    long ScratchSize(int rows);

    /// <summary>Replaces the rows' states by the next ones. Allocates nothing.</summary>
    /// <param name="rows">States, constants and strokes.</param>
    /// <param name="scratch">[<see cref="ScratchSize"/>].</param>
    void Step(StepRows rows, float* scratch);
}
