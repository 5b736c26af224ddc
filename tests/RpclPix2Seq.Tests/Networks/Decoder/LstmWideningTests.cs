using RpclPix2Seq.Networks;
using static TorchSharp.torch;

namespace RpclPix2Seq.Tests.Networks.Decoder;

/// <summary>A model that takes over a narrower LSTM draws as that one does, and its new units learn on their own.</summary>
public sealed class LstmWideningTests
{
    private const int Narrow = 6, Wide = 17, Batch = 3, Steps = 5;

    [Fact]
    public void A_widened_lstm_computes_what_the_narrow_one_does()
    {
        using IDisposable scope = NewDisposeScope();
        using Pix2SeqModel narrow = Model(Narrow), wide = Widened(narrow);
        (Tensor strokes, Tensor codes) = Input(narrow);
        using IDisposable _ = no_grad();
        Tensor expected = narrow.Decoder.Decode(strokes, codes).Density.Raw, actual = wide.Decoder.Decode(strokes, codes).Density.Raw;
        Assert.InRange((actual - expected).abs().max().item<double>(), 0, 1e-12);
        Assert.True(expected.std().item<double>() > 0.1);
    }

    [Fact]
    public void Copies_of_a_unit_get_different_gradients()
    {
        using IDisposable scope = NewDisposeScope();
        using Pix2SeqModel narrow = Model(Narrow), wide = Widened(narrow);
        (Tensor strokes, Tensor codes) = Input(wide);
        wide.Decoder.Decode(strokes, codes).Density.Raw.sum().backward();
        Tensor bias = wide.Parameters["decoder/rnn/LSTMCell/bias"].grad!.narrow(0, 0, Wide);
        Assert.Equal(Wide, bias.data<double>().ToArray().Distinct().Count());
    }

    private static Pix2SeqModel Widened(Pix2SeqModel narrow)
    {
        Pix2SeqModel wide = Model(Wide);
        wide.CopyFrom(narrow, seed: 3);
        return wide;
    }

    private static Pix2SeqModel Model(int size)
    {
        using Generator generator = new(1, CPU);
        Pix2SeqModel model = new(
            Tiny.Shape(DecoderModel.Lstm) with { DecoderSize = size }, generator, reference: false, float64);
        Tiny.Randomize(model.Parameters, generator);
        return model;
    }

    private static (Tensor Strokes, Tensor Codes) Input(Pix2SeqModel model)
    {
        using Generator generator = new(2, CPU);
        Tensor strokes = randn([Steps, Batch, 5], float64, generator: generator);
        return (strokes, randn([Batch, model.Shape.CodeSize], float64, generator: generator));
    }
}
