using System.Globalization;
using RpclPix2Seq.Configuration;
using RpclPix2Seq.Models;
using RpclPix2Seq.Models.Safetensors;
using RpclPix2Seq.Networks;
using RpclPix2Seq.Networks.Decoder;
using RpclPix2Seq.Training;
using RpclPix2Seq.Training.Losses;
using static TorchSharp.torch;

namespace RpclPix2Seq.Verification;

/// <summary>
/// One training or evaluation step that the original computed (docs/original.md §16), recomputed by this model in <c>compat: reference</c>
/// and compared tensor by tensor.
/// </summary>
internal sealed class ParityCase
{
    /// <summary>
    /// Losses are sums of logarithms of numbers near 1, which single precision rounds at 1e-7 however small their sum is: with one
    /// component, the loss of the weights is 1e-10. A loss below this magnitude is compared relative to it: the tolerance, 1e-5 of it, is
    /// that rounding error.
    /// </summary>
    private const double LeastLoss = 1e-2;

    private readonly SafetensorsReader _file;
    private readonly ParityTolerances _tolerances;
    private readonly ScalarType _type;
    private readonly KernelPath _kernels;
    private readonly Device _device;
    private readonly ModelConfig _config;
    private readonly long _step;
    private readonly bool _training;
    private readonly List<ParityRow> _rows = [];

    private ParityCase(SafetensorsReader file, ParityTolerances tolerances, ScalarType type, KernelPath kernels, Device device)
    {
        _file = file;
        _tolerances = tolerances;
        _type = type;
        _kernels = kernels;
        _device = device;
        Name = Fact("case");
        _step = Fact<long>(
            "step", "a whole number",
            text => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long step) ? step : null);
        _training = Fact<bool>("is_training", "True or False", text => bool.TryParse(text, out bool training) ? training : null);
        ConfigBuilder builder = new();
        ConfigOrigin origin = new(ConfigSourceKind.File, file.Path);
        builder.Apply("compat", "reference", origin);
        foreach (string key in (string[])["dec_model", "batch_size", "z_size", "dec_rnn_size", "num_mixture", "num_sub", "de_weight",
            "learning_rate", "min_learning_rate", "decay_rate", "grad_clip"])
            builder.Apply(key, Fact(key), origin);

        // Sizes that the cases do not state and that compat=reference fixes to the original's.
        _config = builder.Build().Config;
        foreach ((string key, string value) in (ReadOnlySpan<(string, string)>)[("png_width", Size("in/pngs", 3)),
            ("num_decoder_mixture", Size("out/pi", 2))])
            _config = ConfigKeys.Find(key, origin)!.Write(_config, value, origin);
    }

    /// <summary>The case's name.</summary>
    public string Name { get; }

    /// <summary>
    /// Runs every case in a folder with the readable operators, and in single precision again with the fused kernels if this machine has
    /// them and they support the case's sizes: a case that they do not support has no such row.
    /// </summary>
    /// <param name="folder">A folder of <c>.safetensors</c> case files.</param>
    /// <param name="tolerances">How far each kind of tensor may be off.</param>
    /// <param name="doublePrecision">False for float32, as in normal use; true for float64, to see the model's own error.</param>
    /// <param name="device">Where to compute them; null for the CPU.</param>
    /// <param name="cancellationToken">Stops after a case.</param>
    /// <exception cref="InputException">There is no case, or one is damaged.</exception>
    public static IReadOnlyList<ParityRow> RunAll(
        string folder, ParityTolerances tolerances, bool doublePrecision = false, Device? device = null,
        CancellationToken cancellationToken = default)
    {
        string[] files = Directory.Exists(folder) ? [.. Directory.GetFiles(folder, "*.safetensors").Order(StringComparer.Ordinal)] : [];
        if (files.Length == 0)
        {
            string found = Directory.Exists(folder) ? "a folder without .safetensors files" : "no folder";
            throw new InputException(
                folder, "", "a folder of parity cases", found, "name the folder with the cases that the original computed");
        }

        List<ParityRow> rows = [];
        foreach (string file in files)
        {
            using SafetensorsReader reader = SafetensorsReader.Open(file);
            ScalarType type = doublePrecision ? ScalarType.Float64 : ScalarType.Float32;
            foreach (KernelPath kernels in (KernelPath[])[KernelPath.Readable, KernelPath.Fused])
            {
                cancellationToken.ThrowIfCancellationRequested();
                rows.AddRange(new ParityCase(reader, tolerances, type, kernels, device ?? CPU).Run());
            }
        }

        return rows;
    }

    private List<ParityRow> Run()
    {
        using IDisposable scope = NewDisposeScope();
        using Generator generator = new(0, CPU);
        using Pix2SeqModel model = new(NetworkShape.From(_config), generator, reference: true, _type, _device);
        SketchBatch batch = new(Input("in/seqs").transpose(0, 1).contiguous(), Input("in/pngs"));
        if (_kernels == KernelPath.Fused && !model.IsSupported(batch.Images))
            return _rows;
        model.Kernels = _kernels;
        LoadWeights(model);
        ForwardPass pass = Objective.From(_config).Run(model, batch, Input("in/eps"), _step, _training);

        CompareActivations(model, pass);
        CompareLosses(pass);
        pass.Total.backward();
        CompareGradients(model);
        CompareAfterStep(model);
        return _rows;
    }

    private void LoadWeights(Pix2SeqModel model)
    {
        using IDisposable _ = no_grad();
        foreach ((string name, Tensor target) in model.State())
            target.copy_(OriginalVariables.FromOriginal(name, Input("weights/" + OriginalVariables.NameOf(name))));
    }

    private void CompareActivations(Pix2SeqModel model, ForwardPass pass)
    {
        Compare("out/p_mu", pass.CodeMean);
        Compare("out/p_sigma2", pass.CodeVariance);
        Compare("out/batch_z", pass.Codes);
        Compare("out/initial_state", model.Decoder.InitialState(pass.Codes));
        Compare("out/final_state", pass.FinalState);
        Compare("out/gen_img", pass.DrawnImages.unsqueeze(3));
        MixtureDensity density = pass.Density;
        Compare("out/pi", BatchFirst(density.LogWeights.exp()));
        Compare("out/mux", BatchFirst(density.MeanX));
        Compare("out/muy", BatchFirst(density.MeanY));
        Compare("out/sigmax", BatchFirst(density.LogSigmaX.exp()));
        Compare("out/sigmay", BatchFirst(density.LogSigmaY.exp()));
        Compare("out/corr", BatchFirst(density.Correlation));
        Compare("out/pen", BatchFirst(density.LogPen.exp()));
        Compare("out/p_alpha", pass.Posterior);
        Compare("out/q_mu", pass.Mixture.Mean);
        Compare("out/q_sigma2", pass.Mixture.Variance);
        Compare("out/q_alpha", pass.Mixture.Weight.unsqueeze(1));
        Compare("out/gau_label", pass.Posterior.argmax(1), ParityKind.Label);
    }

    private void CompareLosses(ForwardPass pass)
    {
        Compare("out/alpha_loss", pass.WeightLoss, ParityKind.Loss, least: LeastLoss);
        Compare("out/gaussian_loss", pass.GaussianLoss, ParityKind.Loss, least: LeastLoss);
        Compare("out/lil_loss", pass.SequenceLoss, ParityKind.Loss, least: LeastLoss);
        Compare("out/de_loss", pass.PixelLoss, ParityKind.Loss, least: LeastLoss);
        Compare("out/kl_weight", tensor(pass.KlWeight, float64), ParityKind.Loss);
        Compare("out/loss", pass.Total, ParityKind.Loss, least: LeastLoss);
        Compare("out/lr", tensor(Schedules.LearningRate(_config, _step), float64), ParityKind.Loss);
    }

    private void CompareGradients(Pix2SeqModel model)
    {
        foreach ((string name, Tensor parameter) in model.Parameters.All)
        {
            Tensor gradient = parameter.grad ?? zeros_like(parameter);
            Compare("gradnorm/" + OriginalVariables.NameOf(name), gradient.norm(), ParityKind.Gradient);
            CompareVariable("grad/", name, gradient);
        }
    }

    private void CompareAfterStep(Pix2SeqModel model)
    {
        using AdamOptimizer optimizer = new(_config, model.Parameters);
        optimizer.Step(Schedules.LearningRate(_config, _step));
        foreach ((string name, Tensor parameter) in model.Parameters.All)
            CompareVariable("after/", name, parameter);
    }

    /// <summary>Compares a variable if the case has it: cases hold only small ones.</summary>
    private void CompareVariable(string prefix, string name, Tensor actual)
    {
        string key = prefix + OriginalVariables.NameOf(name);
        if (_file.Contains(key))
            Compare(key, actual, ParityKind.Gradient, OriginalVariables.FromOriginal(name, _file.Read(key)));
    }

    private void Compare(string name, Tensor actual, ParityKind kind = ParityKind.Activation, Tensor? expected = null, double least = 0)
    {
        using IDisposable _ = no_grad();
        Tensor truth = (expected ?? _file.Read(name)).to(float64).to(actual.device);
        if (!truth.shape.SequenceEqual(actual.shape))
        {
            throw new InputException(
                _file.Path, $"tensor {name}", $"shape [{string.Join(", ", actual.shape)}]", $"[{string.Join(", ", truth.shape)}]",
                "the case belongs to another model");
        }

        Tensor difference = actual.detach().to(float64) - truth;
        double largest = difference.abs().max().item<double>();
        double relative = kind == ParityKind.Gradient
            ? Ratio(difference.norm().item<double>(), truth.norm().item<double>())
            : Ratio(largest, Math.Max(truth.abs().max().item<double>(), least));
        if (kind == ParityKind.Label)
            relative = largest;
        _rows.Add(new ParityRow(Name, _kernels, name, kind, largest, relative, _tolerances.Of(kind)));
    }

    private static double Ratio(double difference, double magnitude) => difference == 0 ? 0 : difference / magnitude;

    /// <summary>Rows with time outermost [T·B, n] → the original's order, batch outermost [B·T, n].</summary>
    private Tensor BatchFirst(Tensor rows)
    {
        long batch = _config.BatchSize;
        return rows.view(-1, batch, rows.shape[1]).transpose(0, 1).reshape(rows.shape);
    }

    private Tensor Input(string name) => _file.Read(name).to(_type).to(_device);

    private string Size(string name, int rank)
    {
        IReadOnlyList<long> shape = _file.Entry(name).Shape;
        return shape.Count == rank
            ? shape[^1].ToString(CultureInfo.InvariantCulture)
            : throw new InputException(
                _file.Path, $"tensor {name}", $"{rank} dimensions", $"[{string.Join(", ", shape)}]", "the file is not a parity case");
    }

    private string Fact(string key) => _file.Metadata.TryGetValue(key, out string? value)
        ? value
        : throw new InputException(_file.Path, "metadata", $"'{key}'", "none", "the file is not a parity case");

    private T Fact<T>(string key, string expected, Func<string, T?> parse)
        where T : struct
    {
        string text = Fact(key);
        return parse(text)
            ?? throw new InputException(_file.Path, $"metadata '{key}'", expected, $"'{text}'", "the file is not a parity case");
    }
}
