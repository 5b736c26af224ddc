using System.Diagnostics;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Cli.Tests.Terminal;

public sealed class ProcessTests
{
    [Theory]
    [InlineData(0, "--help")]
    [InlineData(0, "--help-config")]
    [InlineData(2, "--halp")]
    public void What_needs_no_tensors_runs_where_the_tensor_library_is_absent(int expected, string argument)
    {
        using TemporaryFolder folder = new();
        foreach (string file in Directory.EnumerateFiles(AppContext.BaseDirectory))
        {
            // The list of dependencies stays behind with the tensor library: the runtime would miss its entries at startup.
            string name = Path.GetFileName(file);
            bool isNeeded = name is "rpcl.dll" or "rpcl.runtimeconfig.json" or "System.CommandLine.dll"
                or "RpclPix2Seq.dll" or "RpclPix2Seq.Sketches.dll";
            if (isNeeded)
                File.Copy(file, folder.File(name));
        }

        ProcessStartInfo start = new("dotnet", [folder.File("rpcl.dll"), argument])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        string error = process.StandardError.ReadToEnd();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(expected, process.ExitCode);
        Assert.Equal(expected == 0, error.Length == 0);
        Assert.Equal(expected == 0, output.Length > 0);
    }

    // GNU's OpenMP says at its start what it takes from the environment.
    [Theory]
    [InlineData("10000", null, null)]
    [InlineData("0", "passive", null)]
    [InlineData("7", null, "7")]
    public async Task Waiting_threads_spin_for_a_moment_unless_told_otherwise(string expected, string? policy, string? spins)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "how threads wait is set on Linux alone");
        using TemporaryFolder folder = new();
        ProcessStartInfo start = new(
            "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "rpcl.dll"), "sample", "--count", "1", "--only", "npz", "--out", folder.File("out")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["OMP_DISPLAY_ENV"] = "verbose", ["OMP_WAIT_POLICY"] = policy, ["GOMP_SPINCOUNT"] = spins },
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        string error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, error + await output);
        Assert.Contains($"GOMP_SPINCOUNT = '{expected}'", error, StringComparison.Ordinal);
    }
}
