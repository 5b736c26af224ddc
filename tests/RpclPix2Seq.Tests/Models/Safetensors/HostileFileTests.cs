using System.Buffers.Binary;
using System.Text;
using CsCheck;
using RpclPix2Seq.Models.Safetensors;
using RpclPix2Seq.TestKit;

namespace RpclPix2Seq.Tests.Models.Safetensors;

public sealed class HostileFileTests : IDisposable
{
    private const string A = "\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("{" + A + "}", 8, "")]
    [InlineData("{" + A + "}   ", 8, "")]
    [InlineData("{}", 0, "")]
    [InlineData("{\"__metadata__\":{}}", 0, "")]
    [InlineData("{" + A + "}", 9, "8 bytes, as many as the tensors have")]
    [InlineData("{" + A + "}", 7, "cut short")]
    [InlineData("{" + A + ",\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}", 8, "without overlap")]
    [InlineData("{" + A + ",\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", 8, "without overlap")]
    [InlineData("{" + A + ",\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[12,16]}}", 16, "hole")]
    [InlineData("{" + A + ",\"b\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[100,100]}}", 8, "hole")]
    [InlineData("{" + A + "," + A + "}", 8, "every name once")]
    [InlineData("{" + A + ",\"\\u0061\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[8,8]}}", 8, "every name once")]
    [InlineData("{\"__metadata__\":{},\"__metadata__\":{}}", 0, "one such key")]
    [InlineData("{\"__metadata__\":{\"k\":\"v\",\"k\":\"w\"}}", 0, "every key once")]
    [InlineData("{\"__metadata__\":{\"k\":1}}", 0, "a text")]
    [InlineData("{\"__metadata__\":{\"k\":{\"deep\":\"er\"}}}", 0, "a text")]
    [InlineData("{\"__metadata__\":null}", 0, "an object of strings")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4],\"extra\":1}}", 4, "'extra'")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", 4, "one dtype")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"shape\":[1],\"data_offsets\":[0,4]}}", 4, "one shape")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4],\"data_offsets\":[0,4]}}", 4, "one data_offsets")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}}", 4, "found less")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0]}}", 4, "found less")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4,4]}}", 4, "at most 2")]
    [InlineData("{\"a\":{\"dtype\":\"F8_E4M3\",\"shape\":[1],\"data_offsets\":[0,1]}}", 1, "a dtype among BOOL")]
    [InlineData("{\"a\":{\"dtype\":\"f32\",\"shape\":[1],\"data_offsets\":[0,4]}}", 4, "a dtype among BOOL")]
    [InlineData("{\"a\":{\"dtype\":1,\"shape\":[1],\"data_offsets\":[0,4]}}", 4, "dtype as a text")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}", 4, "another number")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[-1,-1],\"data_offsets\":[0,4]}}", 4, "another number")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1.0],\"data_offsets\":[0,4]}}", 4, "another number")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1e0],\"data_offsets\":[0,4]}}", 4, "another number")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[9223372036854775808],\"data_offsets\":[0,4]}}", 4, "another number")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[\"1\"],\"data_offsets\":[0,4]}}", 4, "found String")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[[1]],\"data_offsets\":[0,4]}}", 4, "found StartArray")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,0]}}", 0, "below 2^63")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,4],\"data_offsets\":[0,0]}}", 0, "below 2^63")]
    [InlineData(
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[9223372036854775807,9223372036854775807,0],\"data_offsets\":[0,0]}}", 0, "below 2^63")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,0]}}", 4, "data_offsets 4 to 0")]
    [InlineData(
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,9223372036854775807]}}", 4, "data_offsets 0 to 9223372036854775807")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}", 4, "expected 8 bytes for F32 [2]")]
    [InlineData("{\"\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", 4, "an empty name")]
    [InlineData("{\"a\\u0000\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", 4, "control characters")]
    [InlineData("{\"a\\ud800\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", 4, "valid JSON")]
    [InlineData("{\"a\":[]}", 0, "an object with dtype")]
    [InlineData("{" + A + ",}", 8, "valid JSON")]
    [InlineData("{" + A + "}{}", 8, "valid JSON")]
    [InlineData("{" + A + "}\n", 8, "")]
    [InlineData("{" + A + "} x", 8, "valid JSON")]
    [InlineData("{" + A, 8, "valid JSON")]
    [InlineData("{/**/" + A + "}", 8, "valid JSON")]
    [InlineData(" {" + A + "}", 8, "'{' as its first byte")]
    [InlineData("[]", 0, "'{' as its first byte")]
    [InlineData("{\"a\":{\"b\":{\"c\":{\"d\":{\"e\":{}}}}}}", 0, "dtype, shape and data_offsets alone")]
    [InlineData("{\"a\":{\"shape\":[[[[[[]]]]]]}}", 0, "shape")]
    public void A_header_is_read_or_refused_with_the_reason(string json, int dataLength, string reason)
    {
        string? message = Try(HeaderFile.Bytes(json, dataLength));
        if (reason.Length == 0)
            Assert.Null(message);
        else
            Assert.Contains(reason, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Limits_hold()
    {
        string shape = string.Join(",", Enumerable.Repeat("1", SafetensorsHeader.MostDimensions));
        string name = new('n', SafetensorsHeader.LongestName);
        Assert.Null(Try(HeaderFile.Bytes($$"""{"{{name}}":{"dtype":"U8","shape":[{{shape}}],"data_offsets":[0,1]} }""", 1)));
        Assert.Contains(
            "at most 64 numbers", Try(HeaderFile.Bytes($$"""{"a":{"dtype":"U8","shape":[{{shape}},1],"data_offsets":[0,1]} }""", 1)),
            StringComparison.Ordinal);
        Assert.Contains(
            "1001 characters", Try(HeaderFile.Bytes($$"""{"{{name}}n":{"dtype":"U8","shape":[1],"data_offsets":[0,1]} }""", 1)),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0L, "header length")]
    [InlineData(1L, "header length")]
    [InlineData(-1L, "header length")]
    [InlineData(long.MinValue, "header length")]
    [InlineData(SafetensorsHeader.LongestHeader + 1L, "header length")]
    [InlineData((long)SafetensorsHeader.LongestHeader, "cut short")]
    [InlineData(63L, "cut short")]
    public void An_impossible_header_length_is_refused_before_anything_is_read(long length, string reason)
    {
        byte[] bytes = HeaderFile.Bytes("{" + A + "}", 8);
        BinaryPrimitives.WriteInt64LittleEndian(bytes, length);
        Assert.Contains(reason, Try(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public void Text_that_is_not_UTF8_is_refused()
    {
        byte[] json = Encoding.UTF8.GetBytes("{\"a?\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}}");
        json[Array.IndexOf(json, (byte)'?')] = 0xff;
        Assert.Contains("valid UTF-8", Try(HeaderFile.Bytes(json, 0)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_cut_short_anywhere_is_refused()
    {
        byte[] bytes = HeaderFile.Bytes("{" + A + ",\"b\":{\"dtype\":\"U8\",\"shape\":[5],\"data_offsets\":[8,13]}}", 13);
        Assert.Null(Try(bytes));
        for (int length = 0; length < bytes.Length; length++)
            Assert.NotNull(Try(bytes[..length]));
    }

    [Fact]
    public void Exchanged_bytes_give_a_file_that_is_read_or_refused()
    {
        byte[] bytes = HeaderFile.Bytes(
            "{\"__metadata__\":{\"k\":\"v\"}," + A + ",\"b\":{\"dtype\":\"BOOL\",\"shape\":[5],\"data_offsets\":[8,13]}}", 13);
        byte[] marks = "{}[],:\"\\0123456789- "u8.ToArray();
        Gen.Select(Gen.Int[0, bytes.Length - 1], Gen.OneOf(Gen.Byte, Gen.Int[0, marks.Length - 1].Select(i => marks[i])))
            .Array[1, 4]
            .ForAll(changes =>
            {
                byte[] damaged = (byte[])bytes.Clone();
                foreach ((int at, byte value) in changes)
                    damaged[at] = value;
                Try(damaged);
            });
    }

    /// <summary>
    /// Opens a file of these bytes and reads every tensor. Returns the message if the file is refused, null if it is read; any other
    /// exception fails the test.
    /// </summary>
    private string? Try(byte[] bytes)
    {
        // A separate file per call: samples run on several threads.
        string path = _folder.File($"{Guid.NewGuid():N}.safetensors");
        File.WriteAllBytes(path, bytes);
        try
        {
            using SafetensorsReader reader = SafetensorsReader.Open(path);
            foreach (SafetensorsEntry entry in reader.Entries)
            {
                if (entry.Type == SafetensorsType.Bool)
                    reader.ToArray<bool>(entry.Name);
                else if (entry.Type == SafetensorsType.F32)
                    reader.ToArray<float>(entry.Name);
            }

            return null;
        }
        catch (InputException e)
        {
            return e.Message;
        }
        finally
        {
            File.Delete(path);
        }
    }
}
