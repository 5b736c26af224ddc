using RpclPix2Seq.Sketches.Files.Arrays;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Sketches.Tests.Files.Arrays;

public sealed class NpzTextTests
{
    [Fact]
    public void Numpy_reads_texts_of_any_script()
    {
        using TemporaryFolder folder = new();
        string[] texts = ["bee_0", "", "Bär ü", "猫", "a\U0001F41Db", "a rather long name, longer than all the others"];
        string file = folder.File("texts.npz");
        NpzWriter.Write(file, writer =>
        {
            writer.AddTexts("names", texts);
            writer.AddTexts("none", []);
            writer.AddTexts("broken", ["x\uD83Dy"]);
        });
        string read = Python.Run(
            """
            f = np.load(sys.argv[1])
            print(f['names'].shape, f['names'].dtype.str, f['none'].shape, [hex(ord(c)) for c in f['broken'][0]])
            for text in f['names']:
                print(ascii(str(text)))
            """,
            file);
        string[] lines = read.TrimEnd('\n').Split('\n');
        Assert.Equal("(6,) <U46 (0,) ['0x78', '0xfffd', '0x79']", lines[0]);
        Assert.Equal(
            ["'bee_0'", "''", @"'B\xe4r \xfc'", @"'\u732b'", @"'a\U0001f41db'", "'a rather long name, longer than all the others'"],
            lines[1..]);
    }
}
