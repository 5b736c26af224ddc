using System.Diagnostics;

namespace RpclPix2Seq.TestKit;

/// <summary>Open MPI's <c>mpirun</c> on this machine. Skips a test, with a message, where there is none.</summary>
public static class Mpirun
{
    private static readonly Lazy<string?> Program = new(() => OtherProgram.Find("mpirun", "--version"));

    /// <summary>Starts a program as several ranks, more than there are cores if need be, with its output redirected.</summary>
    /// <param name="ranks">How many.</param>
    /// <param name="command">The program and its arguments.</param>
    public static Process Start(int ranks, params IEnumerable<string> command)
    {
        Xunit.Assert.SkipWhen(Program.Value is null, "no mpirun is on the path");
        ProcessStartInfo start = new(Program.Value!, ["--oversubscribe", "--bind-to", "none", "-n", $"{ranks}", .. command])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["OMPI_ALLOW_RUN_AS_ROOT"] = start.Environment["OMPI_ALLOW_RUN_AS_ROOT_CONFIRM"] = "1";
        return Process.Start(start)!;
    }
}
