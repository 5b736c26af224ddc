using System.Diagnostics;
using System.Text.RegularExpressions;
using RpclPix2Seq.Cli.Tests.Commands;
using RpclPix2Seq.Sketches.Datasets.Procedural;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Cli.Tests.Api;

/// <summary>The examples of README.md and docs/cookbook.md compile against the public API alone, and run.</summary>
[Collection(TorchTests.Name)]
public sealed partial class CookbookTests(TrainedRun run) : IDisposable
{
    private static readonly string Source =
        File.ReadAllText(Path.Combine(SharedFolder.ProjectRoot, "samples", "Cookbook", "Examples.cs"));

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("README.md", 1)]
    [InlineData("docs/cookbook.md", 10)]
    public void Examples_are_those_that_are_compiled(string document, int count)
    {
        string[] shown =
        [
            .. Snippet().Matches(File.ReadAllText(Path.Combine(SharedFolder.ProjectRoot, document))).Select(match => match.Groups[1].Value),
        ];
        Assert.Equal(count, shown.Length);
        string[] compiled = [.. Method().Matches(Source).Select(match => Body(match.Groups[1].Value))];
        Assert.All(shown, text => Assert.Contains(text.Replace("using RpclPix2Seq;\n\n", "", StringComparison.Ordinal), compiled));
    }

    [Fact]
    public void All_examples_run()
    {
        Directory.CreateSymbolicLink(_folder.File("model"), run.Folder);
        Directory.CreateDirectory(_folder.File("models"));
        Directory.CreateSymbolicLink(_folder.File("models/quickdraw"), run.Folder);
        foreach ((string name, string category, int index) in ((string, string, int)[])[("cat", "bee", 0), ("cat-head", "bee", 1),
            ("dog", "bus", 0), ("started", "bus", 1)])
            ProceduralSketches.Draw(category, 1, index).Sketch.Save(_folder.File($"{name}.svg"));
        ProceduralSketches.Draw("bus", 1, 2).Sketch.Save(_folder.File("photo.png"));
        foreach (string category in (string[])["bee", "bus"])
        {
            Directory.CreateDirectory(_folder.File(Path.Combine("drawings", category)));
            for (int i = 0; i < 12; i++)
                ProceduralSketches.Draw(category, 2, i).Sketch.Save(_folder.File(Path.Combine("drawings", category, $"{i}.svg")));
        }

        File.WriteAllText(_folder.File("small.json"), """
            {"dec_model": "lstm", "dec_rnn_size": 16, "z_size": 8, "num_decoder_mixture": 2, "batch_size": 10, "num_steps": 4,
             "rpcl_start": 2, "png_width": 32, "threads": 1, "max_seq_len": 60}
            """);
        string output = Run();
        foreach (string file in (string[])["sketch-3.svg", "redrawn.svg", "completed.png", "completed-2.svg", "between-6.svg",
            "dog-head.svg", "dataset", "run/config.json", "my-model/model.safetensors"])
            Assert.True(Path.Exists(_folder.File(file)), file);
        Assert.Equal(run.Components.Count, Directory.GetFiles(_folder.Path, "style-*.png").Length);
        Assert.Contains("\ndone\n", output, StringComparison.Ordinal);
        Assert.Contains("most like the photo: ", output, StringComparison.Ordinal);
        Assert.Contains("{\"stroke3\":[[", output, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^Train: step \d+, loss ", output);
    }

    private string Run()
    {
        string program = Path.Combine(
            AppContext.BaseDirectory, "..", "..", "Cookbook", Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)),
            "Cookbook.dll");
        ProcessStartInfo start = new("dotnet", [Path.GetFullPath(program)])
        {
            WorkingDirectory = _folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, error.Result);
        return output;
    }

    private static string Body(string method) => string.Join(
        '\n', method.Split('\n').Select(line => line.StartsWith("        ", StringComparison.Ordinal) ? line[8..] : line))
        .Replace("return Task.CompletedTask;", "", StringComparison.Ordinal).TrimEnd();

    [GeneratedRegex(@"```csharp\n(.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex Snippet();

    [GeneratedRegex(@"    public static (?:async )?Task \w+\(\)\n    \{\n(.*?)\n    \}\n", RegexOptions.Singleline)]
    private static partial Regex Method();
}
