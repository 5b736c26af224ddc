using RpclPix2Seq.Networks.Encoder.Fused;
using RpclPix2Seq.Networks.Layers;
using RpclPix2Seq.Torch;
using RpclPix2Seq.Torch.Kernels;
using static TorchSharp.torch;

namespace RpclPix2Seq.Networks.Encoder;

/// <summary>Three parallel convolutions of dilation 1, 2 and 5, summed, then a convolution with stride 2 (docs/original.md §4).</summary>
internal sealed class DilatedBlock
{
    private static readonly int[] Rates = [1, 2, 5];
    private static readonly PictureTaps Taps = new(Rates);
    private readonly Convolution[] _dilated;
    private readonly Convolution _combine;

    public DilatedBlock(ParameterStore parameters, Initializer initializer, string scope, int inputs, int outputs)
    {
        _dilated =
        [
            .. Rates.Select(
                (rate, i) => new Convolution(parameters, initializer, $"{scope}/dcn{i + 1}/conv0", inputs, outputs, stride: 1, rate)),
        ];
        _combine = new Convolution(parameters, initializer, $"{scope}/combine/conv0", outputs, outputs, stride: 2);
    }

    /// <summary>[B, in, n, n] → [B, out, n/2, n/2].</summary>
    /// <param name="x">The planes.</param>
    /// <param name="path">How the first three convolutions are computed.</param>
    public Tensor Forward(Tensor x, KernelPath path)
    {
        bool fused = path != KernelPath.Readable && Supports(x);
        if (path == KernelPath.Fused && !fused)
            throw HostKernels.Refused("this encoder (its picture size, device or type)");
        if (fused)
        {
            DilatedSumKernel kernel = new(
                x.squeeze(1), Taps, [.. _dilated.Select(d => d.Filter)], [.. _dilated.Select(d => d.Norm.Scale)],
                [.. _dilated.Select(d => d.Norm.Shift)]);
            return _combine.ForwardPadded(KernelFunction.Run(kernel)[0]).relu_();
        }

        // In place: these are the largest tensors of the model, and no gradient needs the sums before the ReLU.
        Tensor sum = _dilated[0].Forward(x);
        foreach (Convolution dilated in _dilated[1..])
            sum.PlusInPlace(dilated.Forward(x));
        return _combine.Forward(sum.relu_()).relu_();
    }

    /// <summary>Whether the kernel applies: it supports one channel only, and gives no gradient for it.</summary>
    public bool Supports(Tensor x) =>
        x.shape[1] == 1 && x.shape[3] % Simd.Width == 0 && !x.requires_grad && HostKernels.Support(x);
}
