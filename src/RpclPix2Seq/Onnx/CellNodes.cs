using RpclPix2Seq.Networks;
using RpclPix2Seq.Networks.Decoder;

namespace RpclPix2Seq.Onnx;

/// <summary>
/// A decoder's cell as nodes: what all steps share, and one step. States are packed as <see cref="IDecoderCell"/> packs them.
/// </summary>
internal abstract class CellNodes
{
    private readonly long _codes;

    /// <param name="model">The model that the cell belongs to.</param>
    protected CellNodes(Pix2SeqModel model)
    {
        (Parameters, _codes) = (model.Parameters, model.Shape.CodeSize);
        (Columns, Size) = (DecoderRows.Columns(model.Shape.DecoderInput), model.Shape.DecoderSize);
    }

    /// <summary>The weights.</summary>
    protected ParameterStore Parameters { get; }

    /// <summary>X: numbers that a step reads besides the code.</summary>
    protected long Columns { get; }

    /// <summary>R.</summary>
    protected int Size { get; }

    /// <summary>Z + X: the rows of an input matrix that codes and strokes have.</summary>
    protected long Inputs => Columns + _codes;

    /// <summary>The cell of a model.</summary>
    public static CellNodes Of(Pix2SeqModel model) => model.Shape.Decoder switch
    {
        DecoderModel.Lstm => new LstmNodes(model),
        DecoderModel.LayerNorm => new LayerNormNodes(model),
        _ => new HyperNodes(model),
    };

    /// <summary>What codes [B, Z] add to every step: one value for each input matrix.</summary>
    public abstract string[] Begin(OnnxGraph graph, string codes);

    /// <summary>One step.</summary>
    /// <param name="graph">Where its nodes go.</param>
    /// <param name="row">[B, X].</param>
    /// <param name="constants">From <see cref="Begin"/>.</param>
    /// <param name="state">[B, S].</param>
    public abstract (string Hidden, string State) Step(OnnxGraph graph, string row, string[] constants, string state);

    /// <summary>The codes' part of an input matrix's products.</summary>
    protected string CodePart(OnnxGraph graph, string matrix, string codes, string? bias = null)
    {
        string weight = graph.Matrix(Parameters, matrix, Columns, _codes);
        return bias is null ? graph.Product(codes, weight) : graph.AddProduct(graph.Vector(Parameters, bias), codes, weight);
    }

    /// <summary>The products of an input matrix with a row, and with the codes.</summary>
    protected string Project(OnnxGraph graph, string matrix, string row, string constant) =>
        graph.AddProduct(constant, row, graph.Matrix(Parameters, matrix, 0, Columns));

    /// <summary>c' and σ(o) from the gates [B, 4R] and c [B, R] (<see cref="Gates"/>).</summary>
    protected static (string Memory, string OutputGate) Update(OnnxGraph graph, string gates, string memory, int size)
    {
        string[] parts = graph.Split(gates, size, size, size, size);
        string kept = graph.Multiply(memory, graph.Sigmoid(graph.Add(parts[2], graph.Number(1))));
        string entered = graph.Multiply(graph.Sigmoid(parts[0]), graph.Tanh(parts[1]));
        return (graph.Add(kept, entered), graph.Sigmoid(parts[3]));
    }

    /// <summary>As <see cref="Update"/> with layer normalization: h' and c'.</summary>
    protected (string Hidden, string Memory) Normalized(OnnxGraph graph, string scope, string gates, string memory, int size)
    {
        (memory, string output) = Update(graph, graph.LayerNorm(Parameters, $"{scope}/ln_all", gates, 4, size), memory, size);
        return (graph.Multiply(graph.Tanh(graph.LayerNorm(Parameters, $"{scope}/ln_c", memory, 1, size)), output), memory);
    }
}

/// <summary>The nodes of <see cref="LstmCell"/>.</summary>
internal sealed class LstmNodes(Pix2SeqModel model) : CellNodes(model)
{
    private const string Scope = "decoder/rnn/LSTMCell";

    /// <inheritdoc/>
    public override string[] Begin(OnnxGraph graph, string codes) => [CodePart(graph, $"{Scope}/W_xh", codes, $"{Scope}/bias")];

    /// <inheritdoc/>
    public override (string Hidden, string State) Step(OnnxGraph graph, string row, string[] constants, string state)
    {
        string[] parts = graph.Split(state, Size, Size);
        string gates = graph.AddProduct(
            Project(graph, $"{Scope}/W_xh", row, constants[0]), parts[1], graph.Matrix(Parameters, $"{Scope}/W_hh"));
        (string memory, string output) = Update(graph, gates, parts[0], Size);
        string hidden = graph.Multiply(graph.Tanh(memory), output);
        return (hidden, graph.Join(memory, hidden));
    }
}

/// <summary>The nodes of <see cref="LayerNormLstmCell"/>.</summary>
internal sealed class LayerNormNodes(Pix2SeqModel model) : CellNodes(model)
{
    private const string Scope = "decoder/rnn/LayerNormLSTMCell";

    /// <inheritdoc/>
    public override string[] Begin(OnnxGraph graph, string codes) => [CodePart(graph, $"{Scope}/W_xh", codes)];

    /// <inheritdoc/>
    public override (string Hidden, string State) Step(OnnxGraph graph, string row, string[] constants, string state)
    {
        string[] parts = graph.Split(state, Size, Size);
        string gates = graph.AddProduct(
            Project(graph, $"{Scope}/W_xh", row, constants[0]), parts[0], graph.Matrix(Parameters, $"{Scope}/W_hh"));
        (string hidden, string memory) = Normalized(graph, Scope, gates, parts[1], Size);
        return (hidden, graph.Join(hidden, memory));
    }
}

/// <summary>The nodes of <see cref="HyperLstmCell"/>.</summary>
internal sealed class HyperNodes(Pix2SeqModel model) : CellNodes(model)
{
    private const string Scope = "decoder/rnn/HyperLSTMCell", Auxiliary = $"{Scope}/LayerNormLSTMCell";
    private static readonly string[] Gates = ["i", "j", "f", "o"];
    private readonly int _hyperSize = model.Shape.HyperSize;

    /// <inheritdoc/>
    public override string[] Begin(OnnxGraph graph, string codes) =>
        [CodePart(graph, $"{Scope}/W_xh", codes), CodePart(graph, $"{Auxiliary}/W_xh", codes)];

    /// <inheritdoc/>
    public override (string Hidden, string State) Step(OnnxGraph graph, string row, string[] constants, string state)
    {
        string[] parts = graph.Split(state, Size, _hyperSize, Size, _hyperSize);
        (string hidden, string hyperHidden, string memory, string hyperMemory) = (parts[0], parts[1], parts[2], parts[3]);
        string auxiliary = graph.AddProduct(
            Project(graph, $"{Auxiliary}/W_xh", row, constants[1]), hidden, graph.Matrix(Parameters, $"{Auxiliary}/W_xh", Inputs, Size));
        auxiliary = graph.AddProduct(auxiliary, hyperHidden, graph.Matrix(Parameters, $"{Auxiliary}/W_hh"));
        (hyperHidden, hyperMemory) = Normalized(graph, Auxiliary, auxiliary, hyperMemory, _hyperSize);

        string[] fromInput = graph.Split(Project(graph, $"{Scope}/W_xh", row, constants[0]), Size, Size, Size, Size);
        string[] fromHidden = graph.Split(graph.Product(hidden, graph.Matrix(Parameters, $"{Scope}/W_hh")), Size, Size, Size, Size);
        string[] gates = new string[Gates.Length];
        for (int i = 0; i < gates.Length; i++)
        {
            string input = $"{Scope}/hyper_{Gates[i]}x", recurrent = $"{Scope}/hyper_{Gates[i]}h";
            string scaled = graph.Add(
                graph.Multiply(fromInput[i], Embedding(graph, hyperHidden, $"{input}/zw", $"{input}/alpha")),
                graph.Multiply(fromHidden[i], Embedding(graph, hyperHidden, $"{recurrent}/zw", $"{recurrent}/alpha")));
            gates[i] = graph.Add(scaled, Embedding(graph, hyperHidden, $"{recurrent}/zb", $"{recurrent}/beta"));
        }

        string rows = graph.Add(graph.Join(gates), graph.Vector(Parameters, $"{Scope}/bias"));
        (hidden, memory) = Normalized(graph, Scope, rows, memory, Size);
        return (hidden, graph.Join(hidden, hyperHidden, memory, hyperMemory));
    }

    /// <summary>(ĥ·down + bias)·up; only scales (zw) have a bias.</summary>
    private string Embedding(OnnxGraph graph, string hyperHidden, string down, string up)
    {
        string weight = graph.Matrix(Parameters, $"{down}/super_linear_w");
        string embedded = down.EndsWith("/zw", StringComparison.Ordinal)
            ? graph.AddProduct(graph.Vector(Parameters, $"{down}/super_linear_b"), hyperHidden, weight)
            : graph.Product(hyperHidden, weight);
        return graph.Product(embedded, graph.Matrix(Parameters, $"{up}/super_linear_w"));
    }
}
