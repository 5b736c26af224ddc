using System.Text.Json.Nodes;
using CsCheck;
using RpclPix2Seq.Sketches.Datasets;
using RpclPix2Seq.Sketches.Datasets.Containers;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Sketches.Tests.Datasets.Containers;

public sealed class DatasetManifestTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private int _count;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_manifest_comes_back_as_it_was_written()
    {
        DatasetManifest written = Example();
        string path = _folder.File("dataset.json");
        written.Write(path);
        DatasetManifest read = DatasetManifest.Read(path);
        read.Write(_folder.File("again.json"));
        Assert.Equal(File.ReadAllText(path), File.ReadAllText(_folder.File("again.json")));

        Assert.Equal(written.Description.Categories, read.Description.Categories);
        Assert.Equal(written.Description.Sources, read.Description.Sources);
        Assert.Equal((FirstRow.Ink, "größer", "rpcl 0.1.0", true),
            (read.Description.FirstRow, read.Description.Name, read.Description.CreatedBy, read.HasLicense));
        foreach (DatasetSplit split in Enum.GetValues<DatasetSplit>())
        {
            Assert.Null(written[split].Statistics.DifferenceFrom(read[split].Statistics));
            Assert.Equal((written[split].File, written[split].Bytes, written[split].Checksum, written[split].Offsets),
                (read[split].File, read[split].Bytes, read[split].Checksum, read[split].Offsets));
        }
    }

    [Fact]
    public void All_of_the_largest_public_collection_is_a_small_manifest()
    {
        int[] perCategory = [.. Enumerable.Repeat(75_000, 345)];
        int[] lengths = [.. Enumerable.Repeat(25_875_000 / 345, 345)];
        DatasetManifest all = Example() with
        {
            Train = new ContainerFacts("train.sketches", 5_000_000_000, ulong.MaxValue, OffsetType.Int16, new SplitStatistics
            {
                Sketches = 25_875_000,
                Points = 1_170_000_000,
                Strokes = 100_000_000,
                Longest = 345,
                SketchesPerCategory = perCategory,
                Lengths = new LengthHistogram(lengths),
                Sums = new OffsetSums(2_340_000_000, -1e9, 3.2e12),
            }),
            Description = Example().Description with { Categories = [.. Enumerable.Range(0, 345).Select(i => $"category {i}")] },
        };
        all.Write(_folder.File("dataset.json"));
        Assert.InRange(new FileInfo(_folder.File("dataset.json")).Length, 1, 50_000);
        SplitStatistics read = DatasetManifest.Read(_folder.File("dataset.json")).Train.Statistics;
        Assert.Null(all.Train.Statistics.DifferenceFrom(read));
    }

    [Fact]
    public void Every_key_is_needed_and_no_other_is_taken()
    {
        foreach (string[] place in Keys(JsonNode.Parse(Text())!.AsObject(), []))
        {
            JsonObject root = JsonNode.Parse(Text())!.AsObject();
            JsonObject parent = Parent(root, place);
            parent.Remove(place[^1]);
            Assert.Contains($"expected a key '{place[^1]}', found none", Refused(root.ToJsonString()), StringComparison.Ordinal);
            parent.Add("extra", 1);
            parent.Add(place[^1], null);
            Refused(root.ToJsonString());
            root = JsonNode.Parse(Text())!.AsObject();
            Parent(root, place).Add("more", 1);
            Assert.Contains("expected no other key, found 'more'", Refused(root.ToJsonString()), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("\"rpcl-sketches\"", "\"other\"", "format: expected 'rpcl-sketches', found 'other'")]
    [InlineData("\"version\": 1", "\"version\": 2", "version: expected 1, found 2: it may come from a newer rpcl")]
    [InlineData("\"first_row\": \"ink\"", "\"first_row\": \"no\"", "first_row: expected 'move' or 'ink', found 'no'")]
    [InlineData("\"LICENCE.txt\"", "\"../../secret\"", "licence: expected 'LICENCE.txt' or null")]
    [InlineData("\"train.sketches\"", "\"../train.sketches\"", "splits.train.file: expected 'train.sketches'")]
    [InlineData("\"train.sketches\"", "\"/train.sketches\"", "splits.train.file")]
    [InlineData("\"sketches\": 3", "\"sketches\": 3.5", "splits.train.sketches: expected a whole number from 0 to 2147483647, found '3.5'")]
    [InlineData("\"sketches\": 3", "\"sketches\": 1e999", "splits.train.sketches")]
    [InlineData("\"sketches\": 3", "\"sketches\": -3", "splits.train.sketches")]
    [InlineData("\"sketches\": 3", "\"sketches\": 2", "splits.train.sketches_per_category: expected 3 counts of 2 sketches")]
    [InlineData("\"points\": 5", "\"points\": 99999999999999999999", "splits.train.points")]
    [InlineData("\"points\": 5", "\"points\": 2", "splits.train.points")]
    [InlineData("\"points\": 5", "\"points\": 6", "splits.train.offset_sums.count: expected a whole number from 12 to 12, found '10'")]
    [InlineData("\"longest\": 3", "\"longest\": 4", "splits.train.lengths: expected 4 counts")]
    [InlineData("\"sum\": ", "\"sum\": 1e999, \"x\": ", "splits.train.offset_sums.sum: expected a number, found '1e999'")]
    [InlineData("\"sum\": ", "\"sum\": NaN, \"x\": ", "expected JSON")]
    [InlineData("\"sum\": ", "\"sum\": 1, \"sum\": ", "expected JSON")]
    [InlineData("\"cat\"", "\"\\ud800\"", "an unpaired surrogate")]
    [InlineData("\"cat\"", "\"dog\"", "'dog' twice")]
    [InlineData("\"cat\"", "7", "categories[0]: expected a text, found '7'")]
    [InlineData("\"checksum\": \"", "\"checksum\": \"x", "splits.train.checksum: expected 16 hexadecimal digits")]
    [InlineData("\"cat.npz\"", "\"/home/me/cat.npz\"", "sources[0].name: expected a name without folders")]
    [InlineData("{", "[", "expected JSON")]
    [InlineData("{", "{\"\\ud800\": 1,", "an unpaired surrogate")]
    public void A_wrong_value_is_named(string right, string wrong, string message)
    {
        string text = Text();
        int at = text.IndexOf(right, StringComparison.Ordinal);
        Assert.True(at >= 0, text);
        Assert.Contains(message, Refused(text.Remove(at, right.Length).Insert(at, wrong)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_manifest_is_refused()
    {
        foreach (string text in new[] { "", " ", "null", "[]", "1", "\"x\"", "{}", new string('[', 100_000), "{\"a\":{\"b\":" })
            Refused(text);
        string whole = Text();
        for (int length = 0; length < whole.Length - 2; length++)
            Refused(whole[..length]);

        using (FileStream file = new(_folder.File("huge.json"), FileMode.CreateNew))
            file.SetLength((64L << 20) + 1);
        InputException huge = Assert.Throws<InputException>(() => DatasetManifest.Read(_folder.File("huge.json")));
        Assert.Contains("expected a manifest of at most", huge.Message, StringComparison.Ordinal);
        Assert.Throws<InputException>(() => DatasetManifest.Read(_folder.File("none.json")));
    }

    [Fact]
    public void Changed_bytes_are_read_or_refused_in_one_line()
    {
        byte[] whole = System.Text.Encoding.UTF8.GetBytes(Text());
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte).Array[1, 4].ForAll(changes =>
        {
            byte[] changed = [.. whole];
            foreach ((int at, byte value) in changes)
                changed[at] = value;
            string path = _folder.File($"{Interlocked.Increment(ref _count)}.json");
            File.WriteAllBytes(path, changed);
            try
            {
                DatasetManifest.Read(path);
            }
            catch (InputException e)
            {
                Assert.DoesNotContain('\n', e.Message);
            }
            finally
            {
                File.Delete(path);
            }
        }, count: 2000);
    }

    private static DatasetManifest Example()
    {
        SplitStatistics some = new()
        {
            Sketches = 3,
            Points = 5,
            Strokes = 4,
            Longest = 3,
            SketchesPerCategory = [2, 0, 1],
            Lengths = new LengthHistogram([2, 0, 1]),
            Sums = new OffsetSums(10, -1.0 / 3, 1e15 + 0.125),
        };
        SplitStatistics none = new()
        {
            Sketches = 0,
            Points = 0,
            Strokes = 0,
            Longest = 0,
            SketchesPerCategory = [],
            Lengths = new LengthHistogram([]),
            Sums = default,
        };
        return new DatasetManifest
        {
            Description = new DatasetDescription
            {
                Name = "größer",
                Categories = ["cat", "dog", "The Eiffel Tower"],
                FirstRow = FirstRow.Ink,
                CreatedBy = "rpcl 0.1.0",
                Sources =
                [
                    new DatasetSource
                    {
                        Name = "cat.npz",
                        Format = "npz",
                        Sketches = 3,
                        License = "CC BY 4.0",
                        Checksum = new string('a', 32),
                    },
                    new DatasetSource { Name = "*.svg", Format = "svg", Files = 200, Sketches = 0 },
                ],
            },
            HasLicense = true,
            Train = new ContainerFacts("train.sketches", 700, 0x0123456789abcdef, OffsetType.Float32, some),
            Valid = new ContainerFacts("valid.sketches", 600, ulong.MaxValue, OffsetType.Int16, none),
            Test = new ContainerFacts("test.sketches", 600, 0, OffsetType.Int16, none),
        };
    }

    private static IEnumerable<string[]> Keys(JsonObject json, string[] above)
    {
        foreach ((string key, JsonNode? value) in json)
        {
            yield return [.. above, key];
            if (value is JsonObject inner)
            {
                foreach (string[] below in Keys(inner, [.. above, key]))
                    yield return below;
            }
        }
    }

    private static JsonObject Parent(JsonObject root, string[] place)
    {
        foreach (string key in place[..^1])
            root = root[key]!.AsObject();
        return root;
    }

    private string Text()
    {
        string path = _folder.File("example.json");
        Example().Write(path);
        return File.ReadAllText(path);
    }

    private string Refused(string text)
    {
        string path = _folder.File($"{Interlocked.Increment(ref _count)}.json");
        File.WriteAllText(path, text);
        string message = Assert.Throws<InputException>(() => DatasetManifest.Read(path)).Message;
        File.Delete(path);
        Assert.DoesNotContain('\n', message);
        return message;
    }
}
