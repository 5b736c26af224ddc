using System.Buffers.Binary;
using System.IO.Hashing;
using System.Net;
using System.Numerics;
using System.Text;
using System.Xml.Linq;
using RpclPix2Seq.Studio.Contract;
using RpclPix2Seq.Studio.Recipes;
using RpclPix2Seq.Studio.Tests.Endpoints;

namespace RpclPix2Seq.Studio.Tests.Recipes;

public sealed class FilesTests
{
    [Theory]
    [InlineData("Svg", "image/svg+xml", "sketch.svg")]
    [InlineData("AnimatedSvg", "image/svg+xml", "sketch-animated.svg")]
    [InlineData("PlotterSvg", "image/svg+xml", "sketch-plotter.svg")]
    [InlineData("Png", "image/png", "sketch.png")]
    [InlineData("Json", "application/json", "sketch.json")]
    public async Task A_recipe_comes_back_from_a_file(string kind, string type, string name)
    {
        ExportFormat format = Enum.Parse<ExportFormat>(kind);
        TestStudio studio = await TestStudio.SharedAsync();
        DrawnAnswer drawn = (await studio.DrawAsync("api/draw", new DrawRequest(TestStudio.Style)))[0];
        (byte[] file, string? media, string? told) = await Export(studio, drawn.Strokes, drawn.Recipe, format);
        Assert.Equal((type, name), (media, told));
        ReadAnswer read = await Read(studio, name, file);
        Assert.Equal(RecipeMark.Text(drawn.Recipe), RecipeMark.Text(read.Recipe!));
        Assert.Equal(drawn.Strokes, read.Sketches.Single().Strokes);
        Assert.Empty(read.Skipped);

        // Without it, the file is a drawing like any other.
        (byte[] bare, _, _) = await Export(studio, drawn.Strokes, null, format);
        ReadAnswer plain = await Read(studio, name, bare);
        Assert.Null(plain.Recipe);
        if (format != ExportFormat.Png)
            Assert.Equal(drawn.Strokes.Count, plain.Sketches.Single().Strokes.Count);
    }

    [Fact]
    public async Task A_file_of_JSON_is_a_sketch_of_the_library()
    {
        TestStudio studio = await TestStudio.SharedAsync();
        DrawnAnswer drawn = (await studio.DrawAsync("api/draw", new DrawRequest(TestStudio.Style)))[0];
        (byte[] file, _, _) = await Export(studio, drawn.Strokes, drawn.Recipe, ExportFormat.Json);
        Sketch sketch = Sketch.FromJson(Encoding.UTF8.GetString(file));
        Assert.Equal(drawn.Strokes.Sum(stroke => stroke.Length), sketch.Length);
    }

    [Fact]
    public void A_picture_with_a_recipe_is_whole()
    {
        byte[] png = SketchFiles.Of([[new(0, 0), new(9, 9)]], Recipe("böse <&> \"x\""), ExportFormat.Png).Content;
        int at = 8, chunks = 0;
        while (at < png.Length)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            Assert.Equal(Crc32.HashToUInt32(png.AsSpan(at + 4, length + 4)),
                BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(at + 8 + length)));
            at += length + 12;
            chunks++;
        }

        Assert.Equal((png.Length, 4), (at, chunks));
        Assert.Equal("böse <&> \"x\"", RecipeMark.Find(png)!.Model);
    }

    [Fact]
    public void Pictures_of_lines_are_well_formed_and_animated_ones_have_a_time_for_each_stroke()
    {
        Vector2[][] strokes = [[new(0, 0), new(90, 90)], [new(5, 5)], [new(50, 0), new(60, 10), new(70, 0)]];
        foreach (ExportFormat format in new[] { ExportFormat.Svg, ExportFormat.AnimatedSvg, ExportFormat.PlotterSvg })
        {
            XDocument document = XDocument.Parse(Encoding.UTF8.GetString(SketchFiles.Of(strokes, Recipe("<!-- ]]>"), format).Content));
            XElement[] paths = [.. document.Descendants().Where(element => element.Name.LocalName == "path")];
            Assert.Equal(3, paths.Length);
            Assert.Equal("<!-- ]]>", RecipeMark.Find(Encoding.UTF8.GetBytes(document.ToString()))!.Model);
            if (format == ExportFormat.AnimatedSvg)
                Assert.All(paths,
                    path => Assert.Matches(@"^animation-delay:[\d.]+s;animation-duration:[\d.]+s$", path.Attribute("style")!.Value));
            if (format == ExportFormat.PlotterSvg)
                Assert.Equal("180mm", document.Root!.Attribute("width")!.Value);
        }
    }

    [Fact]
    public async Task A_film_is_a_GIF()
    {
        TestStudio studio = await TestStudio.SharedAsync();
        (byte[] gif, string? type, _) = await Export(studio, [[new(0, 0), new(30, 30), new(60, 0)]], null, ExportFormat.Gif);
        Assert.Equal("image/gif", type);
        Assert.Equal("GIF89a"u8.ToArray(), gif[..6]);
    }

    [Theory]
    [InlineData("a.svg", "<svg xmlns='http://www.w3.org/2000/svg'><metadata id='rpcl-recipe'>{}</metadata><path d='M0 0L9 9'/></svg>")]
    [InlineData(
        "a.svg", "<svg xmlns='http://www.w3.org/2000/svg'><metadata id='rpcl-recipe'>nonsense</metadata><path d='M0 0L9 9'/></svg>")]
    [InlineData("a.json", "{\"stroke3\":[[1,2,0],[3,4,1]],\"recipe\":{\"model\":1}}")]
    public async Task A_recipe_that_is_none_is_said_and_the_drawing_is_read(string name, string text)
    {
        TestStudio studio = await TestStudio.SharedAsync();
        ReadAnswer read = await Read(studio, name, Encoding.UTF8.GetBytes(text));
        Assert.Null(read.Recipe);
        Assert.Single(read.Sketches);
        Assert.Single(read.Skipped);
    }

    [Theory]
    [InlineData("a.svg", "<svg")]
    [InlineData("a.png", "nothing")]
    [InlineData("a.txt", "")]
    [InlineData("../../etc/passwd", "root")]
    public async Task A_file_that_cannot_be_read_is_an_error_with_the_name_that_it_was_sent_with(string name, string text)
    {
        TestStudio studio = await TestStudio.SharedAsync();
        using HttpResponseMessage response = await studio.UploadAsync("api/read", (name, Encoding.UTF8.GetBytes(text)));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        string error = TestStudio.Parse<ErrorAnswer>(await response.Content.ReadAsStringAsync()).Error;
        Assert.StartsWith(Path.GetFileName(name), error, StringComparison.Ordinal);
        Assert.DoesNotContain(Path.GetTempPath(), error, StringComparison.Ordinal);
    }

    [Fact]
    public void No_beginning_of_a_file_breaks_the_reader()
    {
        foreach (ExportFormat format in new[] { ExportFormat.Svg, ExportFormat.Png, ExportFormat.Json })
        {
            byte[] file = SketchFiles.Of([[new(0, 0), new(9, 9)]], Recipe("x"), format).Content;
            for (int length = 0; length < file.Length; length++)
            {
                try
                {
                    _ = RecipeMark.Find(file[..length]);
                }
                catch (InputException)
                {
                    // Said in one line.
                }
            }
        }
    }

    [Fact]
    public async Task Several_files_are_not_one()
    {
        TestStudio studio = await TestStudio.SharedAsync();
        await RefusalTests.AssertRefused(await studio.UploadAsync("api/read", ("a.svg", [1]), ("b.svg", [2])), 422, "file");
    }

    private static Recipe Recipe(string model) =>
        new(model, [1, 2], 3, 4, new SamplingChoice(Temperature: 0.5), [[new(0, 0), new(9, 9)]], null);

    private static async Task<(byte[] Content, string? Type, string? Name)> Export(
        TestStudio studio, IReadOnlyList<Vector2[]> strokes, Recipe? recipe, ExportFormat format)
    {
        using HttpResponseMessage response = await studio.SendAsync(HttpMethod.Post, "api/export",
            new ExportRequest([.. strokes], format, recipe));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (await response.Content.ReadAsByteArrayAsync(), response.Content.Headers.ContentType?.MediaType,
            response.Content.Headers.ContentDisposition?.FileName);
    }

    private static async Task<ReadAnswer> Read(TestStudio studio, string name, byte[] file)
    {
        using HttpResponseMessage response = await studio.UploadAsync("api/read", (name, file));
        string text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return TestStudio.Parse<ReadAnswer>(text);
    }
}
