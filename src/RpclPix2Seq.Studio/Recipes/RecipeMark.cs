using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using System.Xml;
using RpclPix2Seq.Sketches.Files.Png;
using RpclPix2Seq.Studio.Contract;

namespace RpclPix2Seq.Studio.Recipes;

/// <summary>Recipes in files: in the metadata of SVG, in a text chunk of PNG, and as a member of JSON.</summary>
internal static class RecipeMark
{
    /// <summary>The name under which a recipe lies in a file.</summary>
    public const string Name = "rpcl-recipe";

    /// <summary>The member of JSON.</summary>
    public const string Member = "recipe";

    private const int MostBytes = 16 << 20, HeaderEnd = 33, ChunkBytes = 12;
    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', (byte)'\r', (byte)'\n', 0x1a, (byte)'\n'];

    /// <summary>A recipe as JSON.</summary>
    public static string Text(Recipe recipe) => JsonSerializer.Serialize(recipe, ContractJson.Options);

    /// <summary>A PNG file with a recipe in an iTXt chunk behind its header.</summary>
    public static byte[] IntoPng(byte[] png, string recipe)
    {
        // Keyword, its end, not compressed, no method, no language, no translated keyword; then the text.
        byte[] data = [.. Encoding.ASCII.GetBytes(Name), 0, 0, 0, 0, 0, .. Encoding.UTF8.GetBytes(recipe)];
        using MemoryStream output = new();
        output.Write(png, 0, HeaderEnd);
        PngWriter.WriteChunk(output, "iTXt"u8, data);
        output.Write(png, HeaderEnd, png.Length - HeaderEnd);
        return output.ToArray();
    }

    /// <summary>The recipe in a file, or null if there is none.</summary>
    /// <param name="content">The file.</param>
    /// <exception cref="InputException">What the file has under its name is not a recipe.</exception>
    public static Recipe? Find(byte[] content)
    {
        string? text = content.AsSpan().StartsWith(Signature) ? OfPng(content)
            : FirstOf(content) switch { (byte)'<' => OfSvg(content), (byte)'{' => OfJson(content), _ => null };
        return text is null ? null : Parse(text);
    }

    private static byte FirstOf(ReadOnlySpan<byte> content)
    {
        if (content.StartsWith(Encoding.UTF8.Preamble))
            content = content[3..];
        int first = content.IndexOfAnyExcept(" \t\r\n"u8);
        return first < 0 ? (byte)0 : content[first];
    }

    private static Recipe Parse(string text)
    {
        try
        {
            Recipe recipe = JsonSerializer.Deserialize<Recipe>(text, ContractJson.Options) ?? throw new JsonException("null");
            Checks.Recipe(recipe);
            return recipe;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or RequestException)
        {
            throw new InputException(Name, "", "the recipe of a sketch", e.Message.Split(" Path:")[0], inner: e);
        }
    }

    private static string? OfPng(ReadOnlySpan<byte> png)
    {
        byte[] key = [.. Encoding.ASCII.GetBytes(Name), 0];
        for (int at = Signature.Length; at + ChunkBytes <= png.Length;)
        {
            uint length = BinaryPrimitives.ReadUInt32BigEndian(png[at..]);
            if (length > png.Length - at - ChunkBytes)
                return null;
            ReadOnlySpan<byte> type = png.Slice(at + 4, 4), data = png.Slice(at + 8, (int)length);
            if (data.StartsWith(key))
            {
                ReadOnlySpan<byte> rest = data[key.Length..];
                if (type.SequenceEqual("tEXt"u8))
                    return Encoding.Latin1.GetString(rest);
                if (type.SequenceEqual("iTXt"u8) && rest is [0, _, ..] && OfInternational(rest[2..]) is { } text)
                    return text;
            }

            at += ChunkBytes + (int)length;
        }

        return null;
    }

    /// <summary>The text behind the language and the translated keyword.</summary>
    private static string? OfInternational(ReadOnlySpan<byte> data)
    {
        for (int i = 0; i < 2; i++)
        {
            int end = data.IndexOf((byte)0);
            if (end < 0)
                return null;
            data = data[(end + 1)..];
        }

        return Encoding.UTF8.GetString(data);
    }

    private static string? OfSvg(byte[] svg)
    {
        try
        {
            XmlReaderSettings settings = new()
            {
                DtdProcessing = DtdProcessing.Ignore,
                XmlResolver = null,
                MaxCharactersInDocument = MostBytes,
            };
            using XmlReader reader = XmlReader.Create(new MemoryStream(svg), settings);
            while (reader.Read())
            {
                if (reader.NodeType == XmlNodeType.Element && reader.LocalName == "metadata" && reader.GetAttribute("id") == Name)
                    return reader.ReadElementContentAsString();
            }
        }
        catch (XmlException)
        {
            // The reader of drawings says what is wrong.
        }

        return null;
    }

    private static string? OfJson(byte[] json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 64 });
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty(Member, out JsonElement recipe)
                && recipe.ValueKind == JsonValueKind.Object
                    ? recipe.GetRawText()
                    : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null; // the reader of drawings says what is wrong
        }
    }
}
