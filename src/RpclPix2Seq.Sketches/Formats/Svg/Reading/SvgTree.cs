using System.Collections.Frozen;
using System.Xml;
using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Sketches.Formats.Svg.Reading;

/// <summary>The elements of a document that may be drawn. A use may refer to a later element, so all are kept until the end.</summary>
internal sealed class SvgTree
{
    private const string SvgNamespace = "http://www.w3.org/2000/svg";
    private const string XlinkNamespace = "http://www.w3.org/1999/xlink";

    private static readonly FrozenDictionary<string, SvgTag> Tags = new Dictionary<string, SvgTag>
    {
        ["svg"] = SvgTag.Svg,
        ["g"] = SvgTag.Group,
        ["a"] = SvgTag.Group,
        ["switch"] = SvgTag.Switch,
        ["defs"] = SvgTag.Definition,
        ["clipPath"] = SvgTag.Definition,
        ["mask"] = SvgTag.Definition,
        ["marker"] = SvgTag.Definition,
        ["pattern"] = SvgTag.Definition,
        ["symbol"] = SvgTag.Symbol,
        ["use"] = SvgTag.Use,
        ["path"] = SvgTag.Path,
        ["rect"] = SvgTag.Rectangle,
        ["circle"] = SvgTag.Circle,
        ["ellipse"] = SvgTag.Ellipse,
        ["line"] = SvgTag.Line,
        ["polyline"] = SvgTag.Polyline,
        ["polygon"] = SvgTag.Polygon,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Attributes = FrozenSet.Create(
        StringComparer.Ordinal,
        "d", "points", "transform", "x", "y", "width", "height", "rx", "ry", "cx", "cy", "r", "x1", "y1", "x2", "y2", "href", "viewBox",
        "preserveAspectRatio", "display", "visibility", "opacity", "fill", "fill-opacity", "stroke", "stroke-opacity", "stroke-width",
        "style", "class", "id", "clip-path", "mask", "marker", "marker-start", "marker-mid", "marker-end", "systemLanguage",
        "requiredExtensions");

    private readonly DrawingFile _file;
    private readonly Dictionary<string, SvgElement> _byId = new(StringComparer.Ordinal);
    private readonly List<(string Name, string Value)> _found = [];
    private int _count;

    private SvgTree(DrawingFile file, XmlReader reader)
    {
        _file = file;
        Root = Build(reader);
    }

    /// <summary>The outermost svg element.</summary>
    public SvgElement Root { get; }

    /// <summary>The style sheets.</summary>
    public SvgSheet Sheet { get; } = new();

    /// <summary>What is not read of the document, wherever it is.</summary>
    public SvgUnread Unread { get; private set; }

    /// <exception cref="InputException">The document is not SVG, not well-formed, nested too deeply, or has too many elements.</exception>
    public static SvgTree Read(DrawingFile file, byte[] content) => XmlInput.Read(file.Path, content, reader => new SvgTree(file, reader));

    /// <summary>The element with an id (the first if several have it), or null.</summary>
    public SvgElement? Find(string id) => _byId.GetValueOrDefault(id);

    private SvgElement Build(XmlReader reader)
    {
        SvgElement? root = null;
        Stack<SvgElement> open = [];
        while (XmlInput.Next(reader, _file))
        {
            if (reader.NodeType == XmlNodeType.EndElement)
                open.Pop();
            if (reader.NodeType != XmlNodeType.Element)
                continue;
            SvgTag tag = TagOf(reader);
            if (root is null && tag != SvgTag.Svg)
                throw new InputException(_file.Path, XmlInput.Place(reader), "an svg element", InputPlace.Quote(reader.LocalName));
            if (tag == SvgTag.Ignored)
            {
                Ignore(reader);
                continue;
            }

            if (++_count > _file.Limits.Points)
                throw new InputException(
                    _file.Path, XmlInput.Place(reader), $"at most {_file.Limits.Points} elements", "more", "cut it into several files");
            SvgElement element = Make(reader, tag);
            root ??= element;
            if (open.TryPeek(out SvgElement? parent))
                parent.Children.Add(element);
            if (!reader.IsEmptyElement)
                open.Push(element);
        }

        return root!;
    }

    private void Ignore(XmlReader reader)
    {
        if (reader.LocalName == "style")
        {
            Sheet.Add(XmlInput.ReadText(reader, _file));
            Unread |= Sheet.IsUnread ? SvgUnread.Rules : SvgUnread.None;
            return;
        }

        Unread |= reader.LocalName switch { "text" => SvgUnread.Text, "image" => SvgUnread.Pictures, _ => SvgUnread.None };
        XmlInput.SkipContent(reader, _file);
    }

    private static SvgTag TagOf(XmlReader reader) => reader.NamespaceURI is SvgNamespace or ""
        ? Tags.GetValueOrDefault(reader.LocalName, SvgTag.Ignored)
        : SvgTag.Ignored;

    private SvgElement Make(XmlReader reader, SvgTag tag)
    {
        string? id = null, link = null;
        _found.Clear();
        while (reader.MoveToNextAttribute())
        {
            // Default attributes from a document type would be the same for every element.
            if (reader.IsDefault)
                continue;
            string name = reader.LocalName;
            if (name == "href" && reader.NamespaceURI == XlinkNamespace)
                link = reader.Value;
            else if (name == "id" && (reader.Prefix.Length == 0 || reader.Prefix == "xml"))
                _found.Add((name, id = reader.Value));
            else if (reader.Prefix.Length == 0 && Attributes.Contains(name))
                _found.Add((name, reader.Value));
        }

        reader.MoveToElement();

        // If both are given, the one without a prefix wins (SVG 2 §16.1.5).
        if (link is not null && !_found.Exists(pair => pair.Name == "href"))
            _found.Add(("href", link));
        SvgElement element = new(tag, reader.LocalName, [.. _found]);
        if (id is not null)
            _byId.TryAdd(id, element);
        return element;
    }
}

/// <summary>An element that may be drawn, with the attributes that matter for drawing.</summary>
/// <param name="tag">The kind of element.</param>
/// <param name="name">Its name, which style sheets refer to.</param>
/// <param name="attributes">Names and values, each name at most once.</param>
internal sealed class SvgElement(SvgTag tag, string name, (string Name, string Value)[] attributes)
{
    public SvgTag Tag => tag;

    public string Name => name;

    public List<SvgElement> Children { get; } = [];

    /// <summary>Whether it is being drawn; a use of it inside itself is then a cycle.</summary>
    public bool IsOpen { get; set; }

    /// <summary>The characters of its attributes.</summary>
    public int Characters
    {
        get
        {
            int sum = 0;
            foreach ((_, string value) in attributes)
                sum += value.Length;
            return sum;
        }
    }

    /// <summary>The value of an attribute, or null.</summary>
    public string? this[string attribute]
    {
        get
        {
            foreach ((string key, string value) in attributes)
            {
                if (key == attribute)
                    return value;
            }

            return null;
        }
    }
}
