using System.Globalization;
using RpclPix2Seq.Models;
using RpclPix2Seq.Models.Safetensors;
using RpclPix2Seq.Networks;
using RpclPix2Seq.Torch;
using RpclPix2Seq.Training;
using RpclPix2Seq.Training.Losses;
using static TorchSharp.torch;

namespace RpclPix2Seq.Tests.Verification;

/// <summary>
/// Parity cases (docs/original.md §16) in sizes that the original's cases do not have, computed by the readable operators in double
/// precision from inputs that are exact in single precision.
/// </summary>
internal sealed record SyntheticCase(DecoderModel Cell)
{
    private const int LargestGradient = 40_000;

    public int Units { get; init; } = 16;

    public int Batch { get; init; } = 2;

    public int CodeSize { get; init; } = 8;

    public int Side { get; init; } = 48;

    public int Components { get; init; } = 6;

    public int DecoderMixtures { get; init; } = 20;

    public int Steps { get; init; } = 3;

    public long Step { get; init; } = 501;

    public bool Training { get; init; } = true;

    /// <summary>Writes the case file.</summary>
    public void Write(string path, string name)
    {
        using IDisposable scope = NewDisposeScope();
        ModelConfig config = ModelConfig.Defaults.ForReference() with
        {
            DecModel = Cell,
            BatchSize = Batch,
            ZSize = CodeSize,
            DecRnnSize = Units,
            NumMixture = Components,
            NumSub = 1,
            PngWidth = Side,
            NumDecoderMixture = DecoderMixtures,
        };
        using Generator generator = new(1, CPU);
        using Pix2SeqModel model = new(NetworkShape.From(config), generator, reference: true, float64);
        using (no_grad())
        {
            // Parameters that start as constants would hide errors.
            foreach ((string _, Tensor tensor) in model.State())
                tensor.copy_(
                    Single(tensor.numel() < 1000
                        && tensor.requires_grad ? tensor.Plus(randn(tensor.shape, float64, generator: generator).Times(0.1)) : tensor));
        }

        Tensor strokes = Strokes(generator), images = Single(rand([Batch, Side, Side], float64, generator: generator).Times(2).Minus(1)),
            noise = Single(randn([Batch, CodeSize], float64, generator: generator));
        List<SafetensorsItem> items = [];
        void Add(string key, Tensor tensor) =>
            items.Add(SafetensorsItem.From(key, (tensor.dtype == int64 ? tensor : tensor.detach().to(float32)).contiguous()));
        foreach ((string variable, Tensor tensor) in model.State())
            Add("weights/" + OriginalVariables.NameOf(variable), ToOriginal(variable, tensor));
        Add("in/seqs", strokes);
        Add("in/pngs", images);
        Add("in/eps", noise);

        ForwardPass pass = Objective.From(config)
            .Run(model, new SketchBatch(strokes.transpose(0, 1).contiguous(), images), noise, Step, Training);
        pass.Total.backward();
        foreach ((string key, Tensor tensor) in Outputs(model, pass, config))
            Add("out/" + key, tensor);
        foreach ((string variable, Tensor tensor) in model.Parameters.All)
        {
            Tensor gradient = tensor.grad ?? zeros_like(tensor);
            Add("gradnorm/" + OriginalVariables.NameOf(variable), gradient.norm());
            if (gradient.numel() <= LargestGradient)
                Add("grad/" + OriginalVariables.NameOf(variable), ToOriginal(variable, gradient.clone()));
        }

        using (AdamOptimizer optimizer = new(config, model.Parameters))
            optimizer.Step(Schedules.LearningRate(config, Step));
        foreach ((string variable, Tensor tensor) in model.Parameters.All.Where(p => p.Tensor.numel() <= LargestGradient))
            Add("after/" + OriginalVariables.NameOf(variable), ToOriginal(variable, tensor));
        SafetensorsWriter.Write(path, items, Facts(name, config));
    }

    private static Tensor Single(Tensor tensor) => tensor.detach().to(float32).to(float64);

    private static Tensor ToOriginal(string name, Tensor tensor)
    {
        if (name.EndsWith("/filter", StringComparison.Ordinal))
            return tensor.permute(2, 3, 1, 0);
        return name == "latent_alpha" ? tensor.unsqueeze(1) : tensor;
    }

    /// <summary>[B, T + 1, 5]: the start row, then offsets with one pen state each, the last one the end.</summary>
    private Tensor Strokes(Generator generator)
    {
        Tensor strokes = zeros(Batch, Steps + 1, 5, float64);
        strokes.narrow(2, 0, 2).narrow(1, 1, Steps).copy_(Single(randn([Batch, Steps, 2], float64, generator: generator)));
        strokes.narrow(2, 2, 1).narrow(1, 0, Steps).Filled(1);
        strokes.narrow(2, 4, 1).narrow(1, Steps, 1).Filled(1);
        return strokes;
    }

    private IEnumerable<(string Name, Tensor Tensor)> Outputs(Pix2SeqModel model, ForwardPass pass, ModelConfig config)
    {
        Tensor BatchFirst(Tensor rows) => rows.view(Steps, Batch, -1).transpose(0, 1).reshape(rows.shape);
        return
        [
            ("p_mu", pass.CodeMean), ("p_sigma2", pass.CodeVariance), ("batch_z", pass.Codes),
            ("initial_state", model.Decoder.InitialState(pass.Codes)),
            ("final_state", pass.FinalState), ("gen_img", pass.DrawnImages.unsqueeze(3)), ("pi", BatchFirst(pass.Density.LogWeights.exp())),
            ("mux", BatchFirst(pass.Density.MeanX)), ("muy", BatchFirst(pass.Density.MeanY)),
            ("sigmax", BatchFirst(pass.Density.LogSigmaX.exp())),
            ("sigmay", BatchFirst(pass.Density.LogSigmaY.exp())), ("corr", BatchFirst(pass.Density.Correlation)),
            ("pen", BatchFirst(pass.Density.LogPen.exp())),
            ("p_alpha", pass.Posterior), ("gau_label", pass.Posterior.argmax(1)), ("q_mu", pass.Mixture.Mean),
            ("q_sigma2", pass.Mixture.Variance),
            ("q_alpha", pass.Mixture.Weight.unsqueeze(1)), ("alpha_loss", pass.WeightLoss), ("gaussian_loss", pass.GaussianLoss),
            ("lil_loss", pass.SequenceLoss),
            ("de_loss", pass.PixelLoss), ("kl_weight", tensor(pass.KlWeight, float64)), ("loss", pass.Total),
            ("lr", tensor(Schedules.LearningRate(config, Step), float64)),
        ];
    }

    private Dictionary<string, string> Facts(string name, ModelConfig config)
    {
        static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
        return new Dictionary<string, string>
        {
            ["case"] = name,
            ["dec_model"] = Cell switch { DecoderModel.Lstm => "lstm", DecoderModel.LayerNorm => "layer_norm", _ => "hyper" },
            ["step"] = Text(Step),
            ["is_training"] = Training ? "True" : "False",
            ["batch_size"] = Text(Batch),
            ["z_size"] = Text(CodeSize),
            ["dec_rnn_size"] = Text(Units),
            ["num_mixture"] = Text(Components),
            ["num_sub"] = "1",
            ["de_weight"] = Text(config.DeWeight),
            ["learning_rate"] = Text(config.LearningRate),
            ["min_learning_rate"] = Text(config.MinLearningRate),
            ["decay_rate"] = Text(config.DecayRate),
            ["grad_clip"] = Text(config.GradClip),
        };
    }
}
