using RpclPix2Seq.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace RpclPix2Seq.Tests.Torch;

[LeakCheck]
public sealed class AdamKernelTests
{
    private const double Rate = 1e-3, Beta1 = 0.5, Beta2 = 0.999, Epsilon = 1e-8;

    // A few float32 roundings per step, on values of order 1 and on moments relative to themselves.
    private const double Tolerance = 1e-6;

    public static TheoryData<string, double> KernelsAndScales()
    {
        TheoryData<string, double> data = [];
        foreach (string kernel in new[] { "reference", "fused" })
        {
            foreach (double scale in new[] { 1.0, 1e-3, 1e-8 })
                data.Add(kernel, scale);
        }

        return data;
    }

    // At gradients of 1e-8 the root is as small as epsilon, so a misplaced epsilon changes the step many times over.
    [Theory]
    [MemberData(nameof(KernelsAndScales))]
    public void A_kernel_computes_the_formula(string name, double scale)
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator generator = new(7);
        IAdamKernel kernel = Kernel(name);
        Tensor[] parameters =
        [
            randn([37], generator: generator), randn([5, 9, 3], generator: generator), randn([], generator: generator), zeros(0),
        ];
        Tensor[] first = [.. parameters.Select(p => zeros_like(p))], second = [.. parameters.Select(p => zeros_like(p))];
        double[][] expected = [.. parameters.Select(Values)], m = [.. parameters.Select(p => new double[p.numel()])],
            u = [.. parameters.Select(p => new double[p.numel()])];
        for (int n = 1; n <= 20; n++)
        {
            Tensor[] gradients = [.. parameters.Select(p => randn(p.shape, generator: generator).Times(scale))];
            double[][] g = [.. gradients.Select(Values)];
            kernel.Step(parameters, gradients, first, second, n, Rate, Beta1, Beta2, Epsilon);
            for (int i = 0; i < parameters.Length; i++)
                ScalarStep(expected[i], g[i], m[i], u[i], n);
        }

        for (int i = 0; i < parameters.Length; i++)
        {
            AssertClose(expected[i], Values(parameters[i]), 1);
            AssertClose(m[i], Values(first[i]), scale);
            AssertClose(u[i], Values(second[i]), scale * scale);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(1_000_000)]
    [InlineData(1L << 40)]
    public void Both_kernels_agree_at_any_step(long step)
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator generator = new(11);
        Tensor parameter = randn([1000], generator: generator), gradient = randn([1000], generator: generator);
        Tensor first = randn([1000], generator: generator), second = rand([1000], generator: generator);
        Tensor[][] copies = [.. Enumerable.Range(0, 2).Select(_ => new[] { parameter.clone(), first.clone(), second.clone() })];
        AdamKernels.Reference.Step([copies[0][0]], [gradient], [copies[0][1]], [copies[0][2]], step, Rate, Beta1, Beta2, Epsilon);
        AdamKernels.Fused.Step([copies[1][0]], [gradient], [copies[1][1]], [copies[1][2]], step, Rate, Beta1, Beta2, Epsilon);
        for (int i = 0; i < 3; i++)
            AssertClose(Values(copies[0][i]), Values(copies[1][i]), 1);
        Assert.False(copies[1][0].SameAs(parameter));
    }

    [Theory]
    [InlineData("reference")]
    [InlineData("fused")]
    public void A_parameter_that_requires_gradients_is_updated_in_place(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor parameter = ones([3], requires_grad: true);
        Kernel(name).Step([parameter], [ones(3)], [zeros(3)], [zeros(3)], 1, Rate, Beta1, Beta2, Epsilon);
        Assert.True(parameter.is_leaf);
        // One step from zero moments moves by lr, up to epsilon.
        AssertClose([1 - Rate, 1 - Rate, 1 - Rate], Values(parameter), 1);
    }

    [Theory]
    [InlineData("reference")]
    [InlineData("fused")]
    public void Lists_that_do_not_match_are_refused(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        IAdamKernel kernel = Kernel(name);
        Tensor ok = zeros(2, 3);
        foreach (Tensor wrong in new[] { zeros(3, 2), zeros(2, 4), zeros([2, 3], dtype: float64), zeros(3, 2).t() })
        {
            Assert.Throws<ArgumentException>(() => kernel.Step([ok], [wrong], [ok], [ok], 1, Rate, Beta1, Beta2, Epsilon));
            Assert.Throws<ArgumentException>(() => kernel.Step([ok], [ok], [wrong], [ok], 1, Rate, Beta1, Beta2, Epsilon));
            Assert.Throws<ArgumentException>(() => kernel.Step([ok], [ok], [ok], [wrong], 1, Rate, Beta1, Beta2, Epsilon));
        }

        Assert.Throws<ArgumentException>(() => kernel.Step([ok], [], [ok], [ok], 1, Rate, Beta1, Beta2, Epsilon));
        Assert.Throws<ArgumentOutOfRangeException>(() => kernel.Step([], [], [], [], 0, Rate, Beta1, Beta2, Epsilon));
    }

    [Fact]
    public void The_processor_gets_the_fused_kernel_and_other_devices_the_reference()
    {
        Assert.Same(AdamKernels.Fused, AdamKernels.For(CPU));
        Assert.Same(AdamKernels.Reference, AdamKernels.For(new Device(DeviceType.META)));
    }

    private static IAdamKernel Kernel(string name) => name == "fused" ? AdamKernels.Fused : AdamKernels.Reference;

    private static void ScalarStep(double[] parameter, double[] gradient, double[] m, double[] u, int n)
    {
        double rate = Rate * Math.Sqrt(1 - Math.Pow(Beta2, n)) / (1 - Math.Pow(Beta1, n));
        for (int i = 0; i < parameter.Length; i++)
        {
            m[i] = Beta1 * m[i] + (1 - Beta1) * gradient[i];
            u[i] = Beta2 * u[i] + (1 - Beta2) * gradient[i] * gradient[i];
            parameter[i] -= rate * m[i] / (Math.Sqrt(u[i]) + Epsilon);
        }
    }

    private static double[] Values(Tensor tensor)
    {
        using Tensor wide = tensor.detach().to(float64);
        return wide.data<double>().ToArray();
    }

    private static void AssertClose(double[] expected, double[] actual, double scale)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.InRange(actual[i] - expected[i], -Tolerance * scale, Tolerance * scale);
    }
}
