using System.Text;
using RpclPix2Seq.Sketches.Datasets.Importing;
using RpclPix2Seq.Sketches.Formats;
using RpclPix2Seq.Sketches.Formats.SketchRnn;
using RpclPix2Seq.Sketches.Strokes;
using RpclPix2Seq.Sketches.Tests.Datasets.Importing;

namespace RpclPix2Seq.Sketches.Tests.Files;

/// <summary>Files in place of the expected one are recognized, whichever reader opens them.</summary>
public sealed class ForeignFileTests : IDisposable
{
    private readonly ImportFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("cat.ndjson", "<!DOCTYPE html><html><body>Not found</body></html>", "a web page; it was saved in place of the file")]
    [InlineData("cat.json", "\n <HTML lang='en'>", "a web page")]
    [InlineData("cat.svg", "<!doctype html>", "a web page")]
    [InlineData(
        "cat.npz", "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n",
        "a pointer of Git LFS, not the file itself; git lfs pull")]
    [InlineData("vector.ckpt-100.index", "x", "a part of a TensorFlow checkpoint")]
    [InlineData("checkpoint", "model_checkpoint_path: \"vector-100\"", "a part of a TensorFlow checkpoint")]
    [InlineData("cat.ai", "%PDF-1.5", "a PDF document; save it as SVG")]
    [InlineData("cat.gif", "GIF89a", "a picture, which has no strokes; save it as PNG")]
    [InlineData("cat.txt", "meow\nmeow", "text that begins 'meow'; if it is one of them, name it with --from")]
    [InlineData("cat.dat", "\0\u0001\u0002", "binary data of another kind")]
    public void A_named_file_gets_a_sentence_of_its_own(string name, string text, string expected)
    {
        string path = _folder.Write(name, text);
        InputException error = Assert.Throws<InputException>(() => _folder.Import("out", ImportOptions.Default, path));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pointer_in_place_of_sketches_is_told_by_every_reader()
    {
        string path = _folder.Write("cat.npz", "version https://git-lfs.github.com/spec/v1\n");
        Assert.Contains("Git LFS", Assert.Throws<InputException>(() => SketchNpz.Read(path)).Message, StringComparison.Ordinal);
        Assert.Contains(
            "Git LFS", Assert.Throws<InputException>(() => DrawingReading.Read(DrawingFile.At(path))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_web_page_in_a_folder_is_counted_with_its_reason()
    {
        _folder.Write("a/page.json", "<!DOCTYPE html>");
        _folder.Write("a/good.ndjson", ImportFolder.Lines("cat", 5));
        ImportDrop drop = Assert.Single(_folder.Import("out", ImportOptions.Default, _folder.File("a")).FileDrops);
        Assert.Equal(("not readable: expected a file of drawings", 1), (drop.Reason, drop.Count));
        Assert.StartsWith("expected a file of drawings, found a web page", drop.Worst[0].Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"category":"cat","strokes":[[["a",1]]]}""", "strokes, line 1, byte 29: expected strokes")]
    [InlineData("{\n\"strokes\": [[[1, 2],\n [3]]]}", "strokes, line 3, byte")]
    [InlineData("""{"lignes":[[[1,2]]],"b":0}""", "under a name such as strokes, found only 'lignes', 'b'; for example {\"strokes\":")]
    [InlineData(
        """{"strokes":5}""",
        "strokes, line 1, byte 12: expected strokes, which are lists of points [x, y], found not a list of strokes")]
    public void Json_that_is_not_a_drawing_names_the_key_the_place_and_an_example(string text, string expected) => Assert.Contains(
        expected,
        Assert.Throws<InputException>(() => DrawingReading.Read(DrawingFile.InMemory("a.json", Encoding.UTF8.GetBytes(text)))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Equal_sketches_name_their_files()
    {
        _folder.Write("a/one.ndjson", ImportFolder.Lines("cat", 5));
        _folder.Write("a/two.ndjson", ImportFolder.Lines("cat", 2, from: 4));
        ImportDrop drop = Assert.Single(_folder.Import("out", ImportOptions.Default, _folder.File("a")).Drops);
        Assert.Equal(2, drop.Count);
        Assert.EndsWith("one.ndjson (cat 4 of 5)", drop.Worst[0].File, StringComparison.Ordinal);
        Assert.EndsWith("two.ndjson (cat 1 of 2)", drop.Worst[0].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Equal_sketches_of_splits_name_their_files()
    {
        string one = _folder.WriteNpz("cat.npz", new SketchSplits(ImportFolder.Numbers(1, 4), ImportFolder.Numbers(4, 1), []));
        ImportedCategory category = Assert.Single(_folder.Import("out", ImportOptions.Default, one).Categories);
        Assert.Equal(1, category.Twins);
        Assert.Equal(($"{one} (cat 4 of 5)", $"{one} (cat 5 of 5)"), category.Twin);
    }
}
