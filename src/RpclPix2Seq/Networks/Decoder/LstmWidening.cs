using RpclPix2Seq.Sketches.Strokes;
using static TorchSharp.torch;

namespace RpclPix2Seq.Networks.Decoder;

/// <summary>
/// A wider LSTM that computes what a narrower one does (Net2WiderNet: Chen, Goodfellow and Shlens, 2016, §2.3). Every added unit is a copy
/// of one picked at random. Whatever reads a unit that has copies shares the weight among them; the shares are random, so that the copies
/// get different gradients and learn to differ.
/// </summary>
internal sealed class LstmWidening
{
    private const int Gates = 4, States = 2;
    private readonly Tensor _origins, _gateColumns, _stateColumns, _shares;

    /// <param name="from">R of the narrower LSTM.</param>
    /// <param name="to">R of the wider one.</param>
    /// <param name="seed">Picks the units and the shares.</param>
    public LstmWidening(int from, int to, long seed)
    {
        CounterRandom random = new(RandomPurpose.Widening, seed);
        long[] origins = new long[to];
        for (int unit = 0; unit < to; unit++)
            origins[unit] = unit < from ? unit : random.NextInt(from);
        double[] shares = new double[to], sums = new double[from];
        for (int unit = 0; unit < to; unit++)
        {
            shares[unit] = random.NextDouble(0.5, 1.5);
            sums[origins[unit]] += shares[unit];
        }

        _origins = tensor(origins);
        _gateColumns = Blocks(Gates);
        _stateColumns = Blocks(States);
        _shares = tensor(shares.Select((share, unit) => share / sums[origins[unit]]).ToArray(), [to, 1]);

        Tensor Blocks(int count) =>
            tensor(Enumerable.Range(0, count).SelectMany(block => origins.Select(unit => ((long)block * from) + unit)).ToArray());
    }

    /// <summary>The tensor of the wider model that takes the place of one of the narrower: itself where the width plays no part.</summary>
    /// <param name="name">Of a parameter of <see cref="SequenceDecoder"/> with an <see cref="LstmCell"/>, or of another part.</param>
    /// <param name="narrow">Its value in the narrower model.</param>
    public Tensor Widen(string name, Tensor narrow) => name switch
    {
        "decoder/rnn/LSTMCell/W_xh" or "decoder/rnn/LSTMCell/bias" => narrow.index_select(-1, _gateColumns),
        "decoder/rnn/LSTMCell/W_hh" => Shared(narrow).index_select(-1, _gateColumns),
        "decoder/fc/linear/fc_w" => Shared(narrow),
        "init_state/linear/fc_w" or "init_state/linear/fc_b" => narrow.index_select(-1, _stateColumns),
        _ => narrow,
    };

    private Tensor Shared(Tensor readers) => readers.index_select(0, _origins) * _shares.to(readers.dtype);
}
