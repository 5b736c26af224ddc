using RpclPix2Seq.Sketches.Files.Arrays;
using RpclPix2Seq.Sketches.Formats.SketchRnn;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Sketches.Tests.Formats.SketchRnn;

public sealed class ImageNpzTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Pictures_drawn_while_they_are_written_come_back_in_order()
    {
        string path = _folder.File("a_png.npz");
        ImageNpz.Write(path, 48, 48, new ImageSource(1500, Draw), new ImageSource(2, Draw), new ImageSource(0, Draw));
        ImageSplits splits = ImageNpz.Read(path, SplitRequirement.Train | SplitRequirement.Valid);
        Assert.Equal((1500, 2, 0), (splits.Train.Count, splits.Valid.Count, splits.Test.Count));
        byte[] expected = new byte[48 * 48];
        for (int i = 0; i < splits.Train.Count; i++)
        {
            Draw(i, expected);
            Assert.True(splits.Train[i].SequenceEqual(expected), $"picture {i}");
        }

        const string script = "z = np.load(sys.argv[1])\nfor k in z.files: print(k, z[k].dtype, z[k].shape)\nprint(z['train'][1234].sum())";
        Draw(1234, expected);
        Assert.Equal(
            $"train uint8 (1500, 48, 48)\nvalid uint8 (2, 48, 48)\ntest uint8 (0, 48, 48)\n{expected.Sum(b => b)}\n",
            Python.Run(script, path));

        string copy = _folder.File("b_png.npz");
        ImageNpz.Write(copy, splits);
        Assert.Equal(File.ReadAllBytes(path), File.ReadAllBytes(copy));
    }

    [Fact]
    public void Pictures_of_numpy_are_read()
    {
        string path = _folder.File("a_png.npz");
        Python.Run(
            "a = np.arange(12, dtype=np.uint8).reshape(2, 2, 3)\nnp.savez_compressed(sys.argv[1], train=a, valid=a[:1], test=a[1:])", path);
        ImageSplits splits = ImageNpz.Read(path);
        Assert.Equal((3, 2), (splits.Train.Width, splits.Train.Height));
        Assert.Equal([6, 7, 8, 9, 10, 11], splits.Test[0].ToArray());
    }

    [Fact]
    public void Other_types_shapes_and_missing_splits_are_refused()
    {
        string path = _folder.File("a_png.npz");
        NpzWriter.Write(path, writer => writer.Add<float>("train", new float[4], 1, 2, 2));
        Assert.Contains("expected elements of type |u1, found <f4", Refused(path), StringComparison.Ordinal);
        NpzWriter.Write(path, writer => writer.Add<byte>("train", new byte[4], 2, 2));
        Assert.Contains("expected the shape [any, any, any], found [2, 2]", Refused(path), StringComparison.Ordinal);
        NpzWriter.Write(path, writer => writer.Add<byte>("train", new byte[4], 1, 2, 2));
        Assert.Contains("expected a split valid with pictures, found none", Refused(path), StringComparison.Ordinal);
        NpzWriter.Write(path, writer =>
        {
            writer.Add<byte>("train", new byte[4], 1, 2, 2);
            writer.Add<byte>("valid", new byte[6], 1, 2, 3);
            writer.Add<byte>("test", new byte[4], 1, 2, 2);
        });
        Assert.Contains("pictures of one size", Refused(path), StringComparison.Ordinal);
    }

    private static string Refused(string path) => Assert.Throws<InputException>(() => ImageNpz.Read(path)).Message;

    private static void Draw(int index, Span<byte> pixels)
    {
        pixels.Fill(255);
        for (int i = 0; i < 60; i++)
            pixels[((index * 37) + (i * (index % 50))) % pixels.Length] = (byte)(index + i);
    }
}
