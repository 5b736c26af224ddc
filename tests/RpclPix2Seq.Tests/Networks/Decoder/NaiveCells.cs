using RpclPix2Seq.Networks;
using RpclPix2Seq.Networks.Decoder;
using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Tests.Networks.Decoder;

/// <summary>
/// One step of every cell, transcribed from docs/original.md §6, with the inputs and states joined before the product. Nothing is shared or
/// stacked.
/// </summary>
internal static class NaiveCells
{
    /// <param name="model">The cell.</param>
    /// <param name="p">Its parameters, under <c>decoder/rnn</c>.</param>
    /// <param name="x">[B, 5+Z].</param>
    /// <param name="s">The previous state.</param>
    /// <param name="mask">[B, R] or null.</param>
    public static CellState Step(DecoderModel model, ParameterStore p, Tensor x, CellState s, Tensor? mask) => model switch
    {
        DecoderModel.Lstm => Lstm(p, x, s, mask),
        DecoderModel.LayerNorm => LayerNormed(p, "decoder/rnn/LayerNormLSTMCell", x, s, mask),
        _ => Hyper(p, x, s, mask),
    };

    private static CellState Lstm(ParameterStore p, Tensor x, CellState s, Tensor? mask)
    {
        const string At = "decoder/rnn/LSTMCell/";
        Tensor weights = cat([p[At + "W_xh"], p[At + "W_hh"]], 0);
        Tensor[] gates = mm(cat([x, s.Hidden], 1), weights).Plus(p[At + "bias"]).chunk(4, 1);
        (Tensor c, Tensor o) = Update(gates, s.Cell, mask);
        return new CellState(c.tanh() * o, c);
    }

    private static CellState LayerNormed(ParameterStore p, string at, Tensor x, CellState s, Tensor? mask)
    {
        Tensor weights = cat([p[at + "/W_xh"], p[at + "/W_hh"]], 0);
        Tensor gates = (Chunked(mm(cat([x, s.Hidden], 1), weights), 4) * p[at + "/ln_all/ln_gamma"]).Plus(p[at + "/ln_all/ln_beta"]);
        (Tensor c, Tensor o) = Update(gates.chunk(4, 1), s.Cell, mask);
        return new CellState((Chunked(c, 1) * p[at + "/ln_c/ln_gamma"]).Plus(p[at + "/ln_c/ln_beta"]).tanh() * o, c);
    }

    private static CellState Hyper(ParameterStore p, Tensor x, CellState s, Tensor? mask)
    {
        const string At = "decoder/rnn/HyperLSTMCell";
        CellState auxiliary = LayerNormed(
            p, At + "/LayerNormLSTMCell", cat([x, s.Hidden], 1), new CellState(s.HyperHidden!, s.HyperCell!), null);
        Tensor h = auxiliary.Hidden;
        Tensor[] xh = mm(x, p[At + "/W_xh"]).chunk(4, 1), hh = mm(s.Hidden, p[At + "/W_hh"]).chunk(4, 1),
            bias = p[At + "/bias"].chunk(4, 0);
        Tensor[] gates = new Tensor[4];
        for (int g = 0; g < 4; g++)
        {
            string toX = $"{At}/hyper_{"ijfo"[g]}x", toH = $"{At}/hyper_{"ijfo"[g]}h";
            gates[g] = (Scale(p, toX, h) * xh[g]).Plus(Scale(p, toH, h) * hh[g])
                .Plus(mm(mm(h, p[toH + "/zb/super_linear_w"]), p[toH + "/beta/super_linear_w"])).Plus(bias[g]);
        }

        Tensor normal = (Chunked(cat(gates, 1), 4) * p[At + "/ln_all/ln_gamma"]).Plus(p[At + "/ln_all/ln_beta"]);
        (Tensor c, Tensor o) = Update(normal.chunk(4, 1), s.Cell, mask);
        Tensor hidden = (Chunked(c, 1) * p[At + "/ln_c/ln_gamma"]).Plus(p[At + "/ln_c/ln_beta"]).tanh() * o;
        return new CellState(hidden, c, auxiliary.Hidden, auxiliary.Cell);
    }

    private static Tensor Scale(ParameterStore p, string at, Tensor h)
        => mm(mm(h, p[at + "/zw/super_linear_w"]).Plus(p[at + "/zw/super_linear_b"]), p[at + "/alpha/super_linear_w"]);

    private static (Tensor Cell, Tensor Output) Update(Tensor[] gates, Tensor c, Tensor? mask)
    {
        Tensor g = gates[1].tanh();
        if (mask is not null)
            g *= mask;
        return ((c * gates[2].Plus(1).sigmoid()).Plus(gates[0].sigmoid() * g), gates[3].sigmoid());
    }

    private static Tensor Chunked(Tensor x, int chunks) => cat([.. x.chunk(chunks, 1).Select(chunk =>
    {
        Tensor centered = chunk - chunk.mean([1L], keepdim: true);
        return centered / centered.Squared().mean([1L], keepdim: true).Plus(1e-3).sqrt();
    })], 1);
}
