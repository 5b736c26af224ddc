using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using RpclPix2Seq.Torch.Kernels;
using TorchSharp;

namespace RpclPix2Seq.Torch.Native;

/// <summary>Collects a <see cref="TorchDescription"/>.</summary>
internal static class TorchDescriber
{
    private const string Unknown = "unknown";
    private static readonly Lazy<string> ProcessorName = new(
        () => $"{Model() ?? RuntimeInformation.ProcessArchitecture.ToString()}, {Simd()}");

    private static readonly Lazy<string> GpuName = new(FindGpu);

    /// <summary>The processor's model, if the system reports it, and its vector instructions.</summary>
    public static string Processor => ProcessorName.Value;

    /// <summary>The model of the first GPU that this process may use; <c>cuda</c> if the driver does not report it.</summary>
    public static string Gpu => GpuName.Value;

    public static TorchDescription Describe()
    {
        List<DoctorFinding> findings = [];
        bool loaded = TryLoad(findings);
        if (RuntimeInformation.ProcessArchitecture == Architecture.X64 && !Avx2.IsSupported)
            findings.Add(new DoctorFinding("processor", false, "it has no AVX2: training will be several times slower", ""));
        (long total, long available) = Memory();
        if (available is > 0 and < 2L << 30)
            findings.Add(
                new DoctorFinding("memory", false, $"only {available >> 20} MiB are free; the published model trains in about 3 GiB", ""));
        return new TorchDescription
        {
            OperatingSystem = OperatingSystemName(),
            DotNet = $"{RuntimeInformation.FrameworkDescription} ({RuntimeInformation.RuntimeIdentifier})",
            Processor = Model() ?? Unknown,
            Cores = Environment.ProcessorCount,
            Simd = Simd(),
            Products = loaded ? Products() : Unknown,
            MemoryTotalBytes = total,
            MemoryAvailableBytes = available,
            CxxRuntime = CxxRuntime(),
            TorchSharpVersion = TorchSharpVersion(),
            LibTorchVersion = loaded ? torch.__version__ : Unknown,
            LibTorchPath = NativeLibraries.LoadedPath("libtorch_cpu.so") ?? Unknown,
            NativePath = TorchLoader.Result?.LoadedPath ?? Unknown,
            IsPatched = TorchLoader.Result?.IsPatched ?? false,
            Threads = loaded ? torch.get_num_threads() : 0,
            InterOpThreads = loaded ? torch.get_num_interop_threads() : 0,
            WaitPolicy = TorchRuntime.EffectiveWaitPolicy,
            Devices = loaded ? Devices() : [],
            Findings = findings,
        };
    }

    private static bool TryLoad(List<DoctorFinding> findings)
    {
        try
        {
            TorchRuntime.EnsureLoaded();
            return true;
        }
        catch (InputException e)
        {
            const string run = "run: ";
            int command = e.Message.LastIndexOf(run, StringComparison.Ordinal);
            findings.Add(
                new DoctorFinding("torch", true, e.Message, command < 0 ? "" : e.Message[(command + run.Length)..].Split(" (")[0]));
            return false;
        }
    }

    private static List<string> Devices()
    {
        List<string> devices = ["cpu"];
        int cuda = torch.cuda.is_available() ? torch.cuda.device_count() : 0;
        for (int i = 0; i < cuda; i++)
            devices.Add(i == 0 ? $"cuda:0 ({Gpu})" : $"cuda:{i}");
        return devices;
    }

    // TorchSharp does not report it, but the driver does.
    private static unsafe string FindGpu()
    {
        const int length = 256;
        byte* name = stackalloc byte[length];
        int device;
        return NativeLibrary.TryLoad("libcuda.so.1", out nint driver)
            && NativeLibraries.TryExports(driver, out nint[] found, "cuInit", "cuDeviceGet", "cuDeviceGetName")
            && ((delegate* unmanaged<uint, int>)found[0])(0) == 0
            && ((delegate* unmanaged<int*, int, int>)found[1])(&device, 0) == 0
            && ((delegate* unmanaged<byte*, int, int, int>)found[2])(name, length, device) == 0
            && Marshal.PtrToStringUTF8((nint)name) is { Length: > 0 } model
            ? model
            : "cuda";
    }

    private static string Products()
    {
        string single = TiledProduct.IsFaster ? "single precision by our own kernels" : "single precision by MKL";
        return RoundedProduct.IsFaster
            ? $"{single}, bfloat16 by oneDNN with {Bfloat16Blas.Instructions} (precision=automatic uses it)"
            : RoundedProduct.IsAvailable
            ? $"{single}, bfloat16 by oneDNN with {Bfloat16Blas.Instructions}, which is slower (precision=automatic is float32)"
            : $"{single}; no instructions for bfloat16 (precision=automatic is float32)";
    }

    private static string OperatingSystemName()
    {
        string name = Field("/etc/os-release", "PRETTY_NAME", '=')?.Trim('"') ?? RuntimeInformation.OSDescription;
        return OperatingSystem.IsLinux() && LibC.GnuVersion() is { } glibc ? $"{name}, glibc {glibc}" : name;
    }

    private static string CxxRuntime()
    {
        try
        {
            if (!OperatingSystem.IsLinux())
                return Unknown;
            LibStdCxx found = LibStdCxx.Load();
            return $"{LibStdCxx.Newest(found.Versions)} ({found.Path})";
        }
        catch (InputException)
        {
            return Unknown;
        }
    }

    private static string? Model() => Field("/proc/cpuinfo", "model name");

    private static string Simd()
    {
        List<string> found = [];
        if (Avx2.IsSupported)
            found.Add("AVX2");
        if (Fma.IsSupported)
            found.Add("FMA");
        if (Avx512F.IsSupported)
            found.Add("AVX-512");
        return found.Count == 0 ? "none known" : string.Join(", ", found);
    }

    private static (long Total, long Available) Memory()
    {
        long total = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        string? kilobytes = Field("/proc/meminfo", "MemAvailable")?.Split(' ')[0];
        return (total, long.TryParse(kilobytes, CultureInfo.InvariantCulture, out long value) ? Math.Min(value << 10, total) : 0);
    }

    private static string TorchSharpVersion()
    {
        Assembly assembly = typeof(torch).Assembly;
        string? version = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        return version?.Split('+')[0] ?? assembly.GetName().Version?.ToString() ?? Unknown;
    }

    private static string? Field(string file, string name, char separator = ':')
    {
        if (!File.Exists(file))
            return null;
        foreach (string line in File.ReadLines(file))
        {
            string[] parts = line.Split(separator, 2);
            if (parts.Length == 2 && parts[0].Trim() == name)
                return parts[1].Trim();
        }

        return null;
    }
}
