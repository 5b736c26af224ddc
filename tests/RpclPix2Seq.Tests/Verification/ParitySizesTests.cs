using RpclPix2Seq.TestKit;
using RpclPix2Seq.Verification;
using static TorchSharp.torch;

namespace RpclPix2Seq.Tests.Verification;

/// <summary>The parity check on cases of any size, not only on the available cases of the original.</summary>
[LeakCheck]
public sealed class ParitySizesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Names => [.. Cases.Keys];

    // 24 units are not a multiple of 16: the fused kernels support none of the first three.
    private static Dictionary<string, SyntheticCase> Cases { get; } = new()
    {
        ["24 units, lstm"] = new(DecoderModel.Lstm) { Units = 24 },
        ["24 units, layer_norm"] = new(DecoderModel.LayerNorm) { Units = 24 },
        ["24 units, hyper"] = new(DecoderModel.Hyper) { Units = 24 },
        ["1 component, 1 sketch"] = new(DecoderModel.Lstm) { Components = 1, Batch = 1, Step = 500 },
        ["1 component, rival-penalized"] = new(DecoderModel.Lstm) { Components = 1 },
        ["1 normal a stroke, codes of 3"] = new(DecoderModel.LayerNorm) { DecoderMixtures = 1, CodeSize = 3, Batch = 3 },
        ["32 pixels, 1 step, evaluation"] = new(DecoderModel.Hyper) { Side = 32, Steps = 1, Training = false },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void A_case_of_any_size_is_compared_by_what_serves_it(string name)
    {
        Cases[name].Write(_folder.File("case.safetensors"), name);
        foreach (ScalarType type in (ScalarType[])[float32, float64])
        {
            IReadOnlyList<ParityRow> rows = ParityCase.RunAll(_folder.Path, new ParityTolerances(), type == float64);
            Assert.All(rows, row => Assert.True(
                row.Passes,
                $"{row.Kernels} {row.Tensor}: {row.AbsoluteDifference:g3}, "
                    + $"relative {row.RelativeDifference:g3} of at most {row.Tolerance:g3}"));

            bool isServed = type == float32 && Cases[name].Units % 16 == 0;
            Assert.Equal(
                isServed ? [KernelPath.Readable, KernelPath.Fused] : [KernelPath.Readable], rows.Select(row => row.Kernels).Distinct());
        }
    }
}
