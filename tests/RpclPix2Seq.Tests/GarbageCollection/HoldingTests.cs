using RpclPix2Seq.Torch;
using RpclPix2Seq.Torch.Kernels;
using static TorchSharp.torch;

namespace RpclPix2Seq.Tests.GarbageCollection;

/// <summary>Tensors that only libtorch goes on reading are there until it has.</summary>
public sealed class HoldingTests
{
    // No dispose scope holds the gradient that the last kernel returned when the first one's turn comes.
    [Fact]
    public void A_kernels_gradients_are_held_while_the_graph_is()
    {
        using Tensor input = ones([3], requires_grad: true);
        bool? isHeld = null;
        Doubling? last = null;
        Doubling first = new(input, () =>
        {
            Collect();
            isHeld = last!.Returned!.IsAlive;
        });
        last = new Doubling(KernelFunction.Run(first)[0], () => { });
        KernelFunction.Run(last)[0].sum().backward();
        Assert.True(isHeld);
        Assert.Equal([4f, 4, 4], input.grad!.data<float>().ToArray());
    }

    private static void Collect()
    {
        for (int i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }

    private sealed class Doubling(Tensor input, Action before) : IDifferentiableKernel
    {
        /// <summary>The gradient that <see cref="Backward"/> returned.</summary>
        public WeakReference? Returned { get; private set; }

        public IReadOnlyList<Tensor> Inputs => [input];

        public Tensor[] Forward(bool keep) => [input.Plus(input)];

        public Tensor[] Backward(IReadOnlyList<Tensor> gradients)
        {
            before();
            Tensor gradient = gradients[0].Plus(gradients[0]);
            Returned = new WeakReference(gradient);
            return [gradient];
        }
    }
}
