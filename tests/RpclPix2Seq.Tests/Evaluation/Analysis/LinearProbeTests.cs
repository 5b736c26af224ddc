using RpclPix2Seq.Codes;
using RpclPix2Seq.Evaluation.Analysis;
using RpclPix2Seq.Tests.Networks;
using static TorchSharp.torch;

namespace RpclPix2Seq.Tests.Evaluation.Analysis;

[LeakCheck]
public sealed class LinearProbeTests
{
    private const int Count = 600;

    [Fact]
    public void What_a_line_separates_is_read()
    {
        (float[] codes, int[] labels) = Codes((_, code) => (code[0] > 0.5 ? 1 : 0) + (code[1] > 0 ? 2 : 0));
        Assert.InRange(LinearProbe.Accuracy(codes, 3, labels, 1), 0.9, 1);
        Assert.Equal(LinearProbe.Accuracy(codes, 3, labels, 1), LinearProbe.Accuracy(codes, 3, labels, 1));
    }

    // Random labels: right one time in three on average; 600 trials have a standard deviation of 0.02.
    [Fact]
    public void Chance_is_reported_as_chance()
    {
        (float[] codes, int[] labels) = Codes((i, _) => i % 3);
        Assert.InRange(LinearProbe.Accuracy(codes, 3, labels, 1), 0.33 - 0.1, 0.33 + 0.1);
    }

    // Two categories that each occupy two opposite corners: no line separates them.
    [Fact]
    public void What_no_line_separates_is_not_read()
    {
        (float[] codes, int[] labels) = Codes((_, code) => code[0] > 0 == code[1] > 0 ? 1 : 0);
        Assert.InRange(LinearProbe.Accuracy(codes, 3, labels, 1), 0.3, 0.7);
    }

    [Fact]
    public void Scales_and_shifts_of_the_codes_do_not_matter()
    {
        (float[] codes, int[] labels) = Codes((_, code) => code[0] + code[1] > 0 ? 1 : 0);
        float[] stretched = [.. codes.Select((x, i) => i % 3 == 0 ? (x * 1000) + 500 : i % 3 == 1 ? x : 7)];
        Assert.InRange(LinearProbe.Accuracy(stretched, 3, labels, 1), 0.95, 1);
    }

    [Fact]
    public void Too_few_codes_or_labels_are_refused()
    {
        Assert.Throws<ArgumentException>(() => LinearProbe.Accuracy(new float[12], 3, [0, 1, 0, 1], 1));
        Assert.Throws<ArgumentException>(() => LinearProbe.Accuracy(new float[30], 3, [0, 1], 1));
    }

    // Three distant clusters of two categories: a mixture of three components is pure, and the purity of a single component is the fraction
    // of the larger category.
    [Fact]
    public void A_diagnosis_has_a_mixture_of_as_many_components_fitted_to_the_codes()
    {
        (float[] codes, _) = Codes((_, _) => 0);
        int[] labels = [.. Enumerable.Range(0, Count).Select(i => i % 3 == 0 ? 1 : 0)];
        for (int i = 0; i < Count; i++)
            codes[3 * i] += 20 * (i % 3);
        SketchCodes all = new(3, codes, new float[codes.Length], new long[Count], new float[Count]);
        CodeDiagnosis three = CodeDiagnosis.Of(all, labels, 3, 1)!, one = CodeDiagnosis.Of(all, labels, 1, 1)!;
        Assert.Equal((3, 1.0), (three.Components, three.FittedPurity));
        Assert.Equal(1.0, three.Probe, 0.01);
        Assert.Equal(2 / 3.0, one.FittedPurity, 1e-12);
        Assert.Equal(0, one.FittedNmi, 1e-12);
        Assert.Null(CodeDiagnosis.Of(all, new int[Count], 3, 1));
        Assert.Null(CodeDiagnosis.Of(new SketchCodes(3, new float[9], new float[9], new long[3], new float[3]), [0, 1, 0], 1, 1));
    }

    private static (float[] Codes, int[] Labels) Codes(Func<int, float[], int> label)
    {
        using var scope = NewDisposeScope();
        float[] codes = [.. Tiny.Values(Tiny.Normal(1, Count, 3)).Select(x => (float)x)];
        return (codes, [.. codes.Chunk(3).Select((code, i) => label(i, code))]);
    }
}
