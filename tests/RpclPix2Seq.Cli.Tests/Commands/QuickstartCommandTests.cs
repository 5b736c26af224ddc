using System.Xml;
using System.Xml.Linq;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Cli.Tests.Commands;

[Collection(TorchTests.Name)]
public sealed class QuickstartCommandTests
{
    [Fact]
    public void It_ends_with_a_page_of_pictures()
    {
        using TemporaryFolder folder = new();
        string output = folder.File("here"), page = Path.Combine(output, "index.html");
        Rpcl done = Rpcl.Do("quickstart", "--out", output, "--minutes", "0.05", "--sketches", "10");
        Assert.Equal(page + "\n", done.Out);
        Assert.Contains("drawing 10 sketches each of bee, bus, flower, giraffe, pig", done.Error, StringComparison.Ordinal);
        using XmlReader reader = XmlReader.Create(page, new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        XElement html = XDocument.Load(reader).Root!;
        Assert.Contains($"./rpcl sample {output}/run --out samples --count 100", html.Value, StringComparison.Ordinal);
        Assert.True(html.Descendants("svg").Count() > 40); // 20 originals with their drawings, samples, strips and a chart
        Assert.Equal(20, html.Descendants("img").Count()); // the pixel decoder's output for them
        Assert.Contains(
            "redrawn by this model after minutes (blue) and by the model that ships (yellow)", html.Value, StringComparison.Ordinal);
        string[] made =
        [
            "beside-shipped.png", "beside-shipped.svg", "components.png", "components.svg", "data",
            "index.html", "reconstructions.png", "reconstructions.svg", "run",
        ];
        Assert.Equal(
            made, Directory.EnumerateFileSystemEntries(output).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal));

        // The next steps given on the page work.
        Rpcl.Do("sample", Path.Combine(output, "run"), "--out", folder.File("samples"), "--count", "2", "--quiet");
    }

    [Fact]
    public void Interrupted_it_keeps_the_checkpoint()
    {
        using TemporaryFolder folder = new();
        string output = folder.File("here");
        Rpcl stopped = Rpcl.RunUntilSaid("20 latent components", "quickstart", "--out", output, "--minutes", "1", "--sketches", "10");
        Assert.Equal(ExitCode.Interrupted, stopped.Code);
        Assert.Empty(stopped.Out);
        Assert.EndsWith($"interrupted; the checkpoint is in {Path.Combine(output, "run")}\n", stopped.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(output, "run", "last", "model.safetensors")));
    }
}
