using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Sketches.Formats.Svg.Reading;

/// <summary>
/// Untrusted XML. Entities that a document declares, as old programs do for namespaces and styles, expand to no more than a few times the
/// document. Nothing outside of it is ever opened, and nesting is limited.
/// </summary>
internal static partial class XmlInput
{
    // Limits on the expansion of entities: enough for programs that write all styles as entities, and never much more than the file.
    private const long LeastEntityCharacters = 1 << 16;
    private const long MostEntityCharacters = 64 << 20;
    private const int EntityRatio = 4;

    // A document type can give attributes to every element.
    private const int MostAttributes = 1000;
    private const int LongestDeclaration = 256;

    /// <summary>Whether text in an ASCII-compatible encoding starts like XML.</summary>
    public static bool LooksLikeXml(ReadOnlySpan<byte> head)
    {
        ReadOnlySpan<byte> text = head.StartsWith("\uFEFF"u8) ? head[3..] : head;
        return text.TrimStart(" \t\r\n"u8).StartsWith("<"u8);
    }

    /// <summary>Lets <paramref name="read"/> traverse a document; invalid XML becomes an error that names the line.</summary>
    /// <exception cref="InputException">The document is not well-formed.</exception>
    public static T Read<T>(string path, byte[] content, Func<XmlReader, T> read)
    {
        XmlReaderSettings settings = new()
        {
            DtdProcessing = DtdProcessing.Parse,
            MaxCharactersFromEntities = Math.Clamp(EntityRatio * (long)content.Length, LeastEntityCharacters, MostEntityCharacters),
            XmlResolver = null,
            MaxCharactersInDocument = int.MaxValue,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
        };
        try
        {
            using TextReader? text = DeclaredEncoding(content) is { } old ? new StringReader(old.GetString(content)) : null;
            using MemoryStream stream = new(content, writable: false);
            using XmlReader reader = text is null ? XmlReader.Create(stream, settings) : XmlReader.Create(text, settings);
            return read(reader);
        }
        catch (XmlException e)
        {
            bool declares = content.AsSpan().IndexOf("<!ENTITY"u8) >= 0;
            throw new InputException(path, $"line {e.LineNumber}, position {e.LinePosition}", "well-formed XML", Describe(e),
                declares ? $"entities that it declares itself may become {settings.MaxCharactersFromEntities} characters, and none are "
                    + "fetched: save it without them" : "", e);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException or DecoderFallbackException)
        {
            throw new InputException(path, "", "XML in an encoding that is known, such as UTF-8", InputPlace.Quote(e.Message), inner: e);
        }
    }

    /// <summary>Advances to the next node, if there is one, and checks its depth.</summary>
    /// <exception cref="InputException">It is nested too deeply.</exception>
    public static bool Next(XmlReader reader, DrawingFile file)
    {
        if (!reader.Read())
            return false;
        if (reader.AttributeCount > MostAttributes)
            throw new InputException(
                file.Path, Place(reader), $"at most {MostAttributes} attributes an element", $"{reader.AttributeCount}");
        return reader.Depth <= file.Limits.Depth ? true
            : throw new InputException(file.Path, Place(reader), $"at most {file.Limits.Depth} elements inside each other", "more");
    }

    /// <summary>Skips the content of the current element, up to its end tag. The depth is checked on the way.</summary>
    public static void SkipContent(XmlReader reader, DrawingFile file)
    {
        int depth = reader.Depth;
        if (reader.IsEmptyElement)
            return;
        while (Next(reader, file) && reader.Depth > depth)
        {
        }
    }

    /// <summary>The text in the current element, up to its end tag.</summary>
    public static string ReadText(XmlReader reader, DrawingFile file)
    {
        int depth = reader.Depth;
        if (reader.IsEmptyElement)
            return "";
        StringBuilder text = new();
        while (Next(reader, file) && reader.Depth > depth)
        {
            if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace)
                text.Append(reader.Value);
        }

        return text.ToString();
    }

    /// <summary>Where the reader is, for messages.</summary>
    public static string Place(XmlReader reader) => reader is IXmlLineInfo line && line.HasLineInfo()
        ? $"line {line.LineNumber}, position {line.LinePosition}"
        : "";

    /// <summary>The code page of older systems that a document declares to be in, or null for what the parser knows by itself.</summary>
    private static Encoding? DeclaredEncoding(byte[] content)
    {
        Match declared = Declaration().Match(Encoding.Latin1.GetString(content, 0, Math.Min(content.Length, LongestDeclaration)));
        return declared.Success ? CodePagesEncodingProvider.Instance.GetEncoding(declared.Groups[1].Value) : null;
    }

    [GeneratedRegex("""^<\?xml[^>]*\sencoding\s*=\s*["']([\w.:-]+)["']""")]
    private static partial Regex Declaration();

    /// <summary>The parser's message without the place, which is already named.</summary>
    private static string Describe(XmlException e)
    {
        int place = e.Message.LastIndexOf(" Line ", StringComparison.Ordinal);
        return $"other text: {InputPlace.Quote(place > 0 ? e.Message[..place] : e.Message)}";
    }
}
