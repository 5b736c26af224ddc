namespace RpclPix2Seq.Tests.Torch;

/// <summary>No number handed to libtorch may be freed before libtorch reads it, in any of our assemblies.</summary>
public sealed class ScalarLifetimeTests : IDisposable
{
    private const string Tensor = "TorchSharp.torch/Tensor";
    private readonly ScalarLifetimes _lifetimes = new();

    public void Dispose() => _lifetimes.Dispose();

    [Theory]
    [InlineData("RpclPix2Seq.Tests", "RpclPix2Seq")]
    [InlineData("RpclPix2Seq.Tests", "RpclPix2Seq.Tests")]
    [InlineData("RpclPix2Seq.Cli", "rpcl")]
    [InlineData("RpclPix2Seq.Bench", "RpclPix2Seq.Bench")]
    [InlineData("RpclPix2Seq.Safety", "RpclPix2Seq.Safety")]
    [InlineData("RpclPix2Seq.Lab", "RpclPix2Seq.Lab")]
    public void Every_number_is_held_until_the_call_is_over(string project, string assembly)
    {
        string output = Path.GetFullPath(AppContext.BaseDirectory), name = nameof(RpclPix2Seq) + ".Tests";
        string path = Path.Combine(
            output.Replace(
                $"{Path.DirectorySeparatorChar}{name}{Path.DirectorySeparatorChar}",
                $"{Path.DirectorySeparatorChar}{project}{Path.DirectorySeparatorChar}", StringComparison.Ordinal), assembly + ".dll");
        IReadOnlyList<string> places = _lifetimes.Places(path);
        Assert.True(
            places.Count == 0,
            $"{places.Count} places pass a number that nothing keeps alive; use Torch/Arithmetic.cs:\n{string.Join('\n', places)}");
    }

    [Fact]
    public void What_TorchSharp_does_with_numbers_is_seen()
    {
        Assert.True(_lifetimes.IsUnsafe($"{Tensor} {Tensor}::add({Tensor})"));
        Assert.True(_lifetimes.IsUnsafe($"{Tensor} {Tensor}::op_Addition({Tensor},{Tensor})"));
        Assert.True(_lifetimes.IsUnsafe($"{Tensor} {Tensor}::op_Multiply({Tensor},System.Double)"));
        Assert.True(_lifetimes.IsUnsafe($"{Tensor} {Tensor}::square()"));
        Assert.True(_lifetimes.IsUnsafe($"{Tensor} TorchSharp.torch/nn/functional::softplus({Tensor},System.Double,System.Double)"));
        Assert.False(_lifetimes.IsUnsafe($"{Tensor} {Tensor}::add({Tensor},TorchSharp.Scalar)"));
        Assert.False(_lifetimes.IsUnsafe($"{Tensor} {Tensor}::op_Subtraction({Tensor},{Tensor})"));
        Assert.False(_lifetimes.IsUnsafe($"{Tensor} {Tensor}::op_Multiply({Tensor},{Tensor})"));
        Assert.True(_lifetimes.Places(Path.Combine(AppContext.BaseDirectory, "TorchSharp.dll")).Count > 500);
    }
}
