using RpclPix2Seq.Torch.Native;
using TorchSharp;

namespace RpclPix2Seq.Torch;

/// <summary>
/// Makes <c>torch</c> usable: loads libtorch on systems that are too old for TorchSharp's own loading. Code that uses <c>torch</c> directly
/// works as well; calling <see cref="EnsureLoaded"/> first gives one clear message on a system that cannot run it. Nothing else of the
/// process is changed unless <see cref="Configure"/> is called, but the stacks of signals (<see cref="SignalStacks"/>).
/// </summary>
internal static class TorchRuntime
{
    private const string WaitVariable = "OMP_WAIT_POLICY", SpinVariable = "GOMP_SPINCOUNT", ThreadsVariable = "OMP_NUM_THREADS";

    // By itself GNU's OpenMP spins 300,000 times, which beside busy neighbors wastes most of a thread's time.
    private const string Spins = "10000";
    private static readonly Lock Gate = new();
    private static TorchRuntimeOptions? InForce;
    private static bool SpinsAreOurs;
    private static bool Initialized;

    /// <summary>The options in force; null if none were set.</summary>
    public static TorchRuntimeOptions? Options => Volatile.Read(ref InForce);

    /// <summary>Whether libtorch is loaded in this process. The query itself loads nothing.</summary>
    public static bool IsLoaded => TorchLoader.Result is not null || NativeLibraries.LoadedPath("libtorch_cpu.so") is not null;

    /// <summary>
    /// How idle worker threads of libtorch behave, or will behave once it is loaded, according to the environment it sees.
    /// </summary>
    public static WaitPolicy EffectiveWaitPolicy =>
        OperatingSystem.IsLinux() && string.Equals(LibC.GetVariable(WaitVariable), "passive", StringComparison.OrdinalIgnoreCase)
            ? WaitPolicy.Passive
            : WaitPolicy.Active;

    /// <summary>The torch device for a configured device. Loads libtorch, and makes a GPU repeatable (<see cref="CudaSettings"/>).</summary>
    /// <exception cref="InputException">A GPU was requested, and there is none, or this libtorch cannot use it.</exception>
    public static torch.Device DeviceFor(ComputeDevice device)
    {
        if (device == ComputeDevice.Cpu)
            return torch.CPU;
        if (!torch.cuda.is_available())
        {
            bool isBuilt = NativeLibraries.LoadedPath("libtorch_cuda.so") is not null;
            throw new InputException(
                "device", "", "a CUDA device that libtorch can use", isBuilt ? "none" : "a libtorch without CUDA",
                isBuilt ? "set device=cpu, or see rpcl doctor" : "build with -p:LibTorch=cuda, or set device=cpu");
        }

        CudaSettings.Apply();
        return torch.CUDA;
    }

    /// <summary>
    /// Sets threads and wait policy, and keeps freed memory in the process: large tensors come and go at every step. The number of threads
    /// may change at any time (threads that have already done work keep theirs); the wait policy is read by OpenMP when it is loaded and
    /// can be set only before that.
    /// </summary>
    /// <exception cref="InputException">A value is out of range, or libtorch is already loaded with another wait policy.</exception>
    public static void Configure(TorchRuntimeOptions options)
    {
        options.Validate();
        lock (Gate)
        {
            if (options.WaitPolicy == WaitPolicy.Passive && EffectiveWaitPolicy != WaitPolicy.Passive)
                SetPassive();
            else if (options.WaitPolicy == WaitPolicy.Active && InForce?.WaitPolicy == WaitPolicy.Passive)
                SetActiveAgain();
            if (options.WaitPolicy == WaitPolicy.Active)
                SpinBriefly();
            Volatile.Write(ref InForce, options);
            if (Initialized)
                Apply(options);
        }
    }

    /// <summary>
    /// Loads libtorch and applies <see cref="Options"/>, if there are any; does nothing if that has been done. May be called from any
    /// thread, any number of times.
    /// </summary>
    /// <exception cref="InputException">This system cannot run it; the message says why and what to do.</exception>
    public static void EnsureLoaded()
    {
        SignalStacks.Use();
        if (Volatile.Read(ref Initialized))
            return;
        TorchLoader.Load();
        // TorchSharp's own start-up may wait for TorchLoader's lock on another thread, never for this one.
        lock (Gate)
        {
            if (Initialized)
                return;
            try
            {
                _ = torch.get_num_threads();
                if (InForce is { } asked)
                    Apply(asked);
            }
            catch (Exception e) when (e is TypeInitializationException or NotSupportedException or DllNotFoundException)
            {
                throw new InputException(
                    "torch", "", "TorchSharp to start", (e.InnerException ?? e).Message, "run: dotnet restore --force", e);
            }

            Volatile.Write(ref Initialized, true);
        }
    }

    /// <summary>
    /// This machine's capabilities and how libtorch runs on it. Tries to load libtorch; a failure is reported among the findings instead of
    /// thrown.
    /// </summary>
    public static TorchDescription Describe() => TorchDescriber.Describe();

    private static void SetPassive()
    {
        if (IsLoaded)
            throw AlreadyLoaded(WaitPolicy.Passive, WaitPolicy.Active);
        if (!OperatingSystem.IsLinux() || !LibC.SetVariable(WaitVariable, "passive"))
            throw new InputException(
                "wait_policy", "", "active, because this system's environment cannot be changed", "passive", "set wait_policy=active");
        if (SpinsAreOurs)
            LibC.ClearVariable(SpinVariable); // it would take precedence
        SpinsAreOurs = false;
    }

    /// <summary>Makes idle threads spin briefly, unless the environment says how they wait or libtorch is already loaded.</summary>
    private static void SpinBriefly()
    {
        if (OperatingSystem.IsLinux() && !IsLoaded && LibC.GetVariable(WaitVariable) is null && LibC.GetVariable(SpinVariable) is null)
            SpinsAreOurs = LibC.SetVariable(SpinVariable, Spins);
    }

    private static void SetActiveAgain()
    {
        if (IsLoaded)
            throw AlreadyLoaded(WaitPolicy.Active, WaitPolicy.Passive);
        LibC.ClearVariable(WaitVariable);
        if (Environment.GetEnvironmentVariable(WaitVariable) is { } inherited)
            LibC.SetVariable(WaitVariable, inherited);
    }

    private static InputException AlreadyLoaded(WaitPolicy wanted, WaitPolicy found) =>
        new("wait_policy", "", $"{wanted} before libtorch is loaded", $"libtorch already loaded with {found}",
            "configure it at the start of the program");

    private static void Apply(TorchRuntimeOptions options)
    {
        if (OperatingSystem.IsLinux())
            LibC.KeepFreedMemory();
        int own = torch.get_num_threads();
        if (options.Threads > 0)
            torch.set_num_threads(options.Threads);
        else if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(ThreadsVariable)) && own != Environment.ProcessorCount)
            torch.set_num_threads(Environment.ProcessorCount);
    }
}

/// <summary>How libtorch uses the CPU.</summary>
internal sealed record TorchRuntimeOptions
{
    /// <summary>Threads within one operator; 0 = all cores (or <c>OMP_NUM_THREADS</c> if that is set). Range 0–1024.</summary>
    public int Threads { get; init; }

    /// <summary>
    /// What idle worker threads do. <see cref="WaitPolicy.Active"/> leaves <c>OMP_WAIT_POLICY</c> and <c>GOMP_SPINCOUNT</c> in the
    /// environment alone, <see cref="WaitPolicy.Passive"/> overrides the former.
    /// </summary>
    public WaitPolicy WaitPolicy { get; init; } = WaitPolicy.Active;

    /// <summary>Throws unless every value is in range.</summary>
    /// <exception cref="InputException">The message gives the setting, its value, the range and an example.</exception>
    public void Validate()
    {
        if (Threads is < 0 or > 1024)
            throw new InputException("threads", "", "0 (all cores) to 1024, such as 2", $"{Threads}");
        if (!Enum.IsDefined(WaitPolicy))
            throw new InputException("wait_policy", "", "active or passive", $"{WaitPolicy}");
    }
}
