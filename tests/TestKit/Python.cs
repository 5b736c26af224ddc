using System.Diagnostics;

namespace RpclPix2Seq.TestKit;

/// <summary>
/// A Python 3 with numpy on this machine, to check files against numpy itself. Skips a test, with a message, where there is none.
/// </summary>
public static class Python
{
    private static readonly Lazy<string?> Interpreter = new(Find);

    /// <summary>Runs a script with numpy imported as <c>np</c> and returns its output.</summary>
    /// <param name="script">Python code; the arguments are in <c>sys.argv[1:]</c>.</param>
    /// <param name="arguments">The arguments of the script.</param>
    public static string Run(string script, params string[] arguments)
    {
        if (Interpreter.Value is not { } interpreter)
        {
            Xunit.Assert.Skip("no python3 with numpy is on the path");
            return "";
        }

        (int code, string output, string error) = Start(interpreter, ["-c", "import sys\nimport numpy as np\n" + script, .. arguments]);
        Xunit.Assert.True(code == 0, $"python3 exited with {code}: {error}");
        return output;
    }

    private static string? Find()
    {
        foreach (string folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
        {
            string candidate = Path.Combine(folder, "python3");
            if (folder.Length > 0 && File.Exists(candidate) && Start(candidate, ["-c", "import numpy"]).Code == 0)
                return candidate;
        }

        return null;
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
