using System.Diagnostics;

namespace RpclPix2Seq.Safety.Fuzzing;

/// <summary>Lets a target read one input, and judges what it does.</summary>
internal sealed class Execution : IDisposable
{
    /// <summary>How much processor time a reader may take, far above what the slowest takes; a busy machine does not increase it.</summary>
    public static readonly TimeSpan LongestTime = TimeSpan.FromSeconds(10);

    private const int LongestMessage = 4000;
    private const string Memory = "/dev/shm";

    private readonly DirectoryInfo _folder;

    /// <summary>Starts with a folder of its own for readers that take paths, in memory where the system has such a place.</summary>
    public Execution() =>
        _folder = Directory.CreateDirectory(Path.Combine(Place, $"{NameOf(Environment.ProcessId)}{Guid.NewGuid():N}"));

    private static string Place => Directory.Exists(Memory) ? Memory : Path.GetTempPath();

    /// <summary>Removes the folders that a process left when it was ended.</summary>
    public static void RemoveThoseOf(int process)
    {
        foreach (string left in Directory.GetDirectories(Place, NameOf(process) + "*"))
            Directory.Delete(left, recursive: true);
    }

    /// <summary>Runs one input; null if the reader handled it.</summary>
    /// <param name="target">The reader.</param>
    /// <param name="index">Which execution it is, for the finding.</param>
    /// <param name="bytes">The input.</param>
    public Finding? Run(FuzzTarget target, long index, byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(bytes);
        string path = "";
        if (target.FileName.Length > 0)
        {
            path = Path.Combine(_folder.FullName, target.FileName);
            File.WriteAllBytes(path, bytes);
        }

        long allowed = target.Allowance.For(bytes.Length);
        TimeSpan start = Environment.CpuUsage.TotalTime;
        long before = GC.GetAllocatedBytesForCurrentThread();
        (string Where, string Message)? fault = null;
        FindingKind kind = FindingKind.Crash;
        try
        {
            target.Read(new FuzzInput(bytes, path));
        }
        catch (InputException e)
        {
            if (e.Message.Any(char.IsControl))
                fault = (PlaceOf(e), $"a message with control characters: {Printable(e.Message)}");
            else if (e.Message.Length > LongestMessage)
                fault = (PlaceOf(e), $"a message of {e.Message.Length} characters: {Printable(e.Message)}");
        }
        catch (Exception e)
        {
            kind = e is OutOfMemoryException ? FindingKind.Unbounded : FindingKind.Crash;
            fault = (PlaceOf(e), Printable($"{e.GetType().Name}: {e.Message}"));
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        TimeSpan taken = Environment.CpuUsage.TotalTime - start;
        if (fault is { } found)
            return new Finding(target.Name, index, kind, found.Where, found.Message, bytes);
        if (allocated > allowed)
            return new Finding(
                target.Name, index, FindingKind.Unbounded, "",
                $"{allocated} bytes allocated for an input of {bytes.Length}, where {allowed} are allowed", bytes);
        return taken > LongestTime
            ? new Finding(target.Name, index, FindingKind.Hang, "", $"it took {taken.TotalSeconds:F1} s of a processor", bytes)
            : null;
    }

    /// <summary>Removes the folder.</summary>
    public void Dispose() => _folder.Delete(recursive: true);

    private static string NameOf(int process) => $"rpcl-fuzz-{process}-";

    private static string PlaceOf(Exception e)
    {
        foreach (StackFrame frame in new StackTrace(e).GetFrames())
        {
            if (frame.GetMethod() is not { DeclaringType: { } type } method)
                continue;
            if (type.Assembly.GetName().Name is "RpclPix2Seq.Sketches" or "RpclPix2Seq" or "rpcl")
                return $"{type.Name}.{method.Name}";
        }

        return e.GetType().Name;
    }

    private static string Printable(string text) => string.Concat(text.Take(300).Select(c => char.IsControl(c) ? '?' : c));
}
