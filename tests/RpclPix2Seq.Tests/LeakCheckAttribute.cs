using System.Reflection;
using TorchSharp;
using Xunit.v3;

namespace RpclPix2Seq.Tests;

/// <summary>
/// Fails a test, or every test of a class, that leaves more live torch tensors behind than it found. Tensors have finalizers, but the
/// garbage collector does not see the memory they hold, so in a long run a tensor that nobody disposes is as good as lost.
/// </summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class)]
public sealed class LeakCheckAttribute : BeforeAfterTestAttribute
{
    private long _before;

    /// <inheritdoc/>
    public override void Before(MethodInfo methodUnderTest, IXunitTest test) => Start();

    /// <inheritdoc/>
    public override void After(MethodInfo methodUnderTest, IXunitTest test) => Finish();

    /// <summary>Runs <paramref name="action"/> and fails if it leaves tensors behind.</summary>
    public static void Run(Action action)
    {
        LeakCheckAttribute check = new();
        check.Start();
        action();
        check.Finish();
    }

    private void Start()
    {
        // What earlier tests left to the garbage collector must not vanish during this one and hide its own leaks.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        _before = torch.Tensor.TotalCount;
    }

    private void Finish()
    {
        long leaked = torch.Tensor.TotalCount - _before;
        if (leaked > 0)
            Assert.Fail($"{leaked} torch tensors were not disposed.");
    }
}
