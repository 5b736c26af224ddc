using RpclPix2Seq.Models.Safetensors;
using RpclPix2Seq.TestKit;
using TorchSharp;
using static TorchSharp.torch;

namespace RpclPix2Seq.Tests.Models.Safetensors;

public sealed class SafetensorsReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("hyper-rpcl", "hyper", 3)]
    [InlineData("lstm-rpcl", "lstm", 3)]
    [InlineData("layernorm-em", "layer_norm", 3)]
    [LeakCheck]
    public void The_parity_cases_are_read(string name, string model, int dimensions)
    {
        using SafetensorsReader reader = SafetensorsReader.Open(SharedFolder.Require($"parity/{name}.safetensors"));
        Assert.Equal(model, reader.Metadata["dec_model"]);
        SafetensorsEntry sequences = reader.Entry("in/seqs");
        Assert.Equal(dimensions, sequences.Shape.Count);
        using DisposeScope scope = NewDisposeScope();
        foreach (SafetensorsEntry entry in reader.Entries)
        {
            Tensor tensor = reader.Read(entry.Name);
            Assert.Equal(entry.Shape, tensor.shape);
            Assert.Equal(entry.Type.Scalar(), tensor.dtype);
            if (tensor.is_floating_point())
                Assert.True(tensor.isfinite().all().item<bool>(), entry.Name);
        }

        // Row 0 of every sequence is the start token (specification, section 1).
        Assert.Equal([0, 0, 1, 0, 0], reader.Read("in/seqs").to(float64)[0, 0].data<double>().ToArray());
    }

    [Fact]
    public void Elements_come_with_their_type_and_shape()
    {
        string path = Write(
            """
            {"a":{"dtype":"I16","shape":[2,2],"data_offsets":[4,12]},"b":{"dtype":"F32","shape":[],"data_offsets":[0,4]},
            "__metadata__":{"k":"v\u00e9"}}
            """ + "   ",
            [0, 0, 128, 63, 1, 0, 2, 0, 255, 255, 4, 1]);
        using SafetensorsReader reader = SafetensorsReader.Open(path);
        Assert.Equal(["b", "a"], reader.Entries.Select(e => e.Name));
        Assert.Equal("vé", reader.Metadata["k"]);
        Assert.Equal([1f], reader.ToArray<float>("b"));
        Assert.Equal([1, 2, -1, 260], reader.ToArray<short>("a"));
        Assert.Equal("[2,2]", reader.Entry("a").ShapeText);
        Assert.False(reader.Contains("c"));
    }

    [Fact]
    [LeakCheck]
    public void A_tensor_is_read_into_another_type_and_layout_and_into_a_parameter()
    {
        string path = Write(
            """{"a":{"dtype":"I16","shape":[2,2],"data_offsets":[0,8]},"w":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}""",
            [1, 0, 2, 0, 3, 0, 4, 0, 0, 0, 128, 63]);
        using SafetensorsReader reader = SafetensorsReader.Open(path);
        using DisposeScope scope = NewDisposeScope();
        Tensor wide = zeros([2, 2], dtype: float64), turned = zeros([2, 2], dtype: int16).t(), weight = zeros([1], requires_grad: true);
        reader.ReadInto("a", wide);
        reader.ReadInto("a", turned);
        reader.ReadInto("w", weight);
        Assert.Equal([1.0, 2, 3, 4], wide.data<double>().ToArray());
        Assert.Equal([1, 2, 3, 4], turned.contiguous().data<short>().ToArray());
        Assert.Equal([1f], weight.data<float>().ToArray());
        Assert.True(weight.requires_grad && weight.is_leaf);
        Assert.Contains("[2,2]", Assert.Throws<InputException>(() => reader.ReadInto("a", weight)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_name_is_answered_with_the_nearest()
    {
        string path = Write(
            """
            {"encoder/fc_w":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},
            "encoder/fc_b":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},
            "x":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},
            "decoder/gain":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}
            """,
            []);
        using SafetensorsReader reader = SafetensorsReader.Open(path);
        InputException error = Assert.Throws<InputException>(() => reader.Read("encoder/fcw"));
        Assert.Contains("'encoder/fcw'", error.Message, StringComparison.Ordinal);
        Assert.Contains("did you mean encoder/fc_w or encoder/fc_b?", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_element_type_or_count_is_refused()
    {
        using SafetensorsReader reader = SafetensorsReader.Open(
            Write("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", new byte[8]));
        Assert.Throws<InputException>(() => reader.ToArray<double>("a"));
        Assert.Throws<InputException>(() => reader.CopyTo("a", new float[3].AsSpan()));
    }

    [Fact]
    [LeakCheck]
    public void A_truth_value_of_two_is_refused()
    {
        using SafetensorsReader reader = SafetensorsReader.Open(
            Write("""{"a":{"dtype":"BOOL","shape":[3],"data_offsets":[0,3]}}""", [0, 1, 2]));
        Assert.Contains(
            "element 2: expected 0 or 1, found 2", Assert.Throws<InputException>(() => reader.ToArray<bool>("a")).Message,
            StringComparison.Ordinal);
        Assert.Throws<InputException>(() => reader.Read("a").Dispose());
    }

    [Fact]
    public void Nothing_to_open_is_one_clear_error()
    {
        Assert.Throws<InputException>(() => SafetensorsReader.Open(_folder.File("none")));
        Assert.Throws<InputException>(() => SafetensorsReader.Open(_folder.Path));
        Assert.Throws<InputException>(() => SafetensorsReader.Open(""));
        string cut = Write("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}""", new byte[4]);
        using SafetensorsReader reader = SafetensorsReader.Open(cut);
        using (FileStream shorter = new(cut, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            shorter.SetLength(shorter.Length - 1);
        Assert.Contains(
            "changed while it was read", Assert.Throws<InputException>(() => reader.ToArray<byte>("a")).Message, StringComparison.Ordinal);
    }

    private string Write(string json, byte[] data)
    {
        byte[] bytes = HeaderFile.Bytes(json, data.Length);
        data.CopyTo(bytes, bytes.Length - data.Length);
        string path = _folder.File($"{Guid.NewGuid():N}.safetensors");
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
