using System.Globalization;
using RpclPix2Seq.Configuration;
using RpclPix2Seq.Networks;
using static TorchSharp.torch;

namespace RpclPix2Seq.Models.TensorFlow1;

/// <summary>
/// Makes a model of the original program's checkpoint (docs/original.md §14). Sizes come from the shapes of its variables, other settings
/// from the original's <c>model_config.json</c>, where there is one.
/// </summary>
internal static class OriginalImport
{
    private const string WrongModel = "is it a checkpoint of RPCL-pix2seq?";
    private const int UnknownLongest = 250, CoreChannels = 256;
    private static readonly string[] OptimizerEndings = ["/Adam", "/Adam_1", "/beta1_power", "/beta2_power"];
    private static readonly (string Cell, string Scope)[] Cells =
        [("lstm", "LSTMCell"), ("layer_norm", "LayerNormLSTMCell"), ("hyper", "HyperLSTMCell")];

    /// <summary>The settings of a checkpoint's model.</summary>
    /// <param name="bundle">The checkpoint.</param>
    /// <param name="file">model_config.json or config.json; null for none.</param>
    /// <exception cref="InputException">The checkpoint is of another program, or the file is of another model.</exception>
    public static ModelConfig Config(TensorBundleReader bundle, string? file)
    {
        ConfigOrigin origin = new(ConfigSourceKind.File, bundle.IndexPath);
        (string Key, string Value)[] shapes = [.. Sizes(bundle)];
        ConfigBuilder builder = new();
        foreach ((string key, string value) in shapes)
            builder.Apply(key, value, origin);
        if (file is null)
            return builder.Apply("categories", "unknown", origin).Build().Config;
        ModelConfig config = builder.ApplyFile(file).Build().Config;
        foreach ((string key, string value) in shapes)
        {
            // Of the mixture's two numbers, only the product has a shape.
            string found = key switch
            {
                "num_mixture" => $"{config.NumComponents}",
                "num_sub" => value,
                _ => ConfigKeys.Find(key, origin)!.Read(config),
            };
            if (found != value)
            {
                throw new InputException(
                    file, key == "num_mixture" ? "num_mixture times num_sub" : key,
                    $"{value}, as the variables of {bundle.IndexPath}", found, "name the file that was written with this checkpoint");
            }
        }

        return config with { CategoryWeight = 0 }; // no checkpoint has the layer that names categories
    }

    /// <summary>Reads a checkpoint into a new model; the caller owns it.</summary>
    /// <param name="bundle">The checkpoint.</param>
    /// <param name="config">From <see cref="Config"/>.</param>
    /// <param name="strokeScale">Data units per unit of the model's strokes; null if it is not known.</param>
    /// <exception cref="InputException">A variable is missing or damaged, or has another shape.</exception>
    public static LoadedModel ToModel(TensorBundleReader bundle, ModelConfig config, float? strokeScale = null)
    {
        bundle.RequireData();
        Pix2SeqModel model = new(NetworkShape.From(config), generator: null, reference: false);
        model.Use(config);
        try
        {
            Fill(bundle, model);
            return new LoadedModel(model, config, Facts(bundle, config, strokeScale));
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>What a checkpoint's variables are to a model: the model's own, or of no use to it and why.</summary>
    public static IEnumerable<VariableUse> Uses(TensorBundleReader bundle, Pix2SeqModel model)
    {
        HashSet<string> own = [.. model.State().Select(tensor => OriginalVariables.NameOf(tensor.Name))];
        HashSet<string> facts = [OriginalExport.StrokeScale, OriginalExport.Longest, OriginalExport.Step, OriginalExport.Epoch];
        return bundle.Entries.Select(entry => new VariableUse(entry, Unused(entry.Name)));

        string? Unused(string name) => own.Contains(name) || facts.Contains(name) ? null
            : OptimizerEndings.Any(ending => name.EndsWith(ending, StringComparison.Ordinal)) ? "of the optimizer"
            : name == OriginalVariables.NameOf(OriginalExport.NumOfSteps) ? "never changed by the original"
            : "no variable of the model";
    }

    private static void Fill(TensorBundleReader bundle, Pix2SeqModel model)
    {
        using IDisposable _ = no_grad();
        string[] missing =
            [.. model.State().Select(tensor => OriginalVariables.NameOf(tensor.Name)).Where(name => bundle.Find(name) is null)];
        if (missing.Length > 0)
        {
            throw new InputException(
                bundle.IndexPath, $"variable '{missing[0]}'", $"all {model.State().Count()} variables of the model",
                missing.Length == 1 ? "none of this name" : $"none of this name, and none of {missing.Length - 1} others", WrongModel);
        }

        foreach ((string name, Tensor target) in model.State())
        {
            using IDisposable scope = NewDisposeScope();
            BundleEntry entry = bundle.Entry(OriginalVariables.NameOf(name));
            long[] shape = OriginalVariables.ToOriginal(name, target).shape;
            if (entry.Type != BundleEntry.Float32 || !entry.Shape.SequenceEqual(shape))
            {
                throw new InputException(
                    bundle.IndexPath, $"variable '{entry.Name}'", $"float32 {BundleEntry.Text(shape)}", entry.Description, WrongModel);
            }

            target.copy_(OriginalVariables.FromOriginal(name, tensor(bundle.Read(entry), shape)));
        }
    }

    private static ModelFacts Facts(TensorBundleReader bundle, ModelConfig config, float? strokeScale)
    {
        return new ModelFacts
        {
            StrokeScale = strokeScale ?? Fact(OriginalExport.StrokeScale, float.Epsilon, 1),
            Longest = (int)Fact(OriginalExport.Longest, 1, config.MaxSeqLen > 0 ? config.MaxSeqLen : UnknownLongest),
            Step = (long)Fact(OriginalExport.Step, 0, 0),
            Epoch = (long)Fact(OriginalExport.Epoch, 0, 0),
        };

        float Fact(string name, float least, float otherwise)
        {
            const float most = 1 << 30;
            if (bundle.Find(name) is not { } entry)
                return otherwise;
            return bundle.Read(entry) is [>= 0 and <= most and var value] && value >= least
                ? value
                : throw new InputException(
                    bundle.IndexPath, $"variable '{name}'", $"one number from {least} to {most}", entry.Description,
                    "rpcl export tf1 writes it");
        }
    }

    /// <summary>The settings that the shapes of the variables tell.</summary>
    private static IEnumerable<(string Key, string Value)> Sizes(TensorBundleReader bundle)
    {
        string[] cells =
            [.. Cells.Where(known => bundle.Find(Name($"decoder/rnn/{known.Scope}/W_hh")) is not null).Select(known => known.Cell)];
        if (cells is not [string cell])
        {
            throw new InputException(
                bundle.IndexPath, $"variables {OriginalVariables.Prefix}decoder/rnn/…/W_hh",
                string.Join(" or ", Cells.Select(known => known.Scope)),
                cells.Length == 0 ? "none" : string.Join(" and ", cells), WrongModel);
        }

        string scope = $"decoder/rnn/{Cells.First(known => known.Cell == cell).Scope}";
        long units = Gates($"{scope}/W_hh"), code = Size("latent_mu", 1, 2);
        long core = Size("encoder/fc_mu/linear/fc_w", 0, 2, code) / CoreChannels;
        yield return ("dec_model", cell);
        yield return ("dec_rnn_size", Text(units));
        yield return ("z_size", Text(code));
        yield return ("num_mixture", Text(Size("latent_mu", 0, 2)));
        yield return ("num_sub", "1");
        yield return ("num_decoder_mixture", Text((Size("decoder/fc/linear/fc_b", 0, 1) - 3) / 6));
        yield return ("png_width", Text(16 * (long)Math.Sqrt(core)));
        yield return ("decoder_input", Size($"{scope}/W_xh", 0, 2) == code + 7 ? "position" : "offsets");
        if (cell == "hyper")
        {
            yield return ("hyper_num_units", Text(Gates($"{scope}/LayerNormLSTMCell/W_hh")));
            yield return ("hyper_embedding_size", Text(Size($"{scope}/hyper_ix/zw/super_linear_w", 1, 2)));
        }

        if (bundle.Find(Name("latent_ij")) is not null)
        {
            yield return ("latent_method", "hierarchy");
            yield return ("num_upper", Text(Size("latent_ij", 1, 2)));
        }

        yield return ("compat", bundle.Find(Name("deconv/deconv3/InstanceNorm/beta")) is null ? "default" : "reference");

        // Sizes that a few bytes could claim are held against others, so that no more memory is taken than the file is large.
        long Size(string name, int axis, int rank, long? last = null)
        {
            BundleEntry entry = bundle.Entry(Name(name));
            return entry.Shape.Count == rank && (last ?? entry.Shape[^1]) == entry.Shape[^1]
                ? entry.Shape[axis]
                : throw new InputException(
                    bundle.IndexPath, $"variable '{entry.Name}'", last is null ? $"{rank} sizes" : $"{rank} sizes, the last of them {last}",
                    BundleEntry.Text(entry.Shape), WrongModel);
        }

        long Gates(string name) => Size(name, 0, 2, 4 * Size(name, 0, 2));

        static string Name(string own) => OriginalVariables.NameOf(own);
        static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
    }
}

/// <summary>A variable of a checkpoint, and what it is to a model.</summary>
/// <param name="Entry">The variable.</param>
/// <param name="WhyUnused">Why the model does not use it; null if it does.</param>
internal sealed record VariableUse(BundleEntry Entry, string? WhyUnused);
