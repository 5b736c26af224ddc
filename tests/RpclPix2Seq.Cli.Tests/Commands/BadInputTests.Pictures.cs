using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Sketches.Files.Png;

namespace RpclPix2Seq.Cli.Tests.Commands;

/// <content>Pictures to encode and to redraw.</content>
public sealed partial class BadInputTests
{
    [Fact]
    public void Files_that_are_not_pictures()
    {
        AssertRefused("cat.png", "GIF89a"u8.ToArray(), "expected a PNG or JPEG picture, found something else; convert it to PNG");
        AssertRefused("empty.jpg", [], "expected a PNG or JPEG picture, found an empty file");
        AssertRefused("notes", "a cat"u8.ToArray(), "expected a PNG or JPEG picture, found something else");
    }

    [Fact]
    public void Pictures_without_a_drawing_or_cut_short()
    {
        byte[] gray = new byte[64 * 64];
        Array.Fill(gray, (byte)200);
        AssertRefused(
            "blank.png", PngWriter.Encode(gray, 64, 64, 1),
            "expected a drawing, found a blank picture; lines must stand out from the paper");
        gray.AsSpan(64 * 32, 64).Clear();
        byte[] whole = PngWriter.Encode(gray, 64, 64, 1);
        AssertRefused(
            "cut.png", whole[..(whole.Length / 2)], "expected a whole PNG or JPEG picture, found", "the file is truncated or damaged");
        AssertRefused(
            "small.png", PngWriter.Encode(new byte[4], 2, 2, 1), "expected a picture of at least 8 x 8 pixels, found 2 x 2 pixels");
    }

    private void AssertRefused(string name, byte[] content, params string[] parts)
    {
        string file = _folder.File(name);
        File.WriteAllBytes(file, content);
        string line = Refuse(ExitCode.Failed, "encode", run.Folder, file, "--out", _folder.File("codes.npz"));
        AssertSays(line, [file, .. parts]);
        Assert.Equal(line, Refuse(ExitCode.Failed, "reconstruct", run.Folder, file, "--out", _folder.File("drawn")));
    }
}
