using System.Runtime.InteropServices;
using Google.Protobuf;
using Onnx;
using static Onnx.AttributeProto.Types;

namespace RpclPix2Seq.Onnx;

/// <summary>
/// Builds one ONNX graph, or the body of a loop in one. Values are known by their names, which no other value of the graph or its bodies
/// has; every method that computes something adds a node and returns the name of its output.
/// </summary>
internal sealed partial class OnnxGraph
{
    /// <summary>The version of the operator set: the first with layer normalization.</summary>
    public const int Opset = 17;

    // What belongs to that operator set.
    private const int IrVersion = 8;

    private readonly GraphProto _graph = new();
    private readonly OnnxGraph _root;
    private readonly WeightPrecision _precision;
    private int _values;

    /// <param name="name">The graph's name.</param>
    /// <param name="description">What it computes, as a sentence.</param>
    /// <param name="precision">What weights are stored in.</param>
    public OnnxGraph(string name, string description, WeightPrecision precision)
    {
        (_graph.Name, _graph.DocString, _precision, _root) = (name, description, precision, this);
    }

    private OnnxGraph(OnnxGraph root, string name)
    {
        (_graph.Name, _precision, _root) = (name, root._precision, root);
    }

    /// <summary>The graph's inputs and outputs in their order, as a manifest lists them.</summary>
    public List<OnnxPort> Inputs { get; } = [];

    /// <inheritdoc cref="Inputs"/>
    public List<OnnxPort> Outputs { get; } = [];

    /// <summary>The graph's name.</summary>
    public string Name => _graph.Name;

    /// <summary>What the graph computes.</summary>
    public string Description => _graph.DocString;

    /// <summary>Declares an input and returns its name.</summary>
    public string Input(OnnxPort port)
    {
        Inputs.Add(port);
        _graph.Input.Add(port.ToInfo(port.Name));
        return port.Name;
    }

    /// <summary>Declares an output, which gets the name of the port.</summary>
    public void Output(OnnxPort port, string value)
    {
        Outputs.Add(port);
        _graph.Output.Add(port.ToInfo(port.Name));
        Add("Identity", [value], [port.Name]);
    }

    /// <summary>A node with one output.</summary>
    public string Node(string type, ReadOnlySpan<string> inputs, params ReadOnlySpan<AttributeProto> attributes) =>
        Nodes(type, 1, inputs, attributes)[0];

    /// <summary>A node with several outputs.</summary>
    public string[] Nodes(string type, int outputs, ReadOnlySpan<string> inputs, params ReadOnlySpan<AttributeProto> attributes)
    {
        string[] names = new string[outputs];
        for (int i = 0; i < outputs; i++)
            names[i] = NewName(type);
        Add(type, inputs, names, attributes);
        return names;
    }

    /// <summary>A constant number.</summary>
    public string Number(float value) => Numbers([value], []);

    /// <summary>A constant tensor of numbers, which are never rounded.</summary>
    public string Numbers(ReadOnlySpan<float> values, params ReadOnlySpan<long> shape) => Constant(this, NewName("Numbers"), values, shape);

    /// <summary>A constant whole number.</summary>
    public string Integer(long value) => AddTensor(
        this, NewName("Integer"), TensorProto.Types.DataType.Int64, MemoryMarshal.AsBytes(new ReadOnlySpan<long>(in value)), []);

    /// <summary>A constant row of whole numbers.</summary>
    public string Integers(params ReadOnlySpan<long> values) =>
        AddTensor(this, NewName("Integers"), TensorProto.Types.DataType.Int64, MemoryMarshal.AsBytes(values), [values.Length]);

    /// <summary>A loop: runs a body up to <paramref name="count"/> times while its condition holds.</summary>
    /// <param name="count">The name of the maximum number of rounds, a scalar.</param>
    /// <param name="carried">What a round gives to the next: the values before the first, with what they are.</param>
    /// <param name="body">Adds the nodes of a round. Values of this graph may be used in it.</param>
    /// <returns>The carried values after the last round, then what the rounds collected, stacked along a new first axis.</returns>
    public string[] Loop(string count, (string Value, OnnxPort Port)[] carried, Func<OnnxGraph, string, string[], LoopRound> body)
    {
        OnnxGraph inner = new(_root, NewName("body"));
        OnnxPort number = new(inner.NewName("round"), OnnxType.Int64, [], ""), go = new(inner.NewName("go"), OnnxType.Bool, [], "");
        inner._graph.Input.Add(number.ToInfo(number.Name));
        inner._graph.Input.Add(go.ToInfo(go.Name));
        string[] names = new string[carried.Length];
        for (int i = 0; i < names.Length; i++)
        {
            names[i] = inner.NewName(carried[i].Port.Name);
            inner._graph.Input.Add(carried[i].Port.ToInfo(names[i]));
        }

        LoopRound round = body(inner, number.Name, names);
        inner._graph.Output.Add(go.ToInfo(round.Condition));
        for (int i = 0; i < names.Length; i++)
            inner._graph.Output.Add(carried[i].Port.ToInfo(round.Carried[i]));
        inner._graph.Output.Add(round.Collected.Port.ToInfo(round.Collected.Value));
        return Nodes(
            "Loop", names.Length + 1, [count, "", .. carried.Select(c => c.Value)],
            new AttributeProto { Name = "body", Type = AttributeType.Graph, G = inner._graph });
    }

    /// <summary>The graph as a model of its own.</summary>
    /// <param name="version">The version of this program.</param>
    public ModelProto ToModel(string version) => new()
    {
        IrVersion = IrVersion,
        ProducerName = "rpcl",
        ProducerVersion = version,
        OpsetImport = { new OperatorSetIdProto { Domain = "", Version = Opset } },
        Graph = _graph,
    };

    private string NewName(string what) => $"{what}_{++_root._values}";

    private void Add(
        string type, ReadOnlySpan<string> inputs, ReadOnlySpan<string> outputs, params ReadOnlySpan<AttributeProto> attributes) =>
        _graph.Node.Add(new NodeProto
        {
            OpType = type,
            Name = $"node_{outputs[0]}",
            Input = { inputs.ToArray() },
            Output = { outputs.ToArray() },
            Attribute = { attributes.ToArray() },
        });

    private static string Constant(OnnxGraph graph, string name, ReadOnlySpan<float> values, ReadOnlySpan<long> shape) =>
        AddTensor(graph, name, TensorProto.Types.DataType.Float, MemoryMarshal.AsBytes(values), shape);

    private static string AddTensor(
        OnnxGraph graph, string name, TensorProto.Types.DataType type, ReadOnlySpan<byte> bytes, ReadOnlySpan<long> shape)
    {
        graph._graph.Initializer.Add(new TensorProto
        {
            Name = name,
            DataType = (int)type,
            Dims = { shape.ToArray() },
            RawData = ByteString.CopyFrom(bytes),
        });
        return name;
    }
}

/// <summary>What a round of a loop gives.</summary>
/// <param name="Condition">Whether there is another round.</param>
/// <param name="Carried">What it gives to the next.</param>
/// <param name="Collected">What is collected of every round.</param>
internal sealed record LoopRound(string Condition, string[] Carried, (string Value, OnnxPort Port) Collected);
