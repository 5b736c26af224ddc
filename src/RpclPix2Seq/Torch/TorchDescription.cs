namespace RpclPix2Seq.Torch;

/// <summary>A machine's capabilities and how libtorch runs on it. Strings that could not be determined are "unknown".</summary>
internal sealed record TorchDescription
{
    /// <summary>The operating system, with the C library's version.</summary>
    public required string OperatingSystem { get; init; }

    /// <summary>The .NET runtime and the platform it was built for.</summary>
    public required string DotNet { get; init; }

    /// <summary>The processor's model.</summary>
    public required string Processor { get; init; }

    /// <summary>Logical cores that this process may use.</summary>
    public required int Cores { get; init; }

    /// <summary>The widest vector instructions, such as <c>AVX2, FMA, AVX-512</c>.</summary>
    public required string Simd { get; init; }

    /// <summary>Who computes matrix products in single precision and in bfloat16.</summary>
    public required string Products { get; init; }

    /// <summary>Memory that this process may use, in bytes (a container's limit counts).</summary>
    public required long MemoryTotalBytes { get; init; }

    /// <summary>Memory currently free, in bytes; 0 if unknown.</summary>
    public required long MemoryAvailableBytes { get; init; }

    /// <summary>The newest version of the C++ runtime, such as <c>GLIBCXX_3.4.30</c>, with its file.</summary>
    public required string CxxRuntime { get; init; }

    /// <summary>The version of TorchSharp.</summary>
    public required string TorchSharpVersion { get; init; }

    /// <summary>The version of the loaded libtorch.</summary>
    public required string LibTorchVersion { get; init; }

    /// <summary>The file of the loaded libtorch.</summary>
    public required string LibTorchPath { get; init; }

    /// <summary>The file of TorchSharp's loaded native library.</summary>
    public required string NativePath { get; init; }

    /// <summary>Whether that file is a copy patched for an older C++ runtime.</summary>
    public required bool IsPatched { get; init; }

    /// <summary>Threads within one operator.</summary>
    public required int Threads { get; init; }

    /// <summary>Threads across operators.</summary>
    public required int InterOpThreads { get; init; }

    /// <summary>What idle threads do.</summary>
    public required WaitPolicy WaitPolicy { get; init; }

    /// <summary>The devices that tensors can be on: <c>cpu</c>, <c>cuda:0</c>, …</summary>
    public required IReadOnlyList<string> Devices { get; init; }

    /// <summary>Problems and other findings; empty if all is well.</summary>
    public required IReadOnlyList<DoctorFinding> Findings { get; init; }

    /// <summary>Whether torch works here.</summary>
    public bool IsUsable => !Findings.Any(finding => finding.IsFatal);
}

/// <summary>Something about this machine that the user should know.</summary>
/// <param name="Subject">What it is about, in one or two words.</param>
/// <param name="IsFatal">Whether torch cannot work until it is fixed.</param>
/// <param name="Message">What was found.</param>
/// <param name="Remedy">The command that fixes it, or empty if there is none.</param>
internal sealed record DoctorFinding(string Subject, bool IsFatal, string Message, string Remedy);
