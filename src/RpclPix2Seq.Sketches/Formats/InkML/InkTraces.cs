using System.Text;
using System.Xml;
using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.Sketches.Formats.Svg.Reading;

namespace RpclPix2Seq.Sketches.Formats.InkML;

/// <summary>The traces of a document and the definitions of their channels (InkML §2 to §4).</summary>
internal sealed class InkTraces
{
    private const string InkNamespace = "http://www.w3.org/2003/InkML";
    private const int MostHops = 32;
    private readonly DrawingFile _file;
    private readonly Dictionary<string, InkNode> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, InkTrace> _tracesById = new(StringComparer.Ordinal);
    private readonly List<InkTrace> _traces = [];
    private readonly Dictionary<InkNode, InkChannels?> _known = [];

    // The trace formats, sources, contexts and trace groups that the reader is currently inside.
    private readonly Stack<(int Depth, InkNode Node)> _open = [];
    private readonly Stack<(int Depth, InkNode Context)> _groups = [];
    private InkNode? _current;
    private int _definitions = -1;
    private int _intermittent = -1;
    private int _channels;

    private InkTraces(DrawingFile file, XmlReader reader)
    {
        _file = file;
        bool isFirst = true;
        while (XmlInput.Next(reader, file))
        {
            if (reader.NodeType == XmlNodeType.EndElement)
                Leave(reader.Depth);
            if (reader.NodeType != XmlNodeType.Element)
                continue;
            bool isInk = reader.NamespaceURI is InkNamespace or "";
            if (isFirst && (!isInk || reader.LocalName != "ink"))
                throw new InputException(file.Path, XmlInput.Place(reader), "an ink element", InputPlace.Quote(reader.LocalName));
            isFirst = false;
            if (isInk)
                Enter(reader);
            else
                XmlInput.SkipContent(reader, file);
        }
    }

    /// <summary>What the document as a whole shows, by its annotation of the type truth; null if it has none.</summary>
    public string? Truth { get; private set; }

    /// <summary>The strokes in the order in which they start.</summary>
    public IReadOnlyList<InkTrace> Traces => _traces;

    /// <exception cref="InputException">The document is not InkML, not well-formed, or nested too deeply.</exception>
    public static InkTraces Read(DrawingFile file, byte[] content) =>
        XmlInput.Read(file.Path, content, reader => new InkTraces(file, reader));

    /// <summary>Which values of a trace's points are X and Y.</summary>
    /// <exception cref="InputException">The references are undefined, circular, or lead to a format without X or Y.</exception>
    public InkChannels ChannelsOf(InkTrace trace)
    {
        if (trace.Context is not { } context || FindChannels(context, trace.Where, 0, []) is not { } channels)
            return InkChannels.Default;
        return channels is { X: >= 0, Y: >= 0 } ? channels
            : throw new InputException(_file.Path, trace.Where, "a trace format with the channels X and Y", "one without");
    }

    // The node's own channels, or those of the first reference that leads to some. A node that was visited before is not searched again.
    private InkChannels? FindChannels(InkNode node, string where, int hops, HashSet<InkNode> asked)
    {
        if (node.Channels is { } channels)
            return channels;
        if (hops == MostHops || node.IsOpen)
            throw new InputException(
                _file.Path, where, "contexts that end in a trace format", "contexts that refer to each other in a circle");
        if (!asked.Add(node))
            return null;
        node.IsOpen = true;
        InkChannels? found = null;
        foreach (string id in node.References.Where(id => !id.StartsWith("Default", StringComparison.Ordinal)))
        {
            InkNode next = _nodes.GetValueOrDefault(id)
                ?? throw new InputException(_file.Path, where, "a context or trace format of this document", InputPlace.Quote(id));
            // Thousands of traces may refer to one context. What was asked before has no channels, so the answer does not depend on it.
            if (hops > 0 || !_known.TryGetValue(next, out found))
                found = FindChannels(next, where, hops + 1, asked);
            if (hops == 0)
                _known[next] = found;
            if (found is not null)
                break;
        }

        node.IsOpen = false;
        return found;
    }

    private static string? IdOf(XmlReader reader) => reader.GetAttribute("xml:id") ?? reader.GetAttribute("id");

    private void Enter(XmlReader reader)
    {
        switch (reader.LocalName)
        {
            case "definitions" when _definitions < 0 && !reader.IsEmptyElement:
                _definitions = reader.Depth;
                break;
            case "traceFormat" or "inkSource" or "context":
                EnterNode(reader);
                break;
            case "intermittentChannels" when !reader.IsEmptyElement:
                _intermittent = reader.Depth;
                break;
            case "channel" when _intermittent < 0 && _open.TryPeek(out (int Depth, InkNode Node) format):
                AddChannel(format.Node, reader.GetAttribute("name"));
                break;
            case "traceGroup" when reader.GetAttribute("contextRef") is { } reference && !reader.IsEmptyElement:
                _groups.Push((reader.Depth, Referring(reference)));
                break;
            case "trace":
                ReadTrace(reader);
                break;

            // Those of trace groups are about parts of the document.
            case "annotation" when reader.Depth == 1 && reader.GetAttribute("type") == "truth":
                string truth = TextOf(reader).Trim();
                Truth ??= truth.Length > 0 ? truth : null;
                break;
        }
    }

    private void Leave(int depth)
    {
        if (depth == _definitions)
            _definitions = -1;
        if (depth == _intermittent)
            _intermittent = -1;
        if (_groups.TryPeek(out (int Depth, InkNode Context) group) && group.Depth == depth)
            _groups.Pop();
        if (_open.TryPeek(out (int Depth, InkNode Node) inner) && inner.Depth == depth)
        {
            _open.Pop();

            // A trace format inside a source or context belongs to it, and so does a source inside a context.
            if (_open.TryPeek(out (int Depth, InkNode Node) outer))
                outer.Node.Channels ??= inner.Node.Channels;
        }
    }

    private void EnterNode(XmlReader reader)
    {
        InkNode node = new();
        bool isFormat = reader.LocalName == "traceFormat";
        foreach (string name in (ReadOnlySpan<string>)["traceFormatRef", "inkSourceRef", "contextRef"])
        {
            if (!isFormat && reader.GetAttribute(name) is { } reference)
                node.References.Add(WithoutHash(reference));
        }

        if (isFormat && !reader.IsEmptyElement)
        {
            node.Channels = new InkChannels(-1, -1);
            _channels = 0;
        }

        if (IdOf(reader) is { } id)
            _nodes.TryAdd(id, node);

        // A context or trace format outside of definitions applies to the traces after it.
        if (_definitions < 0 && _open.Count == 0 && reader.LocalName != "inkSource")
            _current = node;
        if (!reader.IsEmptyElement)
            _open.Push((reader.Depth, node));
    }

    private void AddChannel(InkNode format, string? name)
    {
        InkChannels channels = format.Channels ?? new InkChannels(-1, -1);
        format.Channels = name switch
        {
            "X" => channels with { X = _channels },
            "Y" => channels with { Y = _channels },
            _ => channels,
        };
        _channels++;
    }

    private void ReadTrace(XmlReader reader)
    {
        string where = XmlInput.Place(reader);
        string? id = IdOf(reader), prior = reader.GetAttribute("priorRef"), reference = reader.GetAttribute("contextRef");
        bool continues = reader.GetAttribute("continuation") is "middle" or "end";
        bool isDrawn = _definitions < 0 && reader.GetAttribute("type") != "penUp";
        string text = TextOf(reader);
        if (!isDrawn)
            return;
        InkTrace? trace = continues && prior is not null ? _tracesById.GetValueOrDefault(WithoutHash(prior)) : null;
        if (trace is null)
        {
            InkNode? context = reference is not null ? Referring(reference)
                : _groups.TryPeek(out (int Depth, InkNode Context) group) ? group.Context
                : _current;
            trace = new InkTrace(where, context);
            _traces.Add(trace);
            if (_traces.Count > _file.Limits.Points)
                throw new InputException(_file.Path, where, $"at most {_file.Limits.Points} traces", "more", "cut it into several files");
        }

        trace.Parts.Add(text);
        if (id is not null)
            _tracesById.TryAdd(id, trace);
    }

    /// <summary>The text inside the element; leaves the reader at the end tag.</summary>
    private string TextOf(XmlReader reader)
    {
        if (reader.IsEmptyElement)
            return "";
        // Comments split text into several nodes, some of them only whitespace.
        int depth = reader.Depth;
        StringBuilder text = new();
        while (XmlInput.Next(reader, _file) && reader.Depth > depth)
        {
            if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace)
                text.Append(reader.Value);
        }

        return text.ToString();
    }

    private static InkNode Referring(string reference)
    {
        InkNode node = new();
        node.References.Add(WithoutHash(reference));
        return node;
    }

    private static string WithoutHash(string reference) => reference.StartsWith('#') ? reference[1..] : reference;
}

/// <summary>One stroke as stored in the document.</summary>
/// <param name="Where">Where it starts, for messages.</param>
/// <param name="Context">The node, or the id of a node, that defines its channels; null for the default.</param>
internal sealed record InkTrace(string Where, InkNode? Context)
{
    /// <summary>The text of the trace and of the traces that continue it.</summary>
    public List<string> Parts { get; } = [];
}

/// <summary>A trace format, ink source or context: it has channels of its own or names other nodes to take them from.</summary>
internal sealed class InkNode
{
    /// <summary>Its own channels, or those of the trace format inside it.</summary>
    public InkChannels? Channels { get; set; }

    /// <summary>The ids of other nodes, in search order.</summary>
    public List<string> References { get; } = [];

    /// <summary>Whether its references are being followed; a reference back to it is then a cycle.</summary>
    public bool IsOpen { get; set; }
}

/// <summary>The positions of X and Y among the values of a point, from 0; −1 if the trace format has none.</summary>
internal readonly record struct InkChannels(int X, int Y)
{
    /// <summary>The default if a document does not specify them (InkML §3.2.1).</summary>
    public static InkChannels Default { get; } = new(0, 1);
}
