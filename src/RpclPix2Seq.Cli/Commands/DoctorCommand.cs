using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Collectives;
using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.Torch;

namespace RpclPix2Seq.Cli.Commands;

/// <summary><c>rpcl doctor</c>: shows what this machine offers and what is missing, with the command that fixes it.</summary>
internal static class DoctorCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        Option<bool> json = CommonOptions.Json();
        Command command = new("doctor") { json };
        return command.Runs((options, host, _) => Run(options.GetValue(json), host));
    }

    private static int Run(bool json, CliHost host)
    {
        TorchDescription found = TorchRuntime.Describe();
        if (json)
        {
            JsonObject all = JsonSerializer.SerializeToNode(found, RecordJson.Indented)!.AsObject();
            all["mpi"] = MpiLibrary.Find()?.Version;
            host.Out.Write(all.ToJsonString(RecordJson.Indented) + "\n");
        }
        else
        {
            WriteLines(found, host);
        }

        return found.IsUsable ? ExitCode.Done : ExitCode.Failed;
    }

    private static void WriteLines(TorchDescription found, CliHost host)
    {
        Line("system", found.OperatingSystem);
        Line(".NET", found.DotNet);
        Line("processor", $"{found.Processor}, {found.Cores} cores, {found.Simd}");
        Line("products", found.Products);
        Line("memory", $"{Gigabytes(found.MemoryTotalBytes)} in all, {Gigabytes(found.MemoryAvailableBytes)} free");
        Line("C++ runtime", found.CxxRuntime);
        Line("TorchSharp",
            $"{found.TorchSharpVersion}, {(found.IsPatched ? "patched for this system" : "unmodified")}: {found.NativePath}");
        Line("libtorch", $"{found.LibTorchVersion}: {found.LibTorchPath}");
        Line("threads", $"{found.Threads} in an operator, {found.InterOpThreads} between operators, waiting "
            + $"{found.WaitPolicy.ToString().ToLowerInvariant()}");
        Line("devices", string.Join(", ", found.Devices));
        Line("MPI", MpiLibrary.Find() is { } mpi ? $"{mpi.Version}: {mpi.Name}" : "none: a training uses one process here");
        foreach (DoctorFinding finding in found.Findings)
            host.Out.Write($"{(finding.IsFatal ? "missing" : "remark")}: {finding.Subject}: "
                + $"{finding.Message}{(finding.Remedy.Length > 0 ? $": {finding.Remedy}" : "")}\n");
        if (found.Findings.Count == 0)
            host.Out.Write("nothing is missing\n");

        void Line(string name, string value) => host.Out.Write($"{name,-12} {value}\n");
    }

    private static string Gigabytes(long bytes) => $"{bytes / (double)(1L << 30):F1} GiB";
}
