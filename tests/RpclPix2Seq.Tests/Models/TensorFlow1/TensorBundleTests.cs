using RpclPix2Seq.Models.TensorFlow1;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Tests.Models.TensorFlow1;

/// <summary>Checkpoints put together by hand are read, ours are the same bytes, and damage is named.</summary>
public sealed class TensorBundleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Prefix => _folder.File("vector-3");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0, 1, int.MaxValue)]
    [InlineData(1, 1, int.MaxValue)]
    [InlineData(0, 2, 3)]
    [InlineData(1, 3, 1)]
    public void Variables_are_read(byte compression, int shards, int entriesPerBlock)
    {
        Fill(new HandBundle(Prefix) { Compression = compression, Shards = shards, EntriesPerBlock = entriesPerBlock }).Write();
        using TensorBundleReader reader = TensorBundleReader.Open(Prefix);
        Assert.Equal(42, reader.Entries.Count);
        Assert.Equal(reader.Entries.Select(entry => entry.Name).Order(StringComparer.Ordinal), reader.Entries.Select(entry => entry.Name));
        for (int i = 0; i < 40; i++)
        {
            BundleEntry entry = reader.Entry($"scope/variable-{i}");
            Assert.Equal($"float32 [{i},2]", entry.Description);
            Assert.Equal(Numbers(i), reader.Read(entry));
        }

        Assert.Equal([7f], reader.Read(reader.Entry("scalar")));
        Assert.Equal("int64 []", reader.Entry("global_step").Description);
        Assert.Null(reader.Find("scope/variable-40"));
        reader.RequireData();
        using TensorBundleReader same = TensorBundleReader.Open(Prefix + ".index");
        Assert.Equal(reader.Entries.Select(entry => entry.Checksum), same.Entries.Select(entry => entry.Checksum));
    }

    [Fact]
    public void What_is_written_is_what_the_descriptions_say()
    {
        HandBundle expected = new(_folder.File("hand"));
        List<BundleTensor> tensors = [];
        foreach (int i in Enumerable.Range(0, 40).Reverse())
            tensors.Add(new BundleTensor($"scope/variable-{i}", [i, 2], () => Numbers(i)));
        tensors.Add(BundleTensor.Of("scalar", 7));
        TensorBundleWriter.Write(Prefix, tensors);
        foreach (BundleTensor tensor in tensors.OrderBy(tensor => tensor.Name, StringComparer.Ordinal))
            expected.Add(tensor.Name, [.. tensor.Shape], tensor.Read());
        expected.Write();
        Assert.Equal(File.ReadAllBytes(_folder.File("hand.index")), File.ReadAllBytes(Prefix + ".index"));
        Assert.Equal(File.ReadAllBytes(expected.DataPath(0)), File.ReadAllBytes(Prefix + ".data-00000-of-00001"));
    }

    [Fact]
    public void An_index_of_several_blocks_is_read_as_it_was_written()
    {
        BundleTensor[] tensors = [.. Enumerable.Range(0, 15000).Select(i => BundleTensor.Of($"{new string('x', i % 60)}/{i}", i))];
        TensorBundleWriter.Write(Prefix, tensors);
        Assert.InRange(new FileInfo(Prefix + ".index").Length, 1 << 18, 1 << 21);
        using TensorBundleReader reader = TensorBundleReader.Open(Prefix);
        Assert.Equal(15000, reader.Entries.Count);
        Assert.All(tensors, tensor => Assert.Equal(tensor.Read(), reader.Read(reader.Entry(tensor.Name))));
    }

    [Fact]
    public void Two_variables_of_one_name_are_not_written() => Assert.Throws<ArgumentException>(
        () => TensorBundleWriter.Write(Prefix, [BundleTensor.Of("a", 1), BundleTensor.Of("a", 2)]));

    [Fact]
    public void Every_changed_byte_of_an_index_is_noticed_or_without_effect()
    {
        Fill(new HandBundle(Prefix)).Write();
        byte[] whole = File.ReadAllBytes(Prefix + ".index");
        (string Name, uint Checksum)[] expected = All();
        for (int i = 0; i < whole.Length; i++)
        {
            byte[] damaged = [.. whole];
            damaged[i] ^= 0x10;
            File.WriteAllBytes(Prefix + ".index", damaged);
            try
            {
                // The unused block and its place in the footer, and what pads the footer, are not read.
                Assert.Equal(expected, All());
                Assert.InRange(i, whole.Length - 48 - 5 - 8 - 60, whole.Length - 8);
            }
            catch (InputException e)
            {
                Assert.StartsWith(Prefix + ".index: ", e.Message, StringComparison.Ordinal);
            }
        }

        (string, uint)[] All()
        {
            using TensorBundleReader reader = TensorBundleReader.Open(Prefix);
            return [.. reader.Entries.Select(entry => (entry.Name, entry.Checksum))];
        }
    }

    [Fact]
    public void An_index_that_is_cut_anywhere_is_refused()
    {
        Fill(new HandBundle(Prefix)).Write();
        byte[] whole = File.ReadAllBytes(Prefix + ".index");
        for (int length = 0; length < whole.Length; length += 7)
        {
            File.WriteAllBytes(Prefix + ".index", whole[..length]);
            Assert.Contains("it is cut short: copy it again", Refused(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Damage_in_the_index_is_named()
    {
        Refuses(
            "block at byte 0: expected a block that is plain (0) or packed with Snappy (1), found the kind 4",
            new(Prefix) { Compression = 4 });
        Refuses("variable 'scalar': expected the description of a variable, found field 5 of kind 2 instead of a whole number", new(Prefix)
        {
            Value = (name, value) => name == "scalar" ? [0x2A, 0] : value,
        });
        Refuses("variable 'scalar': expected the description of a variable, found 4 bytes for float32 [2]", new(Prefix)
        {
            Value = (name, value) => name == "scalar" ? [0x08, 1, 0x12, 4, 0x12, 2, 0x08, 2, 0x28, 4] : value,
        });
        Refuses("found a size of -1", new(Prefix)
        {
            Value = (name, value) => name == "scalar"
                ? [0x08, 1, 0x12, 13, 0x12, 11, 0x08, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1, 0x28, 4] : value,
        });
        Refuses("found a variable in slices, which a partitioner made", new(Prefix)
        {
            Value = (name, value) => name == "scalar" ? [.. value, 0x3A, 0] : value,
        });
        Refuses("the header: expected the header of a bundle, found big-endian numbers", new(Prefix)
        {
            Value = (name, value) => name.Length == 0 ? [8, 1, 16, 1] : value,
        });
        Refuses("found a bundle for readers of version 2; this one has 1", new(Prefix)
        {
            Value = (name, value) => name.Length == 0 ? [8, 1, 0x1A, 2, 0x10, 2] : value,
        });
        Refuses("found 0 data files", new(Prefix) { Value = (name, value) => name.Length == 0 ? [] : value });
    }

    [Fact]
    public void Damage_in_the_data_is_named()
    {
        HandBundle bundle = Fill(new HandBundle(Prefix) { Shards = 2 });
        bundle.Write();
        using (FileStream data = File.OpenWrite(bundle.DataPath(0)))
        {
            data.Position = data.Length - 1;
            data.WriteByte(0xAA);
        }

        Assert.Contains("data-00000-of-00002: variable 'scalar', byte ", Unread(), StringComparison.Ordinal);
        Assert.Contains(": expected bytes of the checksum ", Unread(), StringComparison.Ordinal);
        using (FileStream data = File.OpenWrite(bundle.DataPath(0)))
            data.SetLength(data.Length - 1);
        Assert.Contains("bytes in all; the file is cut short: copy it again", Unread(), StringComparison.Ordinal);
        File.Delete(bundle.DataPath(0));
        Assert.EndsWith("; copy all files of the checkpoint into one folder", Unread(), StringComparison.Ordinal);
        HandBundle other = new(Prefix) { Value = (name, value) => name == "scalar" ? [.. value, 0x18, 5] : value };
        Fill(other).Write();
        Assert.EndsWith(
            "variable 'scalar': expected a data file from 0 to 0, found 5; the checkpoint is damaged: copy it again", Unread(),
            StringComparison.Ordinal);

        string Unread()
        {
            using TensorBundleReader reader = TensorBundleReader.Open(Prefix);
            return Assert.Throws<InputException>(() => reader.Read(reader.Entry("scalar"))).Message;
        }
    }

    [Fact]
    public void A_name_that_there_is_not_brings_the_nearest()
    {
        Fill(new HandBundle(Prefix)).Write();
        using TensorBundleReader reader = TensorBundleReader.Open(Prefix);
        Assert.Contains("scalar", Assert.Throws<InputException>(() => reader.Entry("scalor")).Message, StringComparison.Ordinal);
        Assert.Contains(
            "expected at most",
            Assert.Throws<InputException>(() => reader.Read(reader.Entry("global_step"))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "expected the index of a TensorFlow checkpoint",
            Assert.Throws<InputException>(() => TensorBundleReader.Open(_folder.File("absent"))).Message, StringComparison.Ordinal);
    }

    /// <summary>40 matrices in two files, a scalar and a counter.</summary>
    private static HandBundle Fill(HandBundle bundle)
    {
        for (int i = 0; i < 40; i++)
            bundle.Add($"scope/variable-{i}", [i, 2], Numbers(i), i % bundle.Shards);
        bundle.Add("scalar", [], [7]);
        bundle.Add("global_step", 9, [], [5, 0, 0, 0, 0, 0, 0, 0], bundle.Shards - 1);
        return bundle;
    }

    private static float[] Numbers(int i) => [.. Enumerable.Range(0, 2 * i).Select(k => (i * 1000) + (k / 7f))];

    private void Refuses(string message, HandBundle bundle)
    {
        Fill(bundle).Write();
        Assert.Contains(message, Refused(), StringComparison.Ordinal);
    }

    private string Refused() => Assert.Throws<InputException>(() => TensorBundleReader.Open(Prefix)).Message;
}
