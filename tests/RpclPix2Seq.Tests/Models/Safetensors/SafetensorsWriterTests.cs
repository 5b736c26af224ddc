using System.Buffers.Binary;
using CsCheck;
using RpclPix2Seq.Models.Safetensors;
using RpclPix2Seq.TestKit;
using RpclPix2Seq.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace RpclPix2Seq.Tests.Models.Safetensors;

public sealed class SafetensorsWriterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    [LeakCheck]
    public void Tensors_of_every_type_come_back_equal()
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator generator = new(3);
        Dictionary<string, Tensor> tensors = [];
        foreach (SafetensorsType type in Enum.GetValues<SafetensorsType>())
            tensors[$"t/{type}"] = randn([3, 5], generator: generator).Times(4).abs().to(type.Scalar());
        tensors["scalar"] = tensor(2.5);
        tensors["empty"] = zeros(0, 4);
        tensors["turned"] = rand([4, 6], generator: generator).t();
        tensors["part"] = rand([8], generator: generator).slice(0, 1, 8, 3);
        tensors["gradient"] = ones([2], requires_grad: true);
        string path = _folder.File("all.safetensors");
        SafetensorsWriter.Write(path, tensors, new Dictionary<string, string> { ["b"] = "\"quoted\"\n", ["a"] = "é𝄞" });
        using SafetensorsReader reader = SafetensorsReader.Open(path);
        Assert.Equal(tensors.Count, reader.Entries.Count);
        Assert.Equal("\"quoted\"\n", reader.Metadata["b"]);
        Assert.Equal("é𝄞", reader.Metadata["a"]);
        foreach ((string name, Tensor expected) in tensors)
        {
            Tensor found = reader.Read(name);
            Assert.Equal(expected.dtype, found.dtype);
            Assert.Equal(expected.shape, found.shape);
            Assert.True(found.SameAs(expected.detach()), name);
        }
    }

    [Fact]
    public void Equal_content_gives_equal_bytes_in_any_order()
    {
        SafetensorsItem[] items =
        [
            SafetensorsItem.From<byte>("b", new byte[] { 1, 2, 3 }, 3), SafetensorsItem.From<float>("z", new float[] { 1 }, 1),
            SafetensorsItem.From<float>("Z", new float[] { 2 }), SafetensorsItem.From<double>("m", new double[] { 3, 4 }, 2, 1),
        ];
        SafetensorsWriter.Write(_folder.File("one"), items, new Dictionary<string, string> { ["k"] = "1", ["j"] = "2" });
        SafetensorsWriter.Write(_folder.File("two"), items.Reverse(), new Dictionary<string, string> { ["j"] = "2", ["k"] = "1" });
        byte[] bytes = File.ReadAllBytes(_folder.File("one"));
        Assert.Equal(bytes, File.ReadAllBytes(_folder.File("two")));
        Assert.Equal(0, BinaryPrimitives.ReadInt64LittleEndian(bytes) % 8);
        using SafetensorsReader reader = SafetensorsReader.Open(_folder.File("one"));
        Assert.Equal(["m", "Z", "z", "b"], reader.Entries.Select(e => e.Name));
        Assert.All(reader.Entries, e => Assert.Equal(0, e.Begin % e.Type.Size()));
    }

    [Fact]
    public void Any_arrays_come_back_equal()
    {
        Gen<string> name = Gen.String[Gen.Char.AlphaNumeric, 1, 12];
        Gen<Dictionary<string, string>> texts = Gen.Dictionary(name, Gen.String[Gen.Char[' ', '\uD7FF'], 0, 10])[0, 4];
        Gen.Select(Gen.Dictionary(name, Gen.Float.Array[0, 20])[0, 8], texts).ForAll((arrays, metadata) =>
        {
            string path = _folder.File($"{Guid.NewGuid():N}");
            SafetensorsWriter.Write(
                path, arrays.Select(pair => SafetensorsItem.From<float>(pair.Key, pair.Value, pair.Value.Length)), metadata);
            using SafetensorsReader reader = SafetensorsReader.Open(path);
            Assert.Equal(metadata, reader.Metadata);
            Assert.Equal(arrays.Count, reader.Entries.Count);
            foreach ((string key, float[] expected) in arrays)
                Assert.Equal(
                    expected.Select(BitConverter.SingleToInt32Bits), reader.ToArray<float>(key).Select(BitConverter.SingleToInt32Bits));
        });
    }

    [Fact]
    public void Names_shapes_and_types_that_cannot_be_written_are_refused()
    {
        Assert.Throws<ArgumentException>(() => SafetensorsItem.From<byte>("", new byte[1], 1));
        Assert.Throws<ArgumentException>(() => SafetensorsItem.From<byte>("__metadata__", new byte[1], 1));
        Assert.Throws<ArgumentException>(() => SafetensorsItem.From<byte>("a\n", new byte[1], 1));
        Assert.Throws<ArgumentException>(() => SafetensorsItem.From<byte>("a\ud800", new byte[1], 1));
        Assert.Throws<ArgumentException>(() => SafetensorsItem.From<byte>("a", new byte[1], 2));
        Assert.Throws<ArgumentException>(() => SafetensorsItem.From<byte>("a", new byte[1], -1, -1));
        Assert.Throws<ArgumentException>(() => SafetensorsItem.From<decimal>("a", new decimal[1], 1));
        using Tensor complex = zeros(2, dtype: complex64);
        Assert.Throws<ArgumentException>(() => SafetensorsItem.From("a", complex));
        SafetensorsItem item = SafetensorsItem.From<byte>("a", new byte[1], 1);
        Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(_folder.File("twice"), [item, item]));
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void A_failed_write_leaves_the_old_file_and_nothing_beside_it()
    {
        string path = _folder.File("model.safetensors");
        SafetensorsWriter.Write(path, [SafetensorsItem.From<byte>("a", new byte[] { 7 }, 1)]);
        Tensor gone = zeros(3);
        SafetensorsItem item = SafetensorsItem.From("b", gone);
        gone.Dispose();
        Assert.ThrowsAny<Exception>(() => SafetensorsWriter.Write(path, [item]));
        Assert.Single(Directory.GetFiles(_folder.Path));
        using SafetensorsReader reader = SafetensorsReader.Open(path);
        Assert.Equal([7], reader.ToArray<byte>("a"));
        Assert.Throws<InputException>(() => SafetensorsWriter.Write(_folder.File("no/such/folder"), [item]));
    }

    [Fact]
    public void A_parity_case_written_again_holds_the_same()
    {
        string copy = _folder.File("copy.safetensors");
        using SafetensorsReader original = SafetensorsReader.Open(SharedFolder.Require("parity/layernorm-em.safetensors"));
        using DisposeScope scope = NewDisposeScope();
        SafetensorsWriter.Write(copy, original.Entries.ToDictionary(e => e.Name, e => original.Read(e.Name)), original.Metadata);
        using SafetensorsReader again = SafetensorsReader.Open(copy);
        Assert.Equal(original.Metadata, again.Metadata);
        Assert.Equal(
            original.Entries.Select(e => (e.Name, e.Type, e.ShapeText)).Order(),
            again.Entries.Select(e => (e.Name, e.Type, e.ShapeText)).Order());
        Assert.All(original.Entries, e => Assert.True(original.Read(e.Name).SameAs(again.Read(e.Name)), e.Name));
    }
}
