using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Sketches.Files.Png;
using RpclPix2Seq.Sketches.Formats.SketchRnn;
using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Cli.Tests.Commands;

/// <content>Paths, answers, variations and completions.</content>
public sealed partial class BadInputTests
{
    private string First => $"{run.Bee}#0";

    [Fact]
    public void A_place_at_a_component_that_does_not_exist()
    {
        string line = $"component 77: expected a live component: {string.Join(", ", run.Components.Order())}, found no such one";
        string[][] commands =
        [
            ["interpolate", run.Folder, First, "component:77"],
            ["analogy", run.Folder, First, "component:77", First],
            ["complete", run.Folder, First, "--code", "component:77"],
        ];
        foreach (string[] command in commands)
            Assert.StartsWith(
                line, Refuse(ExitCode.Failed, [.. command, "--out", _folder.File("out"), "--quiet"]), StringComparison.Ordinal);
        Assert.StartsWith(
            "component:first: expected a whole number, 0 or more, after component:; for example component:0",
            Refuse(ExitCode.Usage, "interpolate", run.Folder, First, "component:first", "--out", _folder.File("out")),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_sketch_without_ink()
    {
        string dot = _folder.File("dot.npz");
        SketchNpz.Write(dot, new SketchSplits([], [], [new Sketch([new StrokePoint(3, 4, PenUp: true)])]));
        string[][] commands =
        [
            ["interpolate", run.Folder, First, dot],
            ["analogy", run.Folder, First, First, dot],
            ["vary", run.Folder, dot],
            ["complete", run.Folder, dot, "--code", "whole"],
        ];
        foreach (string[] command in commands)
            AssertSays(
                Refuse(ExitCode.Failed, [.. command, "--out", _folder.File("out"), "--quiet"]), dot,
                ": expected a drawing with ink, found moves of the lifted pen alone");
        AssertSays(
            Refuse(
                ExitCode.Failed, "complete", run.Folder, First, "--points", "1", "--code", "partial",
                "--out", _folder.File("out"), "--quiet"),
            $"the first point of {First}: expected a drawing with ink");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void One_of_three_inputs_that_cannot_be_read(int which)
    {
        string broken = _folder.File("broken.npz");
        File.WriteAllBytes(broken, File.ReadAllBytes(run.Bee)[..500]);
        string[] inputs = [First, First, First];
        inputs[which] = broken;
        Assert.StartsWith(
            broken + ": byte", Refuse(ExitCode.Failed, ["analogy", run.Folder, .. inputs, "--out", _folder.File("out")]),
            StringComparison.Ordinal);
        inputs[which] = _folder.File("absent.npz") + "#3";
        Assert.StartsWith(
            $"{_folder.File("absent.npz")}: expected a file, found none there",
            Refuse(ExitCode.Failed, ["analogy", run.Folder, .. inputs, "--out", _folder.File("out")]),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_category_that_is_nowhere()
    {
        AssertSays(
            Refuse(ExitCode.Failed, "analogy", run.Folder, "category:owl", First, First, "--data", run.Data, "--out", _folder.File("out")),
            "owl.npz", "expected the sketches of category 'owl'", "the folder has bee, bus");
        Assert.StartsWith(
            "--data: expected the dataset of category:bee, found none",
            Refuse(ExitCode.Usage, "analogy", run.Folder, "category:bee", First, First, "--out", _folder.File("out")),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Too_few_or_too_many_inputs()
    {
        foreach (string[] inputs in (string[][])[[First, First, First], [First, First, First, First, First], [run.Bee]])
        {
            int count = inputs[0] == run.Bee ? 23 : inputs.Length;
            Assert.StartsWith(
                $"--grid: expected exactly four inputs, one a corner, found {count}; leave --grid out",
                Refuse(ExitCode.Failed, ["interpolate", run.Folder, .. inputs, "--grid", "--out", _folder.File("out"), "--quiet"]),
                StringComparison.Ordinal);
        }

        Assert.StartsWith(
            "interpolate: expected 2 to 40 inputs, found 1; name",
            Refuse(ExitCode.Failed, "interpolate", run.Folder, First, "--out", _folder.File("out")),
            StringComparison.Ordinal);
        Assert.StartsWith(
            "interpolate: expected 2 to 40 inputs, found 46",
            Refuse(ExitCode.Failed, "interpolate", run.Folder, run.Bee, run.Bee, "--out", _folder.File("out")),
            StringComparison.Ordinal);
        Assert.StartsWith(
            $"{run.Bee}: expected one drawing, found 23; name one of them, a sketch of a file as FILE#INDEX",
            Refuse(ExitCode.Failed, "vary", run.Folder, run.Bee, "--out", _folder.File("out")),
            StringComparison.Ordinal);
        Assert.StartsWith(
            "complete: expected at most 200 sketches, found 207; name fewer",
            Refuse(ExitCode.Failed, ["complete", run.Folder, .. Enumerable.Repeat(run.Bee, 9), "--out", _folder.File("out"), "--quiet"]),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_beginning_that_is_longer_than_its_sketch_or_than_any()
    {
        Sketch bee = SketchNpz.Read(run.Bee).Train[0];
        Assert.StartsWith(
            $"--points: expected at most the {bee.Length} points of {First}, found {bee.Length + 1}",
            Refuse(ExitCode.Failed, "complete", run.Folder, First, "--points", $"{bee.Length + 1}", "--out", _folder.File("out")),
            StringComparison.Ordinal);

        string scribble = _folder.File("long.npz");
        SketchNpz.Write(
            scribble,
            new SketchSplits([], [], [new Sketch([.. Enumerable.Range(0, 2000).Select(i => new StrokePoint(i % 7, i % 5, i == 1999))])]));
        AssertSays(
            Refuse(ExitCode.Failed, "complete", run.Folder, scribble, "--share", "1", "--out", _folder.File("out"), "--quiet"),
            "the beginning: expected fewer than the ", "found 2000");
    }

    [Fact]
    public void A_picture_has_no_beginning_and_no_number()
    {
        string picture = _folder.File("cat.png");
        byte[] pixels = new byte[64 * 64];
        Array.Fill(pixels, byte.MaxValue);
        pixels.AsSpan((64 * 32) + 10, 40).Clear();
        File.WriteAllBytes(picture, PngWriter.Encode(pixels, 64, 64, 1));
        Assert.StartsWith(
            $"{picture}: expected a sketch, whose strokes have an order, found a picture",
            Refuse(ExitCode.Failed, "complete", run.Folder, picture, "--out", _folder.File("out")),
            StringComparison.Ordinal);
        Assert.StartsWith(
            $"{picture}: expected a file of sketches before #0, found none; leave #0 out if it is a picture",
            Refuse(ExitCode.Failed, "vary", run.Folder, picture + "#0", "--out", _folder.File("out")),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_that_no_sketch_has()
    {
        Assert.Equal(
            $"{run.Bee}: expected an index from 0 to 22, found #23; it has 23 sketches, counted over all splits",
            Refuse(ExitCode.Failed, "encode", run.Folder, run.Bee + "#23", "--out", _folder.File("codes.npz")));
        Assert.Equal(
            $"{run.Bee}#last: expected a whole number after #, 0 or more, found 'last'; for example {run.Bee}#0",
            Refuse(ExitCode.Failed, "vary", run.Folder, run.Bee + "#last", "--out", _folder.File("out")));
        Assert.StartsWith(
            $"{_folder.File("missing.png")}: expected", Refuse(ExitCode.Failed, "reconstruct", _folder.File("missing.png")),
            StringComparison.Ordinal);
        AssertSays(
            Refuse(ExitCode.Failed, "vary", run.Folder, run.Data + "#1", "--out", _folder.File("out")), run.Data,
            "expected a file, found a folder; name a file in it");
    }

    [Theory]
    [InlineData(
        "expected at most one of --points and --share, found both", "complete", "x", "s", "--out", "y", "--points", "3", "--share", "0.5")]
    [InlineData("--points: expected a whole number, 1 or more, found 0", "complete", "x", "s", "--out", "y", "--points", "0")]
    [InlineData(
        "--code-temperature: expected --code mixture beside it, found --code likely", "complete", "x", "s", "--out", "y",
        "--code-temperature", "1")]
    [InlineData("--share: expected a number from 0.001 to 1, found 1.5", "complete", "x", "s", "--out", "y", "--share", "1.5")]
    [InlineData(
        "--code: expected likely, partial, whole, mixture or component:K, found half; for example --code likely", "complete", "x", "s",
        "--out", "y", "--code", "half")]
    [InlineData(
        "component:x: expected a whole number, 0 or more, after component:", "complete", "x", "s", "--out", "y", "--code", "component:x")]
    [InlineData(
        "--way: expected linear or spherical or mixture, found round", "interpolate", "x", "a", "b", "--out", "y", "--way", "round")]
    [InlineData("--steps: expected a whole number from 2 to 40, found 1", "interpolate", "x", "a", "b", "--out", "y", "--steps", "1")]
    [InlineData(
        "--temperatures: expected 1 to 12 numbers from 0.01 to 10 with commas between them, found 0.5,0", "vary", "x", "a", "--out", "y",
        "--temperatures", "0.5,0")]
    [InlineData(
        "--spreads: expected 1 to 12 numbers from 0 to 1000 with commas between them, found 1,,2; for example --spreads 1,2,3,4", "vary",
        "x", "a", "--out", "y", "--spreads", "1,,2")]
    [InlineData("A, B and C: expected three drawings or places, found 2", "analogy", "x", "a", "b", "--out", "y")]
    public void Places_that_are_asked_for_wrongly(string line, params string[] arguments) =>
        Assert.StartsWith(line, Refuse(ExitCode.Usage, arguments), StringComparison.Ordinal);
}
