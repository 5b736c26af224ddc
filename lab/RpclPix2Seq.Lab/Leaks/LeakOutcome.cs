namespace RpclPix2Seq.Lab.Leaks;

/// <summary>Memory over many repetitions of the same work.</summary>
/// <param name="Work">training or sampling.</param>
/// <param name="Count">The number of repetitions.</param>
/// <param name="FirstTensors">Live tensors, mean over the first hundred.</param>
/// <param name="LastTensors">Live tensors, mean over the last hundred.</param>
/// <param name="FirstMegabytes">Resident memory of the process in MiB, mean over the first hundred.</param>
/// <param name="LastMegabytes">Resident memory of the process in MiB, mean over the last hundred.</param>
internal sealed record LeakOutcome(
    string Work, int Count, double FirstTensors, double LastTensors, double FirstMegabytes, double LastMegabytes);
