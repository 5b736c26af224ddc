using RpclPix2Seq.Networks;
using RpclPix2Seq.Networks.Decoder;
using RpclPix2Seq.Tests.Networks.Layers;
using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Tests.Networks.Decoder;

[LeakCheck]
public sealed class DecoderCellTests
{
    private const int Batch = 2, Steps = 3;

    public static TheoryData<DecoderModel, bool> CellsWithAndWithoutDropout
    {
        get
        {
            TheoryData<DecoderModel, bool> data = [];
            foreach (DecoderModel cell in Tiny.Cells)
            {
                data.Add(cell, false);
                data.Add(cell, true);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(CellsWithAndWithoutDropout))]
    public void A_cell_computes_what_the_specification_says(DecoderModel cell, bool dropout)
    {
        using var scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        using Pix2SeqModel model = Tiny.Model(cell);
        (Tensor strokes, Tensor codes, Tensor? inputMask, Tensor? recurrentMask) = Inputs(dropout);
        IDecoderCell sut = model.Decoder.Cell;
        ICellUnrolling unrolling = sut.Begin(codes);
        Tensor projected = unrolling.Project(strokes, inputMask);
        CellState actual = sut.Unpack(model.Decoder.InitialState(codes)), naive = actual;
        for (int t = 0; t < Steps; t++)
        {
            actual = unrolling.Step(projected[t], actual, recurrentMask);
            Tensor x = cat([strokes[t], codes], 1);
            naive = NaiveCells.Step(cell, model.Parameters, inputMask is null ? x : x * inputMask[t], naive, recurrentMask);
        }

        Tiny.AssertClose(sut.Pack(naive), sut.Pack(actual), 1e-12);
    }

    [Theory]
    [MemberData(nameof(CellsWithAndWithoutDropout))]
    public void Gradients_agree_with_differences(DecoderModel cell, bool dropout)
    {
        using var scope = NewDisposeScope();
        using Pix2SeqModel model = Tiny.Model(cell);
        (Tensor strokes, Tensor codes, Tensor? inputMask, Tensor? recurrentMask) = Inputs(dropout);
        IDecoderCell sut = model.Decoder.Cell;
        Tensor packed = Tiny.Normal(6, Batch, sut.StateSize), weights = Tiny.Normal(7, Batch, sut.StateSize);
        Tensor[] variables =
        [
            .. model.Parameters.All.Where(p => p.Name.StartsWith("decoder/rnn", StringComparison.Ordinal)).Select(p => p.Tensor),
        ];
        FiniteDifferences.Check(
            () =>
            {
                ICellUnrolling unrolling = sut.Begin(codes);
                Tensor projected = unrolling.Project(strokes, inputMask);
                CellState state = sut.Unpack(packed);
                for (int t = 0; t < Steps; t++)
                    state = unrolling.Step(projected[t], state, recurrentMask);
                return (sut.Pack(state) * weights).sum();
            },
            [.. variables, codes, strokes, packed]);
    }

    [Theory]
    [InlineData(DecoderModel.Lstm, "ch")]
    [InlineData(DecoderModel.LayerNorm, "hc")]
    [InlineData(DecoderModel.Hyper, "hHcC")]
    public void A_packed_state_has_the_originals_order(DecoderModel cell, string order)
    {
        using var scope = NewDisposeScope();
        using Pix2SeqModel model = Tiny.Model(cell);
        IDecoderCell sut = model.Decoder.Cell;
        CellState state = new(empty([1, 4]).Filled(1.0), empty([1, 4]).Filled(2.0), empty([1, 3]).Filled(3.0), empty([1, 3]).Filled(4.0));
        double[] expected = [.. order.SelectMany(part => part switch
        {
            'h' => Enumerable.Repeat(1.0, 4),
            'c' => Enumerable.Repeat(2.0, 4),
            'H' => Enumerable.Repeat(3.0, 3),
            _ => Enumerable.Repeat(4.0, 3),
        })];
        Tensor packed = sut.Pack(state);
        Assert.Equal(expected, Tiny.Values(packed));
        Assert.Equal(sut.StateSize, packed.shape[1]);
        Assert.True(sut.Pack(sut.Unpack(packed)).SameAs(packed));
    }

    private static (Tensor Strokes, Tensor Codes, Tensor? InputMask, Tensor? RecurrentMask) Inputs(bool dropout)
    {
        Tensor? Mask(long seed, params long[] shape) => dropout ? Tiny.Normal(seed, shape).IsAbove(-0.5).to(float64).Over(0.7) : null;
        return (Tiny.Normal(2, Steps, Batch, 5), Tiny.Normal(3, Batch, 3), Mask(4, Steps, Batch, 8), Mask(5, Batch, 4));
    }
}
