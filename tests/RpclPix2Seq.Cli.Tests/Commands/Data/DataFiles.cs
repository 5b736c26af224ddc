using RpclPix2Seq.Cli.Commands.Data;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Sketches.Formats.SketchRnn;
using RpclPix2Seq.Sketches.Strokes;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Cli.Tests.Commands.Data;

/// <summary>A folder with two small sketch files, and <c>rpcl data</c> run on them.</summary>
internal sealed class DataFiles : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public DataFiles()
    {
        SketchNpz.Write(Cat, new SketchSplits(Numbers(1, 30), Numbers(50, 3), Numbers(60, 2)));
        SketchNpz.Write(Dog, new SketchSplits(Numbers(100, 4), Numbers(150, 1), Numbers(160, 1)));
    }

    public string Path => _folder.Path;

    public string Cat => File("cat.npz");

    public string Dog => File("dog.npz");

    public string Data => File("data");

    public void Dispose() => _folder.Dispose();

    public string File(string name) => _folder.File(name);

    /// <summary>Imports both files.</summary>
    public DataFiles Imported()
    {
        Do("import", Cat, Dog, "--out", Data, "--quiet");
        return this;
    }

    /// <summary>A sketch whose rows encode its number.</summary>
    public static Sketch Number(int i) =>
        new([new StrokePoint(i, 1, false), new StrokePoint(1, i, true), .. Enumerable.Range(0, i % 5)
            .Select(k => new StrokePoint(k, -3, true))]);

    /// <summary>Runs a verb of <c>rpcl data</c> that must succeed.</summary>
    public static TestHost Do(params IReadOnlyList<string> arguments)
    {
        TestHost test = new();
        int code = test.Run(["data", .. arguments], DataCommand.Create());
        Assert.True(code == ExitCode.Done, $"exit code {code}: {test.Error}");
        return test;
    }

    /// <summary>Runs a verb of <c>rpcl data</c> that must be refused in one line; returns that line.</summary>
    public static string Refuse(int code, params IReadOnlyList<string> arguments)
    {
        TestHost test = new();
        Assert.Equal(code, test.Run(["data", .. arguments], DataCommand.Create()));
        Assert.Empty(test.Out);
        Assert.Equal(1, test.Error.Count(c => c == '\n'));
        Assert.StartsWith("rpcl: error: ", test.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", test.Error, StringComparison.Ordinal);
        return test.Error;
    }

    private static Sketch[] Numbers(int from, int count) => [.. Enumerable.Range(from, count).Select(Number)];
}
