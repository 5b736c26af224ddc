using CsCheck;
using RpclPix2Seq.Networks;
using RpclPix2Seq.Networks.Decoder;
using RpclPix2Seq.TestKit;
using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Tests.Networks.Decoder.Fused;

/// <summary>The fused kernels against the step-by-step path, which the specification's tests cover.</summary>
[LeakCheck]
public sealed class FusedPathTests
{
    private static readonly Gen<Case> Cases = Gen.Select(
        Gen.Int[1, 9], Gen.Int[1, 7], Gen.Int[1, 3].Select(n => 16 * n), Gen.Int[1, 2].Select(n => 16 * n), Gen.Int[1, 5], Gen.Bool,
        Gen.Enum<DecoderInput>(),
        (steps, batch, size, hyperSize, embedding, dropout, input) => new Case(steps, batch, size, hyperSize, embedding, dropout)
        {
            Input = input,
        });

    public static TheoryData<DecoderModel> EveryCell => Tiny.EveryCell;

    [Theory]
    [MemberData(nameof(EveryCell))]
    public void Densities_states_and_gradients_agree_with_the_stepwise_path(DecoderModel cell) => Cases.ForAll(
        c =>
        {
            using var scope = NewDisposeScope();
            using Pix2SeqModel model = Model(cell, c);
            AssertNear(model, c, Run(model, c, KernelPath.Fused));
        },
        count: 40);

    [Theory]
    [MemberData(nameof(EveryCell))]
    public void The_number_of_threads_changes_nothing_but_the_last_bits(DecoderModel cell)
    {
        using var scope = NewDisposeScope();
        Case c = new(6, 7, 32, 16, 3, Dropout: true);
        using Pix2SeqModel model = Model(cell, c);
        int threads = get_num_threads();
        try
        {
            // Parts of three, three and one row; and more threads than rows.
            List<Results> actual = [];
            foreach (int several in (int[])[3, 9])
            {
                set_num_threads(several);
                actual.Add(Run(model, c, KernelPath.Fused));
            }

            AssertNear(model, c, [.. actual]);
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    [Fact]
    public void Kept_scales_and_shifts_give_the_same_bits_as_those_computed_again()
    {
        using var scope = NewDisposeScope();
        Case c = new(5, 7, 32, 16, 3, Dropout: true);
        using Pix2SeqModel model = Model(DecoderModel.Hyper, c);
        Results expected = Run(model, c, KernelPath.Fused);
        ((HyperLstmCell)model.Decoder.Cell).Recomputes = false;
        Results actual = Run(model, c, KernelPath.Fused);
        foreach ((string name, Tensor tensor) in expected)
            Assert.Equal(0, (tensor - actual[name]).abs().max().item<float>());
    }

    [Theory]
    [MemberData(nameof(EveryCell))]
    public void Without_gradients_the_outputs_are_the_same(DecoderModel cell)
    {
        using var scope = NewDisposeScope();
        Case c = new(5, 3, 32, 16, 2, Dropout: false);
        using Pix2SeqModel model = Model(cell, c);
        Results expected = Run(model, c, KernelPath.Fused);
        using IDisposable _ = no_grad();
        (Tensor raw, Tensor final) = Decode(model, c, KernelPath.Fused, Normal(model, null, 2, c.Batch, 3));
        Assert.Equal(0, (raw - expected["density"]).abs().max().item<float>());
        Assert.Equal(0, (final - expected["final"]).abs().max().item<float>());
    }

    [Fact]
    public void Cells_that_the_kernels_do_not_support_go_step_by_step()
    {
        using var scope = NewDisposeScope();
        Case c = new(2, 2, 8, 16, 2, Dropout: false);
        using Pix2SeqModel model = Model(DecoderModel.Lstm, c);
        Tensor codes = Normal(model, null, 2, c.Batch, 3);
        Decode(model, c, KernelPath.Automatic, codes);
        Assert.Throws<InputException>(() => Decode(model, c, KernelPath.Fused, codes));
    }

    private static Results Run(Pix2SeqModel model, Case c, KernelPath path, Roundings.Disturbance? off = null)
    {
        foreach ((string _, Tensor tensor) in model.Parameters.All)
            tensor.grad?.zero_();
        Tensor codes = Normal(model, off, 2, c.Batch, 3).requires_grad_();
        (Tensor raw, Tensor final) = Decode(model, c, path, codes, off);
        Tensor loss = (raw * Normal(model, off, 3, raw.shape)).sum().Plus((final * Normal(model, off, 4, final.shape)).sum());
        loss.backward();
        Results results = new() { ["density"] = raw.detach(), ["final"] = final.detach(), ["codes"] = codes.grad! };
        foreach ((string name, Tensor tensor) in model.Parameters.All.Where(IsOfDecoder))
            results[name] = tensor.grad!.clone();
        return results;
    }

    private static (Tensor Raw, Tensor Final) Decode(
        Pix2SeqModel model, Case c, KernelPath path, Tensor codes, Roundings.Disturbance? off = null)
    {
        using TensorNoise noise = Tiny.Noise(5);
        DecoderDropout? dropout = c.Dropout ? new DecoderDropout(noise) { RecurrentKeep = 0.7 } : null;
        model.Decoder.Path = path;
        (MixtureDensity density, Tensor final) = model.Decoder.Decode(Normal(model, off, 6, c.Steps, c.Batch, 5), codes, dropout);
        return (density.Raw, final);
    }

    private static Pix2SeqModel Model(DecoderModel cell, Case c)
    {
        using Generator generator = new(1, CPU);
        NetworkShape shape = Tiny.Shape(cell) with
        {
            DecoderSize = c.Size,
            HyperSize = c.HyperSize,
            HyperEmbedding = c.Embedding,
            DecoderInput = c.Input,
        };
        Pix2SeqModel model = new(shape, generator, reference: false, float32);
        using var scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        foreach ((string name, Tensor tensor) in model.Parameters.All.Where(IsOfDecoder))
            tensor.PlusInPlace(randn(tensor.shape, float32, generator: generator).Times(0.2));
        return model;
    }

    private static bool IsOfDecoder(NamedTensor parameter) =>
        parameter.Name.StartsWith("decoder/", StringComparison.Ordinal)
            || parameter.Name.StartsWith("init_state/", StringComparison.Ordinal);

    /// <summary>Numbers that are exact in single precision, in the model's type.</summary>
    private static Tensor Normal(Pix2SeqModel model, Roundings.Disturbance? off, long seed, params long[] shape) =>
        Roundings.Off(Tiny.Normal(seed, shape).to(float32).to(model.Type), off);

    /// <summary>Against the readable operators in double precision.</summary>
    private static void AssertNear(Pix2SeqModel model, Case c, params Results[] actual) => Roundings.AssertWithin(
        c.Roundings,
        off =>
        {
            using Generator generator = new(1, CPU);
            using Pix2SeqModel exact = new(model.Shape, generator, reference: false, float64);
            Roundings.Copy(model.Parameters, exact.Parameters, off);
            return Run(exact, c, KernelPath.Readable, off);
        },
        actual);

    private sealed record Case(int Steps, int Batch, int Size, int HyperSize, int Embedding, bool Dropout)
    {
        public DecoderInput Input { get; init; }

        /// <summary>
        /// Forward and backward through the steps. Each step sums products over its input (7 columns and 3 of the code), both hidden states
        /// and the embedding, and does some thirty more operations in norms and gates. Then the rows' shares of a gradient are summed.
        /// </summary>
        public long Roundings => (2 * Steps * (7 + 3 + Size + HyperSize + Embedding + 30)) + (Steps * Batch);
    }

    private sealed class Results : Dictionary<string, Tensor>;
}
