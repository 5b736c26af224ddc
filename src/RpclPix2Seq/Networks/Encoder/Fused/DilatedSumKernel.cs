using RpclPix2Seq.Torch.Kernels;
using RpclPix2Seq.Torch.Native;
using static TorchSharp.torch;

namespace RpclPix2Seq.Networks.Encoder.Fused;

/// <summary>
/// The first block of the encoder in one pass: relu(Σ_r norm_r(conv_r(x))) of a picture x with one channel, where the naive way writes and
/// reads seven planes as large as the result. A convolution of one channel is linear in the values seen by its nine taps, so the mean and
/// variance of its result follow from their sums S and products G, computed once per picture: mean = w·S/P and E[y²] = wᵀGw/P with P
/// pixels. The normalized filters of all dilations then add up to one filter per picture and channel. Backward needs one correlation of the
/// gradient with every tap; the rest is algebra on nine numbers, in double precision.
/// </summary>
internal sealed unsafe class DilatedSumKernel : IDifferentiableKernel
{
    /// <summary>Channels that are computed together; their number must be a multiple of it.</summary>
    public const int ChannelBlock = 8;

    private const double Epsilon = 1e-6;
    private const int Taps = PictureTaps.OfFilter;
    private const int TapBlock = 5;
    private const int Sums = Taps + (Taps * Taps);    // S, then G

    private readonly Tensor _pictures;
    private readonly Tensor[] _filters, _scales, _shifts;
    private readonly PictureTaps _taps;
    private readonly Partition _partition;
    private readonly int _width, _channels;
    private Tensor? _moments, _statistics, _output;

    /// <param name="pictures">[B, W, W] without gradient, W a multiple of <see cref="Simd.Width"/>.</param>
    /// <param name="taps">The pixels that the filters read.</param>
    /// <param name="filters">[C, 1, 3, 3] for each dilation, C a multiple of <see cref="ChannelBlock"/>.</param>
    /// <param name="scales">γ [C] of each normalization.</param>
    /// <param name="shifts">β [C] of each normalization.</param>
    public DilatedSumKernel(Tensor pictures, PictureTaps taps, Tensor[] filters, Tensor[] scales, Tensor[] shifts)
    {
        _pictures = pictures.contiguous();
        _taps = taps;
        (_filters, _scales, _shifts) = (filters, scales, shifts);
        _width = (int)pictures.shape[2];
        _channels = (int)filters[0].shape[0];
        _partition = Partition.Of((int)pictures.shape[0]);
    }

    public IReadOnlyList<Tensor> Inputs => [.. _filters, .. _scales, .. _shifts];

    private int Rates => _taps.Rates;

    private int AllTaps => _taps.All.Count;

    private int Pixels => _width * _width;

    private long Plane => (_width + 1L) * (_width + 1);

    /// <summary>[B, C, W + 1, W + 1]: the last row and column are zeros, the padding of a convolution with stride 2.</summary>
    public Tensor[] Forward(bool keep)
    {
        int batch = _partition.Batch;
        _output = empty(batch, _channels, _width + 1, _width + 1, float32);
        _moments = empty(batch, Rates, Sums, float64);
        _statistics = empty(batch, _channels, Rates, 2, float64);
        TensorNumbers<float> output = TensorMemory.Floats(_output);
        TensorNumbers<double> moments = TensorMemory.Doubles(_moments), statistics = TensorMemory.Doubles(_statistics);
        Work work = new(this, 0);
        ThreadTeam.Run(_partition.Parts, part =>
        {
            (int first, int end) = _partition.RowsOf(part);
            PaddedPicture picture = work.Picture(part);
            float** seen = stackalloc float*[AllTaps];
            float* weights = stackalloc float[AllTaps * ChannelBlock];
            float* bias = stackalloc float[ChannelBlock];
            work.See(picture, seen);
            for (int b = first; b < end; b++)
            {
                picture.Load(work.Pictures + ((long)b * Pixels));
                double* ofPicture = moments + ((long)b * Rates * Sums);
                Measure(picture, seen, ofPicture);
                for (int channel = 0; channel < _channels; channel += ChannelBlock)
                {
                    double* statistic = statistics + ((((long)b * _channels) + channel) * Rates * 2);
                    Fold(work, ofPicture, channel, statistic, weights, bias);
                    float* planes = output + ((((long)b * _channels) + channel) * Plane);
                    picture.Convolve(seen, AllTaps, weights, bias, planes);
                    ClearEdges(planes);
                }
            }
        });

        // The output belongs to autograd, which must not find it among the kernel's own tensors.
        return [keep ? _output.alias() : _output];
    }

    /// <inheritdoc/>
    public Tensor[] Backward(IReadOnlyList<Tensor> gradients)
    {
        if (_output is null || _moments is null || _statistics is null)
            throw new InvalidOperationException("the gradient is computed once, after a forward pass that kept what it needs");
        Tensor outputGradient = gradients[0].contiguous();
        TensorNumbers<float> output = TensorMemory.Floats(_output), gradient = TensorMemory.Floats(outputGradient);
        TensorNumbers<double> moments = TensorMemory.Doubles(_moments), statistics = TensorMemory.Doubles(_statistics);
        Tensor sums = zeros(_partition.Parts, _channels, Rates, Taps + 2, float64);
        TensorNumbers<double> allSums = TensorMemory.Doubles(sums);
        Work work = new(this, 2 * Pixels);
        ThreadTeam.Run(_partition.Parts, part =>
        {
            (int first, int end) = _partition.RowsOf(part);
            PaddedPicture picture = work.Picture(part);
            float** seen = stackalloc float*[AllTaps];
            float* correlations = stackalloc float[2 * AllTaps];
            double* own = allSums + ((long)part * _channels * Rates * (Taps + 2));
            float* one = work.Scratch(part), other = one + Pixels;
            work.See(picture, seen);
            for (int b = first; b < end; b++)
            {
                picture.Load(work.Pictures + ((long)b * Pixels));
                for (int channel = 0; channel < _channels; channel += 2)
                {
                    long plane = (((long)b * _channels) + channel) * Plane;
                    double ofOne = Through(output + plane, gradient + plane, one);
                    double ofOther = Through(output + plane + Plane, gradient + plane + Plane, other);
                    Correlate(picture, seen, one, other, correlations);
                    double* ofPicture = moments + ((long)b * Rates * Sums),
                    statistic = statistics + ((((long)b * _channels) + channel) * Rates * 2);
                    Add(work, ofPicture, statistic, correlations, ofOne, channel, own);
                    Add(work, ofPicture, statistic + (Rates * 2), correlations + AllTaps, ofOther, channel + 1, own);
                }
            }
        });

        _output = _moments = _statistics = null;
        Tensor total = sums.sum([0L]).to(float32);                                                 // [C, rates, 9 + 2]
        Tensor[] byRate = total.unbind(1);
        return
        [
            .. byRate.Select(rate => rate.narrow(1, 0, Taps).reshape(_channels, 1, 3, 3)),
            .. byRate.Select(rate => rate.select(1, Taps).contiguous()),
            .. byRate.Select(rate => rate.select(1, Taps + 1).contiguous()),
        ];
    }

    /// <summary>S and G of every dilation: sums of the values that the taps see, and of their products.</summary>
    private void Measure(PaddedPicture picture, float** seen, double* moments)
    {
        for (int rate = 0; rate < Rates; rate++, moments += Sums)
        {
            ReadOnlySpan<int> taps = _taps.Of(rate);
            for (int i = 0; i < Taps; i++)
            {
                moments[i] = picture.Sum(seen[taps[i]]);
                for (int k = i; k < Taps; k++)
                    moments[Taps + (i * Taps) + k] = moments[Taps + (k * Taps) + i] = picture.SumOfProducts(seen[taps[i]], seen[taps[k]]);
            }
        }
    }

    /// <summary>The normalized filters of all dilations as one, for a block of channels; keeps each mean and 1/deviation.</summary>
    private void Fold(Work work, double* moments, int channel, double* statistics, float* weights, float* bias)
    {
        new Span<float>(weights, AllTaps * ChannelBlock).Clear();
        for (int c = 0; c < ChannelBlock; c++)
        {
            double sum = 0;
            for (int rate = 0; rate < Rates; rate++, statistics += 2)
            {
                float* filter = work.Filter(rate, channel + c);
                double* means = moments + (rate * Sums), products = means + Taps;
                double mean = 0, square = 0;
                for (int i = 0; i < Taps; i++)
                {
                    mean += filter[i] * means[i];
                    for (int k = 0; k < Taps; k++)
                        square += (double)filter[i] * filter[k] * products[(i * Taps) + k];
                }

                mean /= Pixels;
                double inverse = 1 / Math.Sqrt(Math.Max((square / Pixels) - (mean * mean), 0) + Epsilon);
                (statistics[0], statistics[1]) = (mean, inverse);
                double scale = work.Scale(rate, channel + c) * inverse;
                sum += work.Shift(rate, channel + c) - (mean * scale);
                ReadOnlySpan<int> taps = _taps.Of(rate);
                for (int i = 0; i < Taps; i++)
                    weights[(taps[i] * ChannelBlock) + c] += (float)(filter[i] * scale);
            }

            bias[c] = (float)sum;
        }
    }

    private void ClearEdges(float* planes)
    {
        int stride = _width + 1;
        for (int c = 0; c < ChannelBlock; c++, planes += Plane)
        {
            for (int y = 0; y < _width; y++)
                planes[(y * stride) + _width] = 0;
            new Span<float>(planes + (_width * stride), stride).Clear();
        }
    }

    /// <summary>The gradient before the ReLU, without the padding, and its sum.</summary>
    private double Through(float* output, float* gradient, float* target)
    {
        int stride = _width + 1;
        double sum = 0;
        for (int y = 0; y < _width; y++)
            sum += Simd.Where(output + (y * stride), gradient + (y * stride), target + (y * _width), _width);
        return sum;
    }

    private void Correlate(PaddedPicture picture, float** seen, float* one, float* other, float* correlations)
    {
        Span<float> block = stackalloc float[2 * TapBlock];
        for (int tap = 0; tap < AllTaps; tap += TapBlock)
        {
            picture.Correlate(seen + tap, one, other, block);
            block[..TapBlock].CopyTo(new Span<float>(correlations + tap, TapBlock));
            block[TapBlock..].CopyTo(new Span<float>(correlations + AllTaps + tap, TapBlock));
        }
    }

    /// <summary>
    /// Adds the contribution of one picture and channel to the gradients. With d the gradient before the ReLU, ŷ the normalized product and
    /// Q = Σ dŷ: ∂β = Σ d, ∂γ = Q, and ∂w = γ/deviation · Σ (d − Σd/P − ŷ·Q/P)·x over the values x that each tap sees.
    /// </summary>
    private void Add(Work work, double* moments, double* statistics, float* correlations, double sum, int channel, double* gradients)
    {
        gradients += (long)channel * Rates * (Taps + 2);
        for (int rate = 0; rate < Rates; rate++, gradients += Taps + 2)
        {
            float* filter = work.Filter(rate, channel);
            double mean = statistics[2 * rate], inverse = statistics[(2 * rate) + 1];
            double* means = moments + (rate * Sums), products = means + Taps;
            ReadOnlySpan<int> taps = _taps.Of(rate);
            double q = -mean * sum;
            for (int i = 0; i < Taps; i++)
                q += filter[i] * (double)correlations[taps[i]];
            q *= inverse;
            double scale = work.Scale(rate, channel) * inverse;
            for (int i = 0; i < Taps; i++)
            {
                double ofUnit = -mean * means[i];
                for (int k = 0; k < Taps; k++)
                    ofUnit += products[(i * Taps) + k] * filter[k];
                gradients[i] += scale * (correlations[taps[i]] - (sum / Pixels * means[i]) - (q / Pixels * inverse * ofUnit));
            }

            gradients[Taps] += q;
            gradients[Taps + 1] += sum;
        }
    }

    /// <summary>The data that all parts read, and each part's scratch memory.</summary>
    private sealed class Work
    {
        private readonly DilatedSumKernel _kernel;
        private readonly TensorNumbers<float>[] _filters, _scales, _shifts;
        private readonly TensorNumbers<float> _scratch;
        private readonly long _pictureSize, _partSize;

        public Work(DilatedSumKernel kernel, long scratch)
        {
            _kernel = kernel;
            Pictures = TensorMemory.Floats(kernel._pictures);
            _filters = Numbers(kernel._filters);
            _scales = Numbers(kernel._scales);
            _shifts = Numbers(kernel._shifts);
            _pictureSize = PaddedPicture.Size(kernel._width, kernel._taps.Reach);
            _partSize = _pictureSize + scratch;
            _scratch = TensorMemory.Floats(empty(kernel._partition.Parts, _partSize, float32));
        }

        public TensorNumbers<float> Pictures { get; }

        public PaddedPicture Picture(int part)
        {
            PaddedPicture picture = new(_scratch + (part * _partSize), _kernel._width, _kernel._taps.Reach);
            picture.Clear();
            return picture;
        }

        public float* Scratch(int part) => _scratch + (part * _partSize) + _pictureSize;

        public void See(PaddedPicture picture, float** seen)
        {
            for (int tap = 0; tap < _kernel.AllTaps; tap++)
                seen[tap] = picture.Through(_kernel._taps.All[tap]);
        }

        public float* Filter(int rate, int channel) => _filters[rate] + ((long)channel * Taps);

        public float Scale(int rate, int channel) => _scales[rate].First[channel];

        public float Shift(int rate, int channel) => _shifts[rate].First[channel];

        private static TensorNumbers<float>[] Numbers(Tensor[] tensors) => [.. tensors.Select(TensorMemory.Floats)];
    }
}
