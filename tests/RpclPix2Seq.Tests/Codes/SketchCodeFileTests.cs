using System.Text.Json;
using RpclPix2Seq.Codes;
using RpclPix2Seq.Sketches.Files.Arrays;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Tests.Codes;

public sealed class SketchCodeFileTests : IDisposable
{
    private static readonly SketchCodes Codes = new(2, [1.5f, -2, 0.1f, 1e-8f], [0.25f, 1, 2, 3], [1, 0], [0.1f, 0.9f, 0, 0.75f, 0.25f, 0]);
    private static readonly string[] Names = ["cat_0", "a \"b\", c"];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Npy_holds_the_means()
    {
        NpyArray read = NpyReader.Read(Write("codes.npy"));
        Assert.Equal([2, 2], read.Shape.ToArray());
        Assert.Equal(Codes.Mean, read.ToArray<float>());
    }

    [Fact]
    public void Json_holds_everything()
    {
        using JsonDocument read = JsonDocument.Parse(File.ReadAllText(Write("codes.json")));
        Assert.Equal((2, 3), (read.RootElement.GetProperty("z_size").GetInt32(), read.RootElement.GetProperty("components").GetInt32()));
        JsonElement[] codes = [.. read.RootElement.GetProperty("codes").EnumerateArray()];
        Assert.Equal(Names, codes.Select(code => code.GetProperty("name").GetString()));
        Assert.Equal([1, 0], codes.Select(code => code.GetProperty("component").GetInt32()));
        Assert.Equal(Codes.Mean, codes.SelectMany(code => Numbers(code, "mean")));
        Assert.Equal(Codes.Variance, codes.SelectMany(code => Numbers(code, "variance")));
        Assert.Equal(Codes.Posterior, codes.SelectMany(code => Numbers(code, "posterior")));

        static IEnumerable<float> Numbers(JsonElement code, string key) =>
            code.GetProperty(key).EnumerateArray().Select(number => number.GetSingle());
    }

    [Fact]
    public void Csv_is_a_line_a_drawing_and_names_are_quoted() => Assert.Equal(
        "name,component,mean_0,mean_1,variance_0,variance_1,posterior_0,posterior_1,posterior_2\r\n"
        + "cat_0,1,1.5,-2,0.25,1,0.1,0.9,0\r\n"
        + "\"a \"\"b\"\", c\",0,0.1,1E-08,2,3,0.75,0.25,0\r\n",
        File.ReadAllText(Write("codes.CSV")));

    [Fact]
    public void Python_reads_what_was_written()
    {
        string read = Python.Run(
            """
            import csv, json
            npz, npy = np.load(sys.argv[1]), np.load(sys.argv[2])
            rows = list(csv.DictReader(open(sys.argv[3], newline='')))
            codes = json.load(open(sys.argv[4]))['codes']
            print((npz['mean'] == npy).all(), list(npz['names']) == [row['name'] for row in rows] == [code['name'] for code in codes])
            print(npz['component'].tolist() == [int(row['component']) for row in rows], np.float32(rows[1]['mean_1']) == npy[1, 1])
            print(npz['posterior'].shape, npz['variance'].dtype)
            """,
            [Write("codes.npz"), Write("codes.npy"), Write("codes.csv"), Write("codes.json")]);
        Assert.Equal(["True True", "True True", "(2, 3) float32"], read.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Another_extension_and_a_wrong_number_of_names_are_refused()
    {
        Assert.False(SketchCodeFile.IsKnown("codes.txt"));
        Assert.True(SketchCodeFile.IsKnown("codes.JSON"));
        string line = Assert.Throws<InputException>(() => Write("codes.txt")).Message;
        Assert.EndsWith(
            "expected a file that ends in .npz, .npy, .json or .csv, found '.txt'; for example codes.npz", line, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => SketchCodeFile.Write(_folder.File("codes.npz"), Codes, ["one"]));
        Assert.Empty(Directory.EnumerateFiles(_folder.Path));
    }

    private string Write(string name)
    {
        string file = _folder.File(name);
        SketchCodeFile.Write(file, Codes, Names);
        return file;
    }
}
