using RpclPix2Seq.Latent;
using RpclPix2Seq.Networks.Decoder;
using RpclPix2Seq.Networks.Encoder;
using RpclPix2Seq.Networks.Layers;
using RpclPix2Seq.Torch.Kernels;
using static TorchSharp.torch;

namespace RpclPix2Seq.Networks;

/// <summary>
/// The complete model: pictures → codes (<see cref="Encoder"/>), codes → strokes (<see cref="Decoder"/>), codes → pictures
/// (<see cref="ImageDecoder"/>), and the Gaussian mixture of the codes (<see cref="Mixture"/>).
/// </summary>
internal sealed class Pix2SeqModel : IDisposable
{
    private const string CategoryScope = "category", MixtureScope = "latent_";
    private readonly SketchEncoder? _encoder;
    private readonly PixelDecoder? _imageDecoder;
    private readonly int _encoderParameters;

    /// <summary>Creates a model with fresh parameters, or with zeros that are about to be overwritten.</summary>
    /// <param name="shape">Its sizes.</param>
    /// <param name="generator">A CPU generator, the only source of the initial values; null for zeros.</param>
    /// <param name="reference">True for the original's initial values (defect D-18).</param>
    /// <param name="type">Element type of the parameters: float32, or float64 for comparisons.</param>
    /// <param name="device">Where the model lives; null for the CPU.</param>
    public Pix2SeqModel(
        NetworkShape shape, Generator? generator, bool reference, ScalarType type = ScalarType.Float32, Device? device = null)
    {
        using IDisposable _ = NewDisposeScope();
        Shape = shape;
        Parameters = new ParameterStore(type, device ?? CPU);
        Initializer initializer = new(generator, reference);
        _encoder = shape.IsDecoderOnly ? null : new SketchEncoder(Parameters, initializer, shape);
        _encoderParameters = Parameters.All.Count;
        Decoder = new SequenceDecoder(Parameters, initializer, shape);
        _imageDecoder = shape.IsDecoderOnly ? null : new PixelDecoder(Parameters, initializer, shape);
        CategoryHead = shape.IsDecoderOnly || shape.Categories == 0
            ? null
            : new Linear(Parameters, initializer, CategoryScope, shape.CodeSize, shape.Categories);
        MixtureState mixture = shape.StandardPrior
            ? MixtureState.Standard(shape.CodeSize, type, Parameters.Device)
            : MixtureState.Initial(shape.LatentComponents, shape.CodeSize, generator, type, Parameters.Device);
        if (shape.LatentParents > 0)
            mixture = mixture.With(LatentHierarchy.Initial(shape.LatentComponents, shape.LatentParents, type, Parameters.Device));
        Mixture = mixture.Detached();
    }

    /// <summary>Which implementation computes the parts that have two.</summary>
    public KernelPath Kernels
    {
        get => Parameters.Kernels;
        set => Parameters.Kernels = value;
    }

    /// <summary>The precision in which products and convolutions read their inputs: never <c>Automatic</c>.</summary>
    public ProductPrecision Precision
    {
        get => Parameters.Precision;
        set => Parameters.Precision = value;
    }

    /// <summary>The sizes that the model was created with.</summary>
    public NetworkShape Shape { get; }

    /// <summary>Every trainable tensor.</summary>
    public ParameterStore Parameters { get; }

    /// <summary>Those that codes depend on: the first of <see cref="Parameters"/>.</summary>
    public IReadOnlyList<NamedTensor> EncoderParameters => [.. Parameters.All.Take(_encoderParameters)];

    /// <summary>Those of everything that reads codes: the rest.</summary>
    public IReadOnlyList<NamedTensor> DecoderParameters => [.. Parameters.All.Skip(_encoderParameters)];

    /// <summary>Pictures → codes.</summary>
    /// <exception cref="InputException">The model is a decoder alone.</exception>
    public SketchEncoder Encoder => _encoder ?? throw DecoderAlone();

    /// <summary>Codes → strokes.</summary>
    public SequenceDecoder Decoder { get; }

    /// <summary>Codes → pictures.</summary>
    /// <exception cref="InputException">The model is a decoder alone.</exception>
    public PixelDecoder ImageDecoder => _imageDecoder ?? throw DecoderAlone();

    /// <summary>Codes → a logit per category; null for a model that did not learn to name them.</summary>
    public Linear? CategoryHead { get; }

    /// <summary>The mixture of the codes; its tensors change in place as it learns.</summary>
    public MixtureState Mixture { get; }

    /// <summary>Element type of parameters and inputs.</summary>
    public ScalarType Type => Parameters.Type;

    /// <summary>Where the parameters live.</summary>
    public Device Device => Parameters.Device;

    /// <summary>All tensors of the model, parameters first, then the mixture: the contents of a model file.</summary>
    public IEnumerable<NamedTensor> State() =>
    [
        .. Parameters.All,
        new NamedTensor(MixtureScope + "mu", Mixture.Mean),
        new NamedTensor(MixtureScope + "sigma2", Mixture.Variance),
        new NamedTensor(MixtureScope + "alpha", Mixture.Weight),
        .. Mixture.Hierarchy is { } above
            ? (NamedTensor[])[new NamedTensor(MixtureScope + "i", above.Weight), new NamedTensor(MixtureScope + "ij", above.Conditional)]
            : [],
    ];

    /// <summary>
    /// Copies the parameters of a model of the same sizes, or with a narrower LSTM, which is widened; and its mixture if that has the same
    /// size, too, and this one's prior learns. Not the category head, because that model's categories may be others.
    /// </summary>
    /// <param name="other">The model.</param>
    /// <param name="seed">For the choice of units where the LSTM is widened.</param>
    /// <exception cref="InputException">The model is a decoder alone.</exception>
    public void CopyFrom(Pix2SeqModel other, long seed)
    {
        if (other.Shape.IsDecoderOnly)
            throw DecoderAlone();
        using IDisposable scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        LstmWidening? widening = Shape.Decoder == DecoderModel.Lstm && other.Shape.Decoder == DecoderModel.Lstm
            && Shape.DecoderSize > other.Shape.DecoderSize
            ? new LstmWidening(other.Shape.DecoderSize, Shape.DecoderSize, seed)
            : null;
        Dictionary<string, Tensor> there = other.State().ToDictionary(tensor => tensor.Name, tensor => tensor.Tensor);
        foreach ((string name, Tensor target) in State())
        {
            bool isFixed = Shape.StandardPrior && name.StartsWith(MixtureScope, StringComparison.Ordinal);
            if (isFixed || IsOfCategoryHead(name) || !there.TryGetValue(name, out Tensor? source))
                continue;
            source = widening?.Widen(name, source.cpu()) ?? source;
            if (source.shape.SequenceEqual(target.shape))
                target.copy_(source);
        }
    }

    /// <summary>
    /// Computes as a configuration says. <c>precision=automatic</c> is bfloat16 where the fused kernels support the model, processors like
    /// this one are faster in it and the original is not to be reproduced: nothing is measured, so that runs repeat.
    /// </summary>
    public void Use(ModelConfig config)
    {
        // kernels=fused is about the processor: a model that was trained with it can be used on a GPU, too.
        Kernels = config.Kernels == KernelPath.Fused && Device.type != TorchSharp.DeviceType.CPU ? KernelPath.Automatic : config.Kernels;
        Precision = config.Precision switch
        {
            ProductPrecision.Automatic => config.Compat == Compatibility.Default && Kernels != KernelPath.Readable
                && !(config.UseInputDropout && config.InputDropoutProb < 1) // which the fused kernels do not have
                && IsRoundedFaster()
                ? ProductPrecision.BFloat16
                : ProductPrecision.Float32,
            _ => config.Precision,
        };
    }

    private bool IsRoundedFaster() => RoundedProduct.IsFaster && SupportsRounding();

    /// <summary>Whether the fused decoder can compute in bfloat16 here.</summary>
    internal bool SupportsRounding()
    {
        if (!RoundedProduct.IsAvailable)
            return false;
        using IDisposable scope = NewDisposeScope();
        return Decoder.IsSupported(empty([1, Shape.CodeSize], Type, Device));
    }

    /// <summary>Whether the fused kernels support the encoder and the decoder.</summary>
    /// <param name="images">[B, W, W] of the model's type, on its device.</param>
    internal bool IsSupported(Tensor images) => Encoder.IsSupported(images) && Decoder.IsSupported(images);

    /// <summary>Whether a tensor belongs to the category head, which the original does not have.</summary>
    public static bool IsOfCategoryHead(string name) => name.StartsWith(CategoryScope + "/", StringComparison.Ordinal);

    private static InputException DecoderAlone() => new(
        "the model", "", "one with an encoder, which reads drawings", "only a decoder, which draws",
        "use rpcl sample, or rpcl complete with --code mixture");

    /// <inheritdoc/>
    public void Dispose()
    {
        Parameters.Dispose();
        Mixture.Dispose();
    }
}
