using RpclPix2Seq.Models;
using RpclPix2Seq.Networks;
using RpclPix2Seq.Networks.Decoder;
using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq.Onnx;

/// <summary>The graphs of the stroke decoder: its start, one step, and a loop that draws whole sketches.</summary>
internal static class DecoderGraphs
{
    /// <summary>The axis of the rows that a sketch may have.</summary>
    private static readonly OnnxAxis Longest = new(null, "longest");

    /// <summary>Codes → states before the first step.</summary>
    public static OnnxGraph Start(LoadedModel loaded, WeightPrecision precision)
    {
        OnnxGraph graph = new("decoder_start", "The decoder's state before the first step.", precision);
        string codes = graph.Input(MixtureGraphs.Codes(loaded.Model.Shape));
        graph.Output(State(loaded, "state"), InitialState(graph, loaded, codes));
        return graph;
    }

    /// <summary>A row and a state → the density of the next row, and the next state.</summary>
    public static OnnxGraph Step(LoadedModel loaded, WeightPrecision precision)
    {
        NetworkShape shape = loaded.Model.Shape;
        OnnxGraph graph = new("decoder_step", "One step of the decoder: the density of the next row.", precision);
        CellNodes cell = CellNodes.Of(loaded.Model);
        string codes = graph.Input(MixtureGraphs.Codes(shape));
        string row = graph.Input(new OnnxPort(
            "row", OnnxType.Float32, [OnnxAxis.Batch, DecoderRows.Columns(shape.DecoderInput)],
            "The last row: dx, dy in units of the model, then 1 for one of pen down, pen up, end"
                + (shape.DecoderInput == DecoderInput.Position ? ", then the position x, y after it." : ".")));
        string state = graph.Input(State(loaded, "state"));
        (string hidden, string next) = cell.Step(graph, row, cell.Begin(graph, codes), state);
        graph.Output(
            new OnnxPort(
                "density", OnnxType.Float32, [OnnxAxis.Batch, Head(shape)],
                $"Logits of pen down, pen up, end; then {shape.DecoderMixtures} each of weight logits, mean x, mean y, log sigma x, "
                    + "log sigma y, atanh rho."),
            graph.Linear(loaded.Model.Parameters, "decoder/fc", hidden));
        graph.Output(State(loaded, "next_state"), next);
        return graph;
    }

    /// <summary>Codes and random numbers → sketches, as <c>StepwiseSampling</c> draws them.</summary>
    public static OnnxGraph Loop(LoadedModel loaded, WeightPrecision precision)
    {
        NetworkShape shape = loaded.Model.Shape;
        OnnxGraph graph = new("decoder_loop", "Draws sketches of codes, each until its end.", precision);
        CellNodes cell = CellNodes.Of(loaded.Model);
        string codes = graph.Input(MixtureGraphs.Codes(shape));
        string randoms = graph.Input(new OnnxPort(
            "randoms", OnnxType.Float32, [Longest, OnnxAxis.Batch, 4],
            "Random numbers of each step: uniform in [0, 1), two standard normals, uniform in [0, 1). No sketch gets more rows than there "
                + "are steps."));
        string Temperature(string name, string what) => graph.Input(
            new OnnxPort(name, OnnxType.Float32, [], $"Temperature of {what}, 0 to 10; 0 draws what is most likely."));
        StrokeNodes strokes = new(
            graph, shape.DecoderMixtures, loaded.Config.SmallestSigma(), SamplingOptions.For(loaded).ReferenceTemperature,
            Temperature("temperature", "the mixture's weights"), Temperature("spread_temperature", "the offsets"),
            Temperature("pen_temperature", "the pen"));
        string[] constants = cell.Begin(graph, codes);
        string sizes = graph.Node("Shape", [randoms]);
        string batch = graph.Node("Slice", [sizes, graph.Integers(1), graph.Integers(2)]);
        string Filled(OnnxType type) => graph.Cast(graph.Node("Expand", [graph.Number(0), batch]), type);
        OnnxPort row = new("row", OnnxType.Float32, [OnnxAxis.Batch, loaded.Model.Decoder.StartRow.Length], "");
        string start = graph.Exact("start_row", loaded.Model.Decoder.StartRow.Span, 1, loaded.Model.Decoder.StartRow.Length);
        string tall = graph.Node("Concat", [batch, graph.Integers(1)], OnnxGraph.Attribute("axis", 0));
        OnnxPort ended = new("ended", OnnxType.Bool, [OnnxAxis.Batch], ""), length = new("length", OnnxType.Int64, [OnnxAxis.Batch], "");
        string[] drawn = graph.Loop(
            graph.Node("Gather", [sizes, graph.Integer(0)]),
            [
                (graph.Node("Expand", [start, tall]), row), (InitialState(graph, loaded, codes), State(loaded, "state")),
                (Filled(OnnxType.Bool), ended), (Filled(OnnxType.Int64), length),
            ],
            Round);
        graph.Output(
            new OnnxPort(
                "strokes", OnnxType.Float32, [OnnxAxis.Batch, new OnnxAxis(null, "rows"), 3],
                "Rows dx, dy in units of the data, and 1 if the pen lifts after the row; zeros after a sketch's end."),
            graph.Transpose(drawn[^1], 1, 0, 2));
        graph.Output(new OnnxPort("lengths", OnnxType.Int64, [OnnxAxis.Batch], "How many rows each sketch has."), drawn[3]);
        return graph;

        LoopRound Round(OnnxGraph body, string round, string[] carried)
        {
            (string hidden, string state) = cell.Step(body, carried[0], constants, carried[1]);
            string head = body.Linear(loaded.Model.Parameters, "decoder/fc", hidden);
            string random = body.Node("Gather", [randoms, round], OnnxGraph.Attribute("axis", 0));
            (string offset, string pen) = strokes.Draw(body, head, random, round);
            string[] pens = body.Split(pen, 1, 1, 1);
            string hasEnded = body.Node("Or", [carried[2], body.Squeeze(body.Cast(pens[2], OnnxType.Bool), 1)]);
            string isDrawn = body.Node("Not", [hasEnded]), one = body.Cast(isDrawn, OnnxType.Int64);
            string stroke = body.Join(body.Multiply(offset, body.Number(loaded.Facts.StrokeScale)), pens[1]);
            string next = shape.DecoderInput == DecoderInput.Position
                ? body.Join(offset, pen, body.Add(body.Split(carried[0], Stroke5.Columns, 2)[1], offset))
                : body.Join(offset, pen);
            string goesOn = body.Cast(body.Node("ReduceMax", [one], OnnxGraph.Attribute("keepdims", 0)), OnnxType.Bool);
            return new LoopRound(
                goesOn, [next, state, hasEnded, body.Add(carried[3], one)],
                (
                    body.Node("Where", [body.Unsqueeze(isDrawn, 1), stroke, body.Numbers([0], 1)]),
                    new OnnxPort("stroke", OnnxType.Float32, [OnnxAxis.Batch, 3], "")));
        }
    }

    private static string InitialState(OnnxGraph graph, LoadedModel loaded, string codes) =>
        graph.Tanh(graph.Linear(loaded.Model.Parameters, "init_state", codes));

    private static OnnxPort State(LoadedModel loaded, string name) => new(
        name, OnnxType.Float32, [OnnxAxis.Batch, loaded.Model.Decoder.Cell.StateSize], "The decoder's state, all of its parts in a row.");

    private static long Head(NetworkShape shape) => (6 * shape.DecoderMixtures) + 3;
}
