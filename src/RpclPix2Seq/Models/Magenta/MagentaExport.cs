using RpclPix2Seq.Networks;
using RpclPix2Seq.Networks.Decoder;
using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Models.Magenta;

/// <summary>
/// Makes a decoder for sketch-rnn's players of a model's <c>lstm</c> decoder and one code. The players have no code, start from zeros, and
/// give a first row of zeros or (0, 0, 1, 0, 0), depending on the player; our decoder starts from tanh(z·W + b). So the file draws one row
/// more than the model, at the start: an offset of zero, which leaves the pen down if the model's first row is ink, and lifts it if that is
/// a move. During this row the cell takes on the model's first cell state, and two kinds of further units do the rest:
/// <list type="bullet">
/// <item><em>started</em> units are 0 before the first row and a constant ever after: what they add to the gates is what the biases of the
/// first row lack of those of all others;</item>
/// <item><em>entering</em> units are a constant after the first row alone: they add what the model's first hidden state has over that of
/// the file, and make the output of the first row what it must be.</item>
/// </list>
/// All other rows are then those of the model, but for rounding to multiples of 10/32767. The code's part of every step is in the biases.
/// </summary>
internal sealed class MagentaExport
{
    /// <summary>Normals that the players' output has.</summary>
    public const int PlayersMixtures = 20;

    private const int Columns = 5, Down = 2, Up = 3, End = 4, Pens = 3;
    private const int Started = 4, Entering = 12, UnitsMultiple = 16;

    // The logit of a certain pen state, the log of a negligible σ, the largest value that a file holds, and a tolerance.
    private const double Sure = 20, Nothing = -20, Largest = 10, Rounding = 1e-3;

    private readonly int _own, _all, _outputs;
    private readonly double[] _constant, _cell, _hidden, _startRow;
    private readonly float[] _input, _recurrent, _headKernel, _headBias;
    private readonly bool _firstIsInk;
    private int _clipped;

    private MagentaExport(LoadedModel loaded, float[] code)
    {
        Pix2SeqModel model = loaded.Model;
        using IDisposable scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        Tensor codes = tensor(code, [1, code.Length]).to(model.Type).to(model.Device);
        (Tensor hidden, Tensor cell) = Unpacked(model, codes);
        Tensor inputWeight = model.Parameters["decoder/rnn/LSTMCell/W_xh"];
        _own = model.Shape.DecoderSize;
        _all = (_own + Started + Entering + UnitsMultiple - 1) / UnitsMultiple * UnitsMultiple;
        _hidden = hidden.Doubles();
        _cell = cell.Doubles();
        _constant = mm(codes, inputWeight.narrow(0, Columns, code.Length)).Plus(model.Parameters["decoder/rnn/LSTMCell/bias"]).Doubles();
        _input = inputWeight.narrow(0, 0, Columns).Floats();
        _recurrent = model.Parameters["decoder/rnn/LSTMCell/W_hh"].Floats();
        _headKernel = model.Parameters["decoder/fc/linear/fc_w"].Floats();
        _headBias = model.Parameters["decoder/fc/linear/fc_b"].Floats();
        _outputs = _headBias.Length;
        _startRow = [.. model.Decoder.StartRow.ToArray().Select(value => (double)value)];
        _firstIsInk = loaded.Config.FirstRow == FirstRow.Ink;
    }

    /// <summary>Makes the decoder.</summary>
    /// <param name="loaded">A model whose decoder is an <c>lstm</c> that reads offsets.</param>
    /// <param name="code">z [Z].</param>
    /// <param name="name">The name that the file gives it.</param>
    /// <returns>The decoder, and how many of its numbers had to be brought back to ±10.</returns>
    /// <exception cref="InputException">The players could not run this decoder.</exception>
    public static (MagentaModel Model, int Clipped) Make(LoadedModel loaded, float[] code, string name)
    {
        Require(
            "dec_model", "lstm, the cell that sketch-rnn's players run", loaded.Config.DecModel == DecoderModel.Lstm,
            loaded.Config.DecModel);
        Require(
            "decoder_input", "offsets, which sketch-rnn's players give", loaded.Config.DecoderInput == DecoderInput.Offsets,
            loaded.Config.DecoderInput);
        MagentaExport export = new(loaded, code);
        MagentaModel model = loaded.Facts.IsDecoderOnly ? export.AsItIs() : export.WithStart();
        return (
            model with
            {
                Name = name,
                ScaleFactor = loaded.Facts.StrokeScale,
                MaxSeqLen = loaded.Facts.Longest + (loaded.Facts.IsDecoderOnly ? 0 : 1),
            },
            export._clipped);

        static void Require<T>(string key, string expected, bool holds, T found)
            where T : struct, Enum
        {
            if (!holds)
                throw new InputException(
                    "the model", key, expected, found.ToString().ToLowerInvariant(), "train with dec_model=lstm and decoder_input=offsets");
        }
    }

    private static (Tensor Hidden, Tensor Cell) Unpacked(Pix2SeqModel model, Tensor codes)
    {
        CellState state = model.Decoder.Cell.Unpack(model.Decoder.InitialState(codes));
        return (state.Hidden, state.Cell);
    }

    /// <summary>A decoder that is alone starts from zeros anyway.</summary>
    private MagentaModel AsItIs() => new(
        "", 1, 1, Rounded(_headKernel), Rounded(_headBias), Rounded(_input), Rounded(_recurrent),
        Rounded([.. _constant.Select(x => (float)x)]));

    private MagentaModel WithStart()
    {
        int gates = 4 * _own, all = 4 * _all;
        float[] headKernel = new float[_all * _outputs], input = new float[Columns * all];
        float[] recurrent = new float[_all * all], bias = new float[all];
        float[] headBias = Rounded(_headBias);
        CopyKernels(headKernel, input, recurrent);
        SetFurther(recurrent, bias);

        // The first row: gates are biases alone, as the pen-down row of the input is zero.
        double[] cell = new double[_own], hidden = new double[_own];
        for (int u = 0; u < _own; u++)
        {
            (double i, double j) = Entry(_cell[u], After(u));
            double i1 = Set(bias, Gate(0, u), i), j1 = Set(bias, Gate(1, u), j);
            Set(bias, Gate(2, u), After((2 * _own) + u));
            double o1 = Set(bias, Gate(3, u), After((3 * _own) + u));
            cell[u] = Sigmoid(i1) * Math.Tanh(j1);
            hidden[u] = Math.Tanh(cell[u]) * Sigmoid(o1);
        }

        double constant = FurtherOutput();
        double[] wanted = Products(_hidden, _recurrent, gates), there = Products(hidden, Kernel(recurrent, all), gates);
        for (int g = 0; g < gates; g++)
        {
            int at = At(g);
            double started = Spread(recurrent, all, at, _own, Started, After(g) - bias[at], constant);
            double pen = _firstIsInk ? 0 : input[(Up * all) + at];
            wanted[g] += _constant[g];
            for (int x = 0; x < Columns; x++)
                wanted[g] += _startRow[x] * _input[(x * gates) + g];
            Spread(recurrent, all, at, _own + Started, Entering, wanted[g] - (bias[at] + started + pen + there[g]), constant);
        }

        double[] head = Products(hidden, headKernel.AsSpan(0, _own * _outputs).ToArray(), _outputs);
        double[] first = FirstOutput();
        for (int o = 0; o < _outputs; o++)
            Spread(headKernel, _outputs, o, _own + Started, Entering, first[o] - (headBias[o] + head[o]), constant);
        return new MagentaModel("", 1, 1, headKernel, headBias, input, recurrent, bias);
    }

    /// <summary>Where gate g of [4·own] is in [4·all].</summary>
    private int At(int g) => Gate(g / _own, g % _own);

    private int Gate(int gate, int unit) => (gate * _all) + unit;

    /// <summary>What gate g of [4·own] has at every row but the first before the offset and a lifted pen are added.</summary>
    private double After(int g) => _constant[g] + _input[(Down * 4 * _own) + g];

    /// <summary>The model's kernels. Of the pen's columns exactly one is 1, so that the first may be in the bias instead.</summary>
    private void CopyKernels(float[] headKernel, float[] input, float[] recurrent)
    {
        int gates = 4 * _own, all = 4 * _all;
        Rounded(_headKernel).CopyTo(headKernel, 0);
        for (int g = 0; g < gates; g++)
        {
            int at = At(g);
            for (int x = 0; x < Columns; x++)
                Set(input, (x * all) + at, _input[(x * gates) + g] - (x is Down or Up or End ? _input[(Down * gates) + g] : 0));
            for (int u = 0; u < _own; u++)
                Set(recurrent, (u * all) + at, _recurrent[(u * gates) + g]);
        }
    }

    /// <summary>
    /// The further units' own gates. At the first row all open. After it, the started ones close the input of both kinds, and the memory of
    /// the entering ones, and hold their own.
    /// </summary>
    private void SetFurther(float[] recurrent, float[] bias)
    {
        for (int u = _own; u < _own + Started + Entering; u++)
        {
            foreach (int open in (int[])[0, 1, 3])
                Set(bias, Gate(open, u), Largest);
            for (int from = _own; from < _own + Started; from++)
            {
                Set(recurrent, (from * 4 * _all) + Gate(0, u), -Largest);
                Set(recurrent, (from * 4 * _all) + Gate(2, u), u < _own + Started ? Largest : -Largest);
            }
        }
    }

    /// <summary>The output of an added unit while it is not 0.</summary>
    private static double FurtherOutput() => Math.Tanh(Sigmoid(Largest) * Math.Tanh(Largest)) * Sigmoid(Largest);

    /// <summary>Gates i and j whose cell state is <paramref name="cell"/> at the first row, with i near what it is at all others.</summary>
    private static (double I, double J) Entry(double cell, double usual)
    {
        // Between the two, tanh(j) = cell/σ(i) is neither so steep nor so flat that rounding j matters.
        const double margin = 0.5, most = 0.9999;
        double size = Math.Min(Math.Abs(cell), most), least = Math.Log(size / (1 - size)) + margin;
        double i = Math.Clamp(usual, Math.Clamp(least, -Largest, Largest), Largest);
        return (i, Math.CopySign(Math.Min(Math.Atanh(Math.Min(size / Sigmoid(i), most)), Largest), cell));
    }

    /// <summary>The output of the first row: a zero offset and a pen that is sure.</summary>
    private double[] FirstOutput()
    {
        int mixtures = (_outputs - Pens) / 6;
        double[] output = new double[_outputs];
        for (int pen = 0; pen < Pens; pen++)
            output[pen] = pen == (_firstIsInk ? 0 : 1) ? Sure : -Sure;
        output.AsSpan(Pens + (3 * mixtures), 2 * mixtures).Fill(Nothing);
        return output;
    }

    /// <summary>Sets what <paramref name="count"/> units add to column <paramref name="column"/>, and returns the sum.</summary>
    private double Spread(float[] kernel, int columns, int column, int first, int count, double sum, double each)
    {
        double left = sum;
        for (int u = first; u < first + count; u++)
            left -= each * (kernel[(u * columns) + column] = (float)MagentaWriter.Nearest(left / each));
        if (Math.Abs(left) > Rounding)
            _clipped++;
        return sum - left;
    }

    /// <summary>v·K: [R] · [R, n] → [n].</summary>
    private static double[] Products(double[] v, float[] kernel, int columns)
    {
        double[] sums = new double[columns];
        for (int u = 0; u < v.Length; u++)
        {
            for (int i = 0; i < columns; i++)
                sums[i] += v[u] * kernel[(u * columns) + i];
        }

        return sums;
    }

    /// <summary>The part [own, 4·own] of a recurrent kernel [all, 4·all].</summary>
    private float[] Kernel(float[] recurrent, int all)
    {
        float[] own = new float[_own * 4 * _own];
        for (int u = 0; u < _own; u++)
        {
            for (int g = 0; g < 4 * _own; g++)
                own[(u * 4 * _own) + g] = recurrent[(u * all) + At(g)];
        }

        return own;
    }

    private float[] Rounded(float[] values)
    {
        float[] rounded = new float[values.Length];
        for (int i = 0; i < values.Length; i++)
            Set(rounded, i, values[i]);
        return rounded;
    }

    private double Set(float[] values, int index, double value)
    {
        if (Math.Abs(value) > Largest + Rounding)
            _clipped++;
        return values[index] = (float)MagentaWriter.Nearest(value);
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
