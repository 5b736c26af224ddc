namespace RpclPix2Seq.Onnx;

/// <summary>
/// Draws a stroke-5 row from the output of the decoder's head as nodes: what StrokeSampler does, for a batch, with random numbers from
/// outside.
/// </summary>
internal sealed class StrokeNodes
{
    private const int Pens = 3;

    // Far below any logit: an end before the first row is impossible, not only unlikely.
    private const float Never = -1e30f;

    private readonly long _mixtures;
    private readonly string _minimumSigma, _spread;
    private readonly Chooser _component, _pen;

    /// <summary>Adds what all rounds share.</summary>
    /// <param name="graph">The graph around the loop.</param>
    /// <param name="mixtures">M.</param>
    /// <param name="minimumSigma">Smallest σ, or 0.</param>
    /// <param name="referenceTemperature">True to multiply σ by τ itself and not by its root.</param>
    /// <param name="temperature">τ of the components, a scalar; 0 is greedy.</param>
    /// <param name="spreadTemperature">τ of the offsets.</param>
    /// <param name="penTemperature">τ of the pen.</param>
    public StrokeNodes(
        OnnxGraph graph, int mixtures, double minimumSigma, bool referenceTemperature, string temperature, string spreadTemperature,
        string penTemperature)
    {
        _mixtures = mixtures;
        _minimumSigma = graph.Number((float)minimumSigma);
        _spread = referenceTemperature ? spreadTemperature : graph.Node("Sqrt", [spreadTemperature]);
        _component = new Chooser(graph, temperature, mixtures);
        _pen = new Chooser(graph, penTemperature, Pens);
    }

    /// <summary>Draws a row.</summary>
    /// <param name="graph">The body of the loop.</param>
    /// <param name="head">[B, 6M+3].</param>
    /// <param name="random">[B, 4]: uniform for the component, normal, normal, uniform for the pen.</param>
    /// <param name="round">The number of the round, a scalar.</param>
    /// <returns>The offset [B, 2] and the pen's one-hot state [B, 3].</returns>
    public (string Offset, string Pen) Draw(OnnxGraph graph, string head, string random, string round)
    {
        string[] heads = graph.Split(head, Pens, _mixtures, _mixtures, _mixtures, _mixtures, _mixtures, _mixtures);
        string[] randoms = graph.Split(random, 1, 1, 1, 1);
        string component = _component.Choose(graph, heads[1], randoms[0]);
        string Chosen(int column) => graph.Node("GatherElements", [heads[column], component], OnnxGraph.Attribute("axis", 1));
        string Deviation(int column) => graph.Multiply(graph.Node("Max", [graph.Exp(Chosen(column)), _minimumSigma]), _spread);
        string correlation = graph.Tanh(Chosen(6));
        string rest = graph.Node("Sqrt", [graph.Subtract(graph.Number(1), graph.Multiply(correlation, correlation))]);
        string second = graph.Add(graph.Multiply(correlation, randoms[1]), graph.Multiply(rest, randoms[2]));
        string offset = graph.Join(
            graph.Add(Chosen(2), graph.Multiply(Deviation(4), randoms[1])), graph.Add(Chosen(3), graph.Multiply(Deviation(5), second)));
        string isFirst = graph.Node("Equal", [round, graph.Integer(0)]);
        string barred = graph.Node("Where", [isFirst, graph.Numbers([0, 0, Never], Pens), graph.Numbers([0, 0, 0], Pens)]);
        string pen = _pen.Choose(graph, graph.Add(heads[0], barred), randoms[3]);
        return (offset, graph.Cast(graph.Node("Equal", [pen, graph.Integers(0, 1, 2)]), OnnxType.Float32));
    }

    /// <summary>Chooses one of several by their logits at a temperature.</summary>
    private sealed class Chooser
    {
        private readonly int _count;
        private readonly string _isGreedy, _temperature;

        public Chooser(OnnxGraph graph, string temperature, int count)
        {
            _count = count;
            _isGreedy = graph.Node("Equal", [temperature, graph.Number(0)]);
            _temperature = graph.Node("Where", [_isGreedy, graph.Number(1), temperature]);
        }

        /// <summary>
        /// The first index whose cumulative probability reaches the uniform number, at most the last; the largest if greedy: [B, 1].
        /// </summary>
        public string Choose(OnnxGraph graph, string logits, string uniform)
        {
            string largest = graph.Node("ReduceMax", [logits], OnnxGraph.Attribute("axes", [1]), OnnxGraph.Attribute("keepdims", 1));
            string odds = graph.Exp(graph.Node("Div", [graph.Subtract(logits, largest), _temperature]));
            string[] sums = graph.Split(graph.Node("CumSum", [odds, graph.Integer(1)]), _count - 1, 1);
            string isBelow = graph.Node("Less", [sums[0], graph.Multiply(uniform, sums[1])]);
            string chosen = graph.Sum(graph.Cast(isBelow, OnnxType.Int64), 1);
            string likeliest = graph.Node("ArgMax", [logits], OnnxGraph.Attribute("axis", 1), OnnxGraph.Attribute("keepdims", 1));
            return graph.Node("Where", [_isGreedy, likeliest, chosen]);
        }
    }
}
