using RpclPix2Seq.Networks;
using RpclPix2Seq.Tests.Networks;
using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Tests;

/// <summary>
/// How far single precision may be from double precision. A computation with n roundings gives the result of exact arithmetic on numbers
/// that are off by up to n roundings each (backward error analysis). So the exact results are computed once more from numbers that are off
/// by one rounding each, up or down at random. They move by one rounding times the size of the summed terms, however much of it cancels.
/// The bound is n times that.
/// </summary>
internal static class Roundings
{
    /// <summary>Half the distance from 1 to the next single-precision number.</summary>
    public const double Unit = 1.0 / (1 << 24);

    private const int Trials = 2;

    /// <summary>Asserts that results in single precision are those of double precision, except for rounding.</summary>
    /// <param name="count">n: the largest number of roundings that a number goes through.</param>
    /// <param name="exact">Computes named results in double precision from numbers that the argument may change; null leaves them as they
    /// are.</param>
    /// <param name="actual">The results in single precision.</param>
    public static void AssertWithin(
        long count, Func<Disturbance?, Dictionary<string, Tensor>> exact, params Dictionary<string, Tensor>[] actual)
    {
        Dictionary<string, Tensor> expected = exact(null);
        Dictionary<string, Tensor>[] moved = [.. Enumerable.Range(1, Trials).Select(trial => exact(new Disturbance(trial)))];
        foreach ((string name, Tensor tensor) in expected)
        {
            double one = moved.Max(results => Distance(tensor, results[name]));
            foreach (Dictionary<string, Tensor> results in actual)
            {
                Assert.Equal(tensor.shape, results[name].shape);
                double distance = Distance(tensor, results[name]);
                Assert.True(distance <= count * one, $"{name} is off by {distance:g3}: more than {count} roundings of {one:g3}");
            }
        }
    }

    /// <summary>Copies single-precision parameters into double-precision ones, each off by one rounding if requested.</summary>
    public static void Copy(ParameterStore from, ParameterStore to, Disturbance? disturbance)
    {
        using IDisposable _ = no_grad();
        foreach ((NamedTensor source, NamedTensor target) in from.All.Zip(to.All))
            target.Tensor.copy_(Off(source.Tensor.to(float64), disturbance));
    }

    /// <summary>Each number off by one rounding, or unchanged.</summary>
    public static Tensor Off(Tensor exact, Disturbance? disturbance) => disturbance is null
        ? exact
        : exact * disturbance.Signs(exact.shape).Times(Unit).Plus(1);

    private static double Distance(Tensor expected, Tensor actual) => (actual.to(float64) - expected).abs().max().item<double>();

    /// <summary>Random signs, different at every call.</summary>
    internal sealed class Disturbance(int trial)
    {
        private int _calls;

        public Tensor Signs(long[] shape) => Tiny.Normal((1000 * trial) + _calls++, shape).sign();
    }
}
