using System.IO.Compression;
using System.Text;
using RpclPix2Seq.Sketches.Datasets.Importing;
using RpclPix2Seq.Sketches.Tests.Files.Arrays;

namespace RpclPix2Seq.Sketches.Tests.Datasets.Importing;

/// <summary>Files made to do harm, through the importer as a whole: a clear error or a counted skip, and nothing half-written.</summary>
[Collection(MeasuredTests.Name)]
public sealed class DatasetImporterHostileTests : IDisposable
{
    private const string Entities = "<!DOCTYPE svg [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>]>";
    private readonly ImportFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Of_a_folder_of_hostile_files_the_harmless_ones_are_kept_and_all_others_counted()
    {
        _folder.Write("good.ndjson", ImportFolder.Lines("cat", 5));
        _folder.Write("entities.svg", Entities + "<svg xmlns='http://www.w3.org/2000/svg'><path d='M0 0L&b; 9'/></svg>");
        _folder.Write("deep.svg", "<svg xmlns='http://www.w3.org/2000/svg'>" + string.Concat(Enumerable.Repeat("<g>", 100_000)));
        _folder.Write("deep.json", new string('[', 1_000_000));
        _folder.Write("bomb.npz", ZipBuilder.Zip(("train.npy", new byte[80 << 20])));
        _folder.Write("nested.npz", ZipBuilder.Zip(("train.npy", ZipBuilder.Zip(("train.npy", new byte[100])))));
        _folder.Write("huge.inkml", "<ink xmlns='http://www.w3.org/2003/InkML'><trace>1 1e999, 2 2</trace></ink>");
        _folder.Write("cut.ndjson.gz", Gzip(ImportFolder.Lines("dog", 50))[..^4]);
        _folder.Write("archive.ndjson.gz", Gzip(Gzip(Encoding.UTF8.GetBytes(ImportFolder.Lines("dog", 5)))));
        ImportReport report = _folder.Import("out", ImportOptions.Default, _folder.File(""));
        Assert.Equal((1, 5, 5), (report.Files, report.Kept, report.Drawings));
        Assert.Equal(8, report.FileDrops.Sum(drop => drop.Count));
        Assert.Equal(5, _folder.Count("out"));
    }

    [Fact]
    public void Lines_with_harm_in_them_are_counted_by_what_is_wrong()
    {
        string hostile = """
            {"word":"\ud800","drawing":[[[1],[2]]]}
            {"word":"cat","drawing":[[[1e999],[2]]]}
            {"word":"cat","drawing":[[[1],[2,3]]]}
            """ + "\n" + $"{{\"word\":\"cat\",\"other\":{new string('[', 5000)}\n";
        string file = _folder.Write("cat.ndjson", hostile + ImportFolder.Lines("cat", 3));
        ImportReport report = _folder.Import("out", ImportOptions.Default, file);
        Assert.Equal((7, 3), ((int)report.Drawings, (int)report.Kept));
        Assert.Equal(
            ["a coordinate that is not finite", "nested too deeply", "text that is not Unicode", "x and y of different lengths"],
            report.Drops.Select(drop => drop.Reason).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_line_longer_than_the_limit_is_passed_over_in_little_memory()
    {
        string file = _folder.Write("cat.ndjson", "");
        using (FileStream stream = File.OpenWrite(file))
        {
            stream.Write(Encoding.UTF8.GetBytes(ImportFolder.Line("cat", 1) + "{\"word\":\"cat\",\"drawing\":[[["));
            byte[] digits = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("1,", 1 << 15)));
            for (int i = 0; i < 1024; i++)
                stream.Write(digits);
            stream.Write(Encoding.UTF8.GetBytes("1],[2]]]}\n" + ImportFolder.Line("cat", 2)));
        }

        ImportOptions options = new() { Limits = ImportOptions.Default.Limits with { LineBytes = 1 << 20 } };
        long before = GC.GetTotalAllocatedBytes();
        ImportReport report = _folder.Import("out", options, file);
        Assert.Equal((2, 1), ((int)report.Kept, (int)report.Drops.Single(drop => drop.Reason == "a line that is too long").Count));
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 64 << 20);
    }

    [Fact]
    public void An_archive_of_a_hundred_thousand_members_is_refused_before_they_are_listed()
    {
        string file = _folder.Write("many.npz", []);
        using (ZipArchive archive = new(File.Open(file, FileMode.Create), ZipArchiveMode.Create))
        {
            for (int i = 0; i < 100_000; i++)
                archive.CreateEntry($"{i}.npy", CompressionLevel.NoCompression);
        }

        long before = GC.GetTotalAllocatedBytes();
        InputException e = Assert.Throws<InputException>(() => _folder.Import("out", ImportOptions.Default, file));
        Assert.Contains("at most 4096 members", e.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 32 << 20);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Outputs));
    }

    [Fact]
    public void Pictures_that_refer_to_other_files_never_open_them()
    {
        string secret = _folder.Write("secret.svg", "<svg xmlns='http://www.w3.org/2000/svg'><path id='p' d='M0 0L50 50'/></svg>");
        string file = _folder.Write("other/cat.svg", $"""
            <svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink'>
              <image href='file://{secret}'/><use xlink:href='file://{secret}#p'/><path d='M0 0L9 9'/></svg>
            """);
        ImportReport report = _folder.Import("out", ImportOptions.Default, file);
        Assert.Equal(1, report.Kept);
        Assert.InRange(_folder.Read("out", DatasetSplit.Train).Single().Sketch.Length, 2, 3);
    }

    private static byte[] Gzip(string text) => Gzip(Encoding.UTF8.GetBytes(text));

    private static byte[] Gzip(byte[] content)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Optimal))
            gzip.Write(content);
        return packed.ToArray();
    }
}
