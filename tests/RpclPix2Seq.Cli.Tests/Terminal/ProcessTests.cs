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
}
