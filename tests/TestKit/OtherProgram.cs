using System.Diagnostics;

namespace RpclPix2Seq.TestKit;

/// <summary>Programs in other languages that a test compares with.</summary>
internal static class OtherProgram
{
    /// <summary>The first program of a name on the path that does not fail with the given arguments; null if there is none.</summary>
    public static string? Find(string name, params string[] probe)
    {
        foreach (string folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
        {
            string candidate = Path.Combine(folder, name);
            if (folder.Length > 0 && File.Exists(candidate) && Start(candidate, probe).Code == 0)
                return candidate;
        }

        return null;
    }

    /// <summary>Runs a program that must succeed; returns its output.</summary>
    public static string Run(string program, IEnumerable<string> arguments)
    {
        (int code, string output, string error) = Start(program, arguments);
        Xunit.Assert.True(code == 0, $"{Path.GetFileName(program)} exited with {code}: {error}");
        return output;
    }

    private static (int Code, string Output, string Error) Start(string program, IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start");
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }
}
