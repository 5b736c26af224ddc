using RpclPix2Seq.Networks;
using RpclPix2Seq.Networks.Decoder;
using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Tests.Networks.Decoder;

[LeakCheck]
public sealed class SequenceDecoderTests
{
    public static TheoryData<DecoderModel> Cells => Tiny.EveryCell;

    [Theory]
    [MemberData(nameof(Cells))]
    public void Teacher_forcing_is_step_by_step_decoding(DecoderModel cell)
    {
        using var scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        using Pix2SeqModel model = Tiny.Model(cell);
        SequenceDecoder decoder = model.Decoder;
        Tensor strokes = Tiny.Normal(2, 4, 3, 5), codes = Tiny.Normal(3, 3, 3);
        (MixtureDensity whole, Tensor final) = decoder.Decode(strokes, codes);

        CellState state = decoder.Cell.Unpack(decoder.InitialState(codes));
        for (int t = 0; t < 4; t++)
        {
            ICellUnrolling unrolling = decoder.Cell.Begin(codes);
            state = unrolling.Step(unrolling.Project(strokes[t]), state, null);
            Tiny.AssertClose(decoder.Density(state.Hidden).Raw, whole.Raw.narrow(0, t * 3, 3), 1e-12);
        }

        Tiny.AssertClose(decoder.Cell.Pack(state), final, 1e-12);
        Tiny.AssertClose(
            mm(codes, model.Parameters["init_state/linear/fc_w"]).Plus(model.Parameters["init_state/linear/fc_b"]).tanh(),
            decoder.InitialState(codes), 1e-12);
    }

    [Fact]
    public void Positions_are_the_same_in_training_and_in_sampling()
    {
        using var scope = NewDisposeScope();
        Tensor strokes = Tiny.Normal(2, 6, 3, 5), rows = DecoderRows.Of(strokes, DecoderInput.Position);
        Assert.Equal([6L, 3L, 7L], rows.shape);
        for (int b = 0; b < 3; b++)
        {
            float[] row = new float[7];
            for (int t = 0; t < 6; t++)
            {
                strokes[t, b].Floats().CopyTo(row, 0);
                DecoderRows.Move(row);
                Assert.All(rows[t, b].Floats().Zip(row), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
            }
        }

        Assert.True(DecoderRows.Of(strokes, DecoderInput.Offsets).SameAs(strokes));
        float[] five = [1, 2, 0, 1, 0];
        DecoderRows.Move(five);
        Assert.Equal([1, 2, 0, 1, 0], five);
    }

    [Fact]
    public void Dropout_is_the_noises_and_off_where_everything_is_kept()
    {
        using var scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        using Pix2SeqModel model = Tiny.Model();
        Tensor strokes = Tiny.Normal(2, 4, 3, 5), codes = Tiny.Normal(3, 3, 3);
        Tensor Run(long seed, double recurrent, double input, double output)
        {
            using TensorNoise noise = Tiny.Noise(seed);
            return model.Decoder.Decode(
                strokes, codes,
                new DecoderDropout(noise) { RecurrentKeep = recurrent, InputKeep = input, OutputKeep = output }).Density.Raw;
        }

        Tensor plain = model.Decoder.Decode(strokes, codes).Density.Raw;
        Assert.True(Run(1, 1, 1, 1).SameAs(plain));
        foreach ((double recurrent, double input, double output) in new[] { (0.5, 1.0, 1.0), (1, 0.5, 1), (1, 1, 0.5) })
        {
            Assert.True(Run(1, recurrent, input, output).SameAs(Run(1, recurrent, input, output)));
            Assert.False(Run(1, recurrent, input, output).SameAs(Run(2, recurrent, input, output)));
            Assert.False(Run(1, recurrent, input, output).SameAs(plain));
        }
    }

    [Fact]
    public void A_mask_keeps_the_mean()
    {
        using var scope = NewDisposeScope();
        using TensorNoise noise = Tiny.Noise(1);
        Tensor mask = new DecoderDropout(noise).Mask(0.8, float64, CPU, 100, 100)!;
        Assert.Equal([0, 1.25], Tiny.Values(mask).Distinct().Order());
        Assert.InRange(mask.mean().item<double>(), 0.98, 1.02); // standard error 0.005
    }
}
