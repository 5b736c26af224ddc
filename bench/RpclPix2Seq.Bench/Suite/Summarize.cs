using System.Text.Json;
using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Bench.Suite;

/// <summary>Writes a suite's results, one file of numbers and one page of tables per machine, and prints its figures.</summary>
internal static class Summarize
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n" };

    public static void Run(Arguments arguments)
    {
        IReadOnlyList<Measurement> measurements = Measurement.ReadAll(arguments.Text("rounds"));
        Summary summary = new(measurements);
        IReadOnlyList<(string Name, double Value)> figures = summary.Figures();
        string tables = SummaryTables.Write(summary) + Kernels(arguments.Text("micro", ""));
        string folder = arguments.Text("out");
        Directory.CreateDirectory(folder);
        var results = new
        {
            Machine.Processor,
            Machine.Threads,
            Figures = figures.ToDictionary(f => f.Name, f => f.Value),
            Measurements = measurements,
        };
        AtomicFile.WriteAllText(Path.Combine(folder, Machine.Slug + ".json"), JsonSerializer.Serialize(results, Indented) + "\n");
        AtomicFile.WriteAllText(Path.Combine(folder, Machine.Slug + ".md"), tables);
        foreach ((string name, double value) in figures)
            Console.WriteLine($"figure {name} {value:G5}");
    }

    /// <summary>The tables that the kernel benchmarks left in a folder.</summary>
    private static string Kernels(string folder)
    {
        if (folder.Length == 0)
            return "";
        string[] tables = Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder, "*-report-github.md", SearchOption.AllDirectories).Order(StringComparer.Ordinal)]
            : [];
        return tables.Length == 0
            ? throw new InputException(folder, "", "reports of the kernels' benchmarks", "none", "run the verb micro")
            : "\n## Kernels\n\n" + string.Join(
                "\n", tables.Select(table => string.Join('\n', File.ReadLines(table).Where(line => line.StartsWith('|'))) + "\n"));
    }
}
