using System.Text.Json;
using RpclPix2Seq.Sketches.Files.Png;
using RpclPix2Seq.Sketches.Formats.SketchRnn;
using RpclPix2Seq.Sketches.Images.Raster;

namespace RpclPix2Seq.Cli.Tests.Commands;

/// <content>Pictures instead of sketches.</content>
public sealed partial class PipelineTests
{
    [Fact]
    public void A_picture_is_encoded_and_redrawn_whatever_its_name()
    {
        byte[] drawn = new byte[200 * 200];
        new Rasterizer(RasterOptions.Default with { Size = 200, LineWidth = 3, Margin = 20 })
            .Draw(SketchNpz.Read(run.Bee).Test[0].Points, drawn);
        string picture = _folder.File("bee"), codes = _folder.File("codes.npz"), output = _folder.File("redrawn");
        File.WriteAllBytes(picture, PngWriter.Encode(drawn, 200, 200, 1));

        using JsonDocument summary = JsonDocument.Parse(
            Rpcl.Do("encode", run.Folder, picture, run.Bee, "--out", codes, "--json", "--quiet").Out);
        Assert.Equal(
            (1, 23), (summary.RootElement.GetProperty("pictures").GetInt32(), summary.RootElement.GetProperty("sketches").GetInt32()));
        Assert.True(File.Exists(codes));

        Rpcl.Do("reconstruct", run.Folder, picture, "--out", output, "--quiet");
        Assert.Contains("reconstructions.png", Directory.EnumerateFiles(output).Select(file => Path.GetFileName(file)!));
    }
}
