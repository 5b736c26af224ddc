using System.CommandLine;
using System.Text.Json;
using RpclPix2Seq.Cli.Commands;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Configuration;
using RpclPix2Seq.Lab.Latent;
using RpclPix2Seq.Models;
using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Lab.Styles;

/// <summary>
/// <c>lab/run styles</c>: trains models on the built-in sketches with each latent method: does it find the styles that it was never given?
/// </summary>
internal static class StylesCommand
{
    private const double LeastNmi = 0.85;
    private const double LeastShareOfSeeds = 0.8;
    private const int MostOff = 1;
    private static readonly LatentMethod[] Methods = [LatentMethod.Em, LatentMethod.Reference, LatentMethod.Rpcl];

    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        Option<string> output = new("--out") { Description = "New folder for the training runs.", HelpName = "FOLDER", Required = true };
        Option<int> seeds = NumberOptions.Integer("--seeds", "Models of each method.", 5, 1, 1000);
        Option<int> steps = NumberOptions.Integer("--steps", "Training steps of each model.", 1500, 1, 10_000_000);
        Option<int> sketches = NumberOptions.Integer("--sketches", "Training sketches of each category.", 1500, 10, 100_000);
        Option<string[]> methods = new("--method")
        {
            Description = "Only this method; repeatable.",
            HelpName = "METHOD",
            AllowMultipleArgumentsPerToken = true,
        };
        methods.AcceptOnlyFromAmong([.. Methods.Select(LatentTrial.Name)]);
        Option<string[]> set = new("--set") { Description = "A configuration key, as NAME=VALUE; repeatable.", HelpName = "NAME=VALUE" };
        Command command = new("styles", "Train on the built-in sketches with each latent method, and count the styles it finds.")
        {
            output, seeds, steps, sketches, methods, set,
        };
        command.Add(CommonOptions.Json());
        command.Add(CommonOptions.Quiet());
        return command.Runs((options, host, cancellationToken) => Run(
            new Request(
                options.GetRequiredValue(output), options.GetValue(seeds), options.GetValue(steps), options.GetValue(sketches),
                options.GetValue(methods) ?? [], options.GetValue(set) ?? []),
            CommonOptions.IsSet(options, CommonOptions.JsonName), host, cancellationToken));
    }

    private static int Run(Request request, bool json, CliHost host, CancellationToken cancellationToken)
    {
        ModelConfig[] models =
        [
            .. from method in Methods.Where(m => request.Methods.Length == 0 || request.Methods.Contains(LatentTrial.Name(m)))
               from seed in Enumerable.Range(1, request.Seeds)
               select Config(request, method, seed),
        ];
        using FileClaim claim = OutputFolder.Claim(request.Output);
        List<StyleOutcome> outcomes = [];
        foreach (ModelConfig config in models)
        {
            TorchSetup.Load(config);
            RunFolder folder = RunFolder.Create(Path.Combine(request.Output, $"{LatentTrial.Name(config.LatentMethod)}-{config.Seed}"));
            using TrainingConsole console = new(host, config, request.Sketches * config.Categories.Count);
            outcomes.Add(StyleTrial.Run(config, request.Sketches, folder, console, cancellationToken));
        }

        if (json)
            host.Out.Write(
                JsonSerializer.Serialize(
                    outcomes.Select(o => new { Method = LatentTrial.Name(o.Method), o.Seed, o.Alive, o.Nmi, o.Purity, o.Seconds }),
                    RecordJson.Indented) + "\n");
        else
            Write(outcomes, host);
        bool judged = outcomes.Any(o => o.Method == LatentMethod.Rpcl);
        return !judged || GoodShare(outcomes, LatentMethod.Rpcl) >= LeastShareOfSeeds ? ExitCode.Done : ExitCode.Failed;
    }

    private static ModelConfig Config(Request request, LatentMethod method, int seed)
    {
        ConfigBuilder builder = new(QuickstartCommand.Config(0, seed) with
        {
            LatentMethod = method,
            LatentStart = method == LatentMethod.Reference ? LatentStart.Uniform : LatentStart.Codes,
            NumSteps = request.Steps,
        });
        try
        {
            foreach (string assignment in request.Set)
                builder.ApplyAssignment(assignment);
            return builder.Build().Config;
        }
        catch (InputException e)
        {
            throw new UsageException(e.Message, e);
        }
    }

    private static bool IsGood(StyleOutcome outcome) => Math.Abs(outcome.Alive - StyleTrial.Styles) <= MostOff && outcome.Nmi >= LeastNmi;

    private static double GoodShare(IReadOnlyList<StyleOutcome> outcomes, LatentMethod method) =>
        outcomes.Where(o => o.Method == method).Average(o => IsGood(o) ? 1.0 : 0.0);

    private static void Write(IReadOnlyList<StyleOutcome> outcomes, CliHost host)
    {
        ReportTable table = new(
            new Column("method"), new Column("seed", IsRight: true), new Column("components left", IsRight: true),
            new Column("NMI", IsRight: true),
            new Column("purity", IsRight: true), new Column("seconds", IsRight: true),
            new Column($"{StyleTrial.Styles} ± {MostOff} and NMI ≥ {LeastNmi}"));
        foreach (StyleOutcome o in outcomes)
            table.Add(
                LatentTrial.Name(o.Method), $"{o.Seed}", $"{o.Alive}", $"{o.Nmi:F3}", $"{o.Purity:F3}", $"{o.Seconds:F0}",
                IsGood(o) ? "yes" : "no");
        table.Write(host);
        foreach (IGrouping<LatentMethod, StyleOutcome> method in outcomes.GroupBy(o => o.Method))
        {
            string name = LatentTrial.Name(method.Key);
            Figures.Write(host, $"styles_components_{name}", method.Average(o => o.Alive));
            Figures.Write(host, $"styles_nmi_{name}", method.Average(o => o.Nmi));
            Figures.Write(host, $"styles_purity_{name}", method.Average(o => o.Purity));
            Figures.Write(host, $"styles_good_{name}", GoodShare(outcomes, method.Key));
        }
    }

    private sealed record Request(string Output, int Seeds, int Steps, int Sketches, string[] Methods, string[] Set);
}
