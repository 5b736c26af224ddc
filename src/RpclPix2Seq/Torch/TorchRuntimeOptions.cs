using RpclPix2Seq.Configuration;
using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Torch;

/// <summary>How libtorch uses the processor.</summary>
public sealed record TorchRuntimeOptions
{
    /// <summary>Threads within one operator; 0 = all cores (or <c>OMP_NUM_THREADS</c> where that is set). Range 0–1024.</summary>
    public int Threads { get; init; }

    /// <summary>
    /// What idle worker threads do. <see cref="WaitPolicy.Active"/> leaves an <c>OMP_WAIT_POLICY</c> of the environment alone, <see cref="WaitPolicy.Passive"/> overrides it.
    /// </summary>
    public WaitPolicy WaitPolicy { get; init; } = WaitPolicy.Active;

    /// <summary>Throws unless every value is in its range.</summary>
    /// <exception cref="InputException">The message names the setting, its value, the range and an example.</exception>
    public void Validate()
    {
        if (Threads is < 0 or > 1024)
            throw new InputException("threads", "", "0 (all cores) to 1024, such as 2", $"{Threads}");
        if (!Enum.IsDefined(WaitPolicy))
            throw new InputException("wait_policy", "", "active or passive", $"{WaitPolicy}");
    }
}
