using RpclPix2Seq.Configuration;
using RpclPix2Seq.Networks;
using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Models.TensorFlow1;

/// <summary>Writes a model as a checkpoint of the original program (docs/original.md §14), without its optimizer.</summary>
internal static class OriginalExport
{
    /// <summary>What the original does not save, under names that it does not ask for: scalars of float32.</summary>
    public const string StrokeScale = "rpcl/stroke_scale", Longest = "rpcl/longest", Step = "rpcl/step", Epoch = "rpcl/epoch";

    /// <summary>The step of the original, which never changes it.</summary>
    public const string NumOfSteps = "num_of_steps";

    // docs/original.md §0.
    private static readonly string[] SettingNames =
    [
        "categories", "num_steps", "save_every", "dec_rnn_size", "dec_model", "max_seq_len", "z_size", "batch_size", "num_mixture",
        "num_sub", "learning_rate", "min_learning_rate", "decay_rate", "grad_clip", "de_weight", "use_recurrent_dropout",
        "recurrent_dropout_prob",
        "use_input_dropout", "input_dropout_prob", "use_output_dropout", "output_dropout_prob", "random_scale_factor",
        "augment_stroke_prob", "png_scale_ratio", "png_rotate_angle", "png_translate_dist", "png_width", "num_per_category",
    ];

    /// <summary>Writes the checkpoint.</summary>
    /// <param name="prefix">What the names of its files begin with.</param>
    /// <param name="loaded">The model.</param>
    /// <returns>The names of all variables, in the order of the model.</returns>
    public static IReadOnlyList<string> Write(string prefix, LoadedModel loaded)
    {
        using IDisposable scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        BundleTensor[] tensors =
        [
            .. loaded.Model.State().Where(tensor => !Pix2SeqModel.IsOfCategoryHead(tensor.Name)).Select(Variable),
            BundleTensor.Of(OriginalVariables.NameOf(NumOfSteps), 1),
            BundleTensor.Of(StrokeScale, loaded.Facts.StrokeScale),
            BundleTensor.Of(Longest, loaded.Facts.Longest),
            BundleTensor.Of(Step, loaded.Facts.Step),
            BundleTensor.Of(Epoch, loaded.Facts.Epoch),
        ];
        TensorBundleWriter.Write(prefix, tensors);
        return [.. tensors.Select(tensor => tensor.Name)];
    }

    /// <summary>The original's model_config.json: its own settings alone, as it knows no others.</summary>
    public static string Settings(LoadedModel loaded)
    {
        ModelConfig config = loaded.Config with { MaxSeqLen = loaded.Facts.Longest };
        int components = loaded.Model.Mixture.Components;
        if (config.NumMixture * config.NumSub != components)
            config = config with { NumMixture = components, NumSub = 1 };
        ConfigOrigin origin = ConfigOrigin.Default;
        return "{" + string.Join(", ", SettingNames.Select(name => ConfigKeys.Find(name, origin)!)
            .Select(key => $"\"{key.Name}\": {ConfigJson.WriteValue(key, key.Read(config))}").Append("\"is_training\": true")) + "}\n";
    }

    /// <summary>Why the original cannot take this model, one reason each; none if it can.</summary>
    public static IEnumerable<string> Obstacles(LoadedModel loaded)
    {
        NetworkShape shape = loaded.Model.Shape;
        if (shape.IsDecoderOnly)
            yield return "the model is a decoder alone";
        if (!shape.NormalizeOutputImage)
            yield return "deconv/deconv3 has a bias instead of the original's normalization (compat=default)";
        if (shape.DecoderInput == DecoderInput.Position)
            yield return "the decoder also reads where the pen is (decoder_input=position)";
        if (shape.LatentParents > 0)
            yield return "the mixture has two levels (latent_method=hierarchy)";
    }

    private static BundleTensor Variable(NamedTensor own)
    {
        Tensor view = OriginalVariables.ToOriginal(own.Name, own.Tensor);
        return new BundleTensor(OriginalVariables.NameOf(own.Name), view.shape, () => view.Floats());
    }
}
