using System.Text.Json;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Sketches.Files.Arrays;
using RpclPix2Seq.Sketches.Formats.SketchRnn;
using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Cli.Tests.Commands;

/// <content>Paths, answers, variations and completions.</content>
public sealed partial class PipelineTests
{
    private string Bus => Path.Combine(run.Data, "bus.npz");

    [Theory]
    [InlineData("linear")]
    [InlineData("spherical")]
    [InlineData("mixture")]
    public void A_path_leads_through_all_inputs(string way)
    {
        string output = _folder.File("path");
        Rpcl drawn = Rpcl.Do(
            "interpolate", run.Folder, $"{run.Bee}#3", $"component:{run.Components[0]}", $"{Bus}#22", "--steps", "4", "--way", way, "--out",
            output);
        Assert.Equal(output + "\n", drawn.Out);
        Assert.Contains("drawing: 7 sketches in", drawn.Error, StringComparison.Ordinal);
        using JsonDocument manifest = Manifest(output);
        AssertHead(manifest, "interpolation", seed: 1, temperature: 0.24);
        JsonElement settings = manifest.RootElement.GetProperty("settings");
        Assert.Equal(
            (way, 4, false),
            (settings.GetProperty("way").GetString(), settings.GetProperty("steps").GetInt32(), settings.GetProperty("grid").GetBoolean()));
        Assert.Equal($"{run.Bee}#3", settings.GetProperty("inputs")[0].GetString());
        Assert.Equal(["step_0", "step_1", "step_2", "step_3", "step_4", "step_5", "step_6"], Samples(manifest).Select(Name));
        AssertFiles(output, Samples(manifest));
        Assert.Equal(Code(output, "step_6"), EncodedAlone($"{Bus}#22"), IsNear);
    }

    [Fact]
    public void A_grid_lies_between_four_inputs_a_file_of_several_sketches_included()
    {
        string output = _folder.File("grid"), two = _folder.File("two.npz");
        SketchNpz.Write(two, new SketchSplits([], [], SketchNpz.Read(run.Bee).Test[..2]));
        using JsonDocument manifest = JsonDocument.Parse(
            Rpcl.Do("interpolate", run.Folder, two, $"{Bus}#0", $"{Bus}#1", "--grid", "--steps", "3", "--out", output, "--json",
                "--quiet").Out);
        Assert.Equal(
            ["row0_0", "row0_1", "row0_2", "row1_0", "row1_1", "row1_2", "row2_0", "row2_1", "row2_2"], Samples(manifest).Select(Name));
        AssertFiles(output, Samples(manifest));
        Assert.Equal(Code(output, "row0_2"), EncodedAlone($"{two}#1"), IsNear);
        Assert.Equal(Code(output, "row2_0"), EncodedAlone($"{Bus}#0"), IsNear);
    }

    [Fact]
    public void An_answer_is_drawn_from_categories_sets_sketches_and_components()
    {
        string output = _folder.File("answers");
        Rpcl answered = Rpcl.Do(
            "analogy", run.Folder, "category:bee", Bus, $"component:{run.Components[0]}", "--data", run.Data, "--count", "3", "--out",
            output, "--json", "--quiet");
        Assert.Equal(OutputOption.Located(File.ReadAllText(Path.Combine(output, "manifest.json")), output), answered.Out);
        using JsonDocument manifest = Manifest(output);
        AssertHead(manifest, "analogy", seed: 1, temperature: 0.24);
        Assert.Equal(["answer_0", "answer_1", "answer_2"], Samples(manifest).Select(Name));
        AssertFiles(output, Samples(manifest));

        // A is to A as C is to C.
        string same = _folder.File("same");
        Rpcl.Do("analogy", run.Folder, $"{Bus}#1", $"{Bus}#1", $"{run.Bee}#2", "--count", "1", "--out", same, "--quiet");
        Assert.Equal(EncodedAlone($"{run.Bee}#2"), Code(same, "answer_0"), IsNear);
    }

    [Fact]
    public void Variations_are_rows_by_temperature_and_by_spread()
    {
        string output = _folder.File("varied");
        Rpcl.Do("vary", run.Folder, $"{run.Bee}#20", "--count", "2", "--temperatures", "0.1,0.5", "--spreads", "0,3", "--out", output,
            "--quiet");
        using JsonDocument manifest = Manifest(output);
        AssertHead(manifest, "variation", seed: 1, temperature: 0.24);
        Assert.Equal(
            ["temperature0.1_0", "temperature0.1_1", "temperature0.5_0", "temperature0.5_1", "spread0_0", "spread0_1", "spread3_0",
                "spread3_1"],
            Samples(manifest).Select(Name));
        Assert.All(
            Samples(manifest),
            sample => Assert.Equal(("bee", 20), (sample.GetProperty("category").GetString(), sample.GetProperty("index").GetInt32())));
        AssertFiles(output, Samples(manifest));
        Assert.Equal(Code(output, "temperature0.1_0"), Code(output, "spread0_1"));
        Assert.NotEqual(Code(output, "spread3_0"), Code(output, "spread3_1"));

        Rpcl.Do("vary", run.Folder, $"{run.Bee}#20", "--count", "1", "--greedy", "--out", _folder.File("greedy"), "--quiet");
        using JsonDocument greedy = Manifest(_folder.File("greedy"));
        Assert.Equal(["spread1_0", "spread2_0", "spread3_0", "spread4_0"], Samples(greedy).Select(Name));
    }

    [Theory]
    [InlineData("likely")]
    [InlineData("partial")]
    [InlineData("whole")]
    [InlineData("mixture")]
    [InlineData("component")]
    public void Completions_begin_as_they_are_told(string code)
    {
        string output = _folder.File("completed");
        Sketch bee = SketchNpz.Read(run.Bee).Train[3];
        string asked = code == "component" ? $"component:{run.Components[0]}" : code;
        Rpcl.Do("complete", run.Folder, $"{run.Bee}#3", "--points", "5", "--code", asked, "--count", "3", "--out", output, "--quiet");
        using JsonDocument manifest = Manifest(output);
        AssertHead(manifest, "completion", seed: 1, temperature: 0.24);
        Assert.Equal(5, Assert.Single(GivenRows(manifest)));
        Assert.Equal(["completion_0", "completion_1", "completion_2"], Samples(manifest).Select(Name));
        AssertFiles(output, Samples(manifest));
        Assert.All(Drawn("completed"), sketch => Assert.Equal(bee.Points[..5].ToArray(), sketch[..5]));
        if (code == "whole")
            Assert.Equal(EncodedAlone($"{run.Bee}#3"), Code(output, "completion_0"), IsNear);
        if (code is "mixture" or "likely")
            Assert.NotEqual(Code(output, "completion_0"), Code(output, "completion_1"));
    }

    [Fact]
    public void A_share_of_a_sketch_is_rounded_and_all_of_it_may_be_given()
    {
        Sketch bee = SketchNpz.Read(run.Bee).Train[3];
        foreach ((string share, int rows) in new[] { ("0.001", 1), ("0.25", (int)Math.Round(0.25 * bee.Length)), ("1", bee.Length) })
        {
            string output = _folder.File($"share{share}");
            Rpcl.Do("complete", run.Folder, $"{run.Bee}#3", "--share", share, "--code", "whole", "--count", "1", "--out", output,
                "--quiet");
            using JsonDocument manifest = Manifest(output);
            Assert.Equal(rows, Assert.Single(GivenRows(manifest)));
        }
    }

    [Fact]
    public void One_sketch_of_a_file_is_named_by_its_number_for_every_verb_and_a_file_may_have_a_number_sign_in_its_name()
    {
        string odd = _folder.File("my#2.npz"), output = _folder.File("redrawn");
        File.Copy(run.Bee, odd);
        Assert.Equal(EncodedAlone($"{run.Bee}#4"), EncodedAlone($"{odd}#4"));
        Assert.NotEqual(EncodedAlone($"{run.Bee}#4"), EncodedAlone($"{run.Bee}#22"));
        Rpcl.Do("reconstruct", run.Folder, $"{run.Bee}#4", $"{Bus}#0", "--out", output, "--quiet");
        using JsonDocument report = JsonDocument.Parse(File.ReadAllText(Path.Combine(output, "report.json")));
        Assert.Equal(
            [4, 0], report.RootElement.GetProperty("drawings").EnumerateArray().Select(drawing => drawing.GetProperty("index").GetInt32()));
    }

    [Fact]
    public void One_sketch_of_a_dataset_is_named_by_its_number_over_all_splits()
    {
        string data = _folder.File("dataset");
        Rpcl.Do("data", "import", run.Bee, "--out", data, "--quiet");
        Rpcl all = Rpcl.Do("encode", run.Folder, data, "--out", _folder.File("all.npz"), "--json", "--quiet");
        using JsonDocument summary = JsonDocument.Parse(all.Out);
        int count = summary.RootElement.GetProperty("sketches").GetInt32();
        float[] codes = Codes(_folder.File("all.npz"));
        foreach (int index in (int[])[0, count - 1])
            Assert.Equal(codes[(index * 8)..((index + 1) * 8)], EncodedAlone($"{data}#{index}"), IsNear);
        string line = Rpcl.Refuse(ExitCode.Failed, "encode", run.Folder, $"{data}#{count}", "--out", _folder.File("none.npz"));
        Assert.StartsWith($"{data}: expected an index from 0 to {count - 1}, found #{count}", line, StringComparison.Ordinal);
    }

    /// <summary>The encoder's output for one argument.</summary>
    private float[] EncodedAlone(string argument)
    {
        string codes = _folder.File($"codes{Guid.NewGuid()}.npz");
        Rpcl.Do("encode", run.Folder, argument, "--out", codes, "--quiet");
        return Codes(codes);
    }

    private static float[] Codes(string file)
    {
        using NpzReader reader = new(file);
        return reader.Read("mean").ToArray<float>();
    }

    private static float[] Code(string folder, string name) => NpyReader.Read(Path.Combine(folder, $"code_{name}.npy")).ToArray<float>();

    // Codes of pictures in another batch may differ in the last bits.
    private static bool IsNear(float a, float b) => Math.Abs(a - b) < 1e-4;
}
