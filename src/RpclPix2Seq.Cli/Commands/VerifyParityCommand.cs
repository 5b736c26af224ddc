using System.CommandLine;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.Torch;
using RpclPix2Seq.Verification;

namespace RpclPix2Seq.Cli.Commands;

/// <summary><c>rpcl verify parity</c>: recomputes training steps of the original and compares them tensor by tensor.</summary>
internal static class VerifyParityCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        Argument<string> folder = new("FOLDER") { Description = "Folder of .safetensors cases that the original computed." };
        Option<bool> doubles = new("--double") { Description = "Compute in double precision, to see what single precision costs." };
        MachineOptions machine = MachineOptions.WithoutPrecision();
        Command command = new("parity", "Compare training steps with the original's, tensor by tensor.") { folder, doubles };
        machine.AddTo(command);
        command.Add(CommonOptions.Json());
        command.Add(CommonOptions.Quiet());
        return command.Runs(
            (options, host, cancellationToken) => Run(
                options.GetRequiredValue(folder), options.GetValue(doubles), machine.Read(options), CommonOptions.WantsJson(options), host,
                cancellationToken));
    }

    private static int Run(
        string folder, bool doubles, MachineChoice machine, bool json, CliHost host, CancellationToken cancellationToken)
    {
        ModelConfig config = TorchSetup.Load(machine, host);
        IReadOnlyList<ParityRow> rows = ParityCase.RunAll(
            folder, new ParityTolerances(), doubles, TorchRuntime.DeviceFor(config.Device), cancellationToken);
        int failed = rows.Count(row => !row.Passes);
        string[] cases = [.. rows.Select(row => row.Case).Distinct()],
            readable = doubles ? [] : [.. cases.Except(rows.Where(row => row.Kernels == KernelPath.Fused).Select(row => row.Case))];
        host.Say($"{rows.Count - failed} of {rows.Count} tensors of {Count(cases.Length)} agree, computed by "
            + $"{string.Join(" and by ", rows.Select(row => Word(row.Kernels)).Distinct())} kernels");
        if (readable.Length > 0)
            host.Say($"the fused kernels do not support {Count(readable.Length)} here: {string.Join(", ", readable)}");
        if (json)
            WriteJson(rows, readable, host);
        else
            WriteTable(rows, readable, host);
        return failed == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private static string Count(int cases) => cases == 1 ? "1 case" : $"{cases} cases";

    private static double Worst(IReadOnlyList<ParityRow> rows, ParityKind kind) =>
        rows.Where(row => row.Kind == kind).Max(row => row.RelativeDifference);

    private static void WriteJson(IReadOnlyList<ParityRow> rows, string[] readable, CliHost host) =>
        host.Out.Write(RecordJson.Render(
        new
        {
            ParityWorstActivation = Worst(rows, ParityKind.Activation),
            ParityWorstLoss = Worst(rows, ParityKind.Loss),
            ParityWorstGradient = Worst(rows, ParityKind.Gradient),
            ReadableOnly = readable,
            Tensors = rows.Select(
                row => new
                {
                    row.Case,
                    Kernels = Word(row.Kernels),
                    row.Tensor,
                    Kind = Word(
                    row.Kind),
                    row.AbsoluteDifference,
                    row.RelativeDifference,
                    row.Tolerance,
                    row.Passes
                }),
        }));

    private static void WriteTable(IReadOnlyList<ParityRow> rows, string[] readable, CliHost host)
    {
        ReportTable table = new(
            new Column("case"), new Column("kernels"), new Column("tensor"), new Column("kind"), new Column("absolute", IsRight: true),
            new Column("relative", IsRight: true), new Column("allowed", IsRight: true), new Column("agrees"));
        foreach (ParityRow row in rows)
        {
            table.Add(
                row.Case, Word(row.Kernels), row.Tensor, Word(row.Kind), $"{row.AbsoluteDifference:E1}", $"{row.RelativeDifference:E1}",
                $"{row.Tolerance:E0}", row.Passes ? "yes" : "NO");
        }

        foreach (string name in readable)
            table.Add(name, Word(KernelPath.Fused), "all", "", "", "", "", "does not apply");
        table.Write(host);
        foreach (ParityKind kind in (ParityKind[])[ParityKind.Activation, ParityKind.Loss, ParityKind.Gradient])
            Figures.Write(host, $"parity_worst_{Word(kind)}", Worst(rows, kind));
    }

    private static string Word(KernelPath kernels) => kernels == KernelPath.Fused ? "fused" : "readable";

    private static string Word(ParityKind kind) => kind switch
    {
        ParityKind.Activation => "activation",
        ParityKind.Loss => "loss",
        ParityKind.Gradient => "gradient",
        _ => "label",
    };
}
