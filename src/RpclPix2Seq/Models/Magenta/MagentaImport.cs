using RpclPix2Seq.Networks;
using static TorchSharp.torch;

namespace RpclPix2Seq.Models.Magenta;

/// <summary>
/// Makes a model of a sketch-rnn decoder. It has no encoder, its codes have one number that nothing depends on, and it draws in the units
/// of the data that it was trained on.
/// </summary>
internal static class MagentaImport
{
    // Of the published models, nine of ten drawings can be named at a glance at these.
    private const double Temperature = 0.65, SpreadTemperature = 0.3;

    /// <summary>The model; the caller owns it.</summary>
    /// <exception cref="InputException">Its name cannot be that of a category.</exception>
    public static LoadedModel ToModel(MagentaModel source)
    {
        ModelConfig config = new ModelConfig
        {
            Categories = [source.Name],
            DecModel = DecoderModel.Lstm,
            DecRnnSize = source.Units,
            NumDecoderMixture = source.Mixtures,
            ZSize = 1,
            Prior = LatentPrior.Standard,
            MinSigma = 0,
            Temperature = Temperature,
            SpreadTemperature = SpreadTemperature,
            PenTemperature = Temperature,
        }.Validate();
        Pix2SeqModel model = new(NetworkShape.From(config) with { IsDecoderOnly = true }, generator: null, reference: false);
        model.Use(config);
        using (no_grad())
        {
            // The rows of the code, and the state before the first step, stay at zero.
            foreach (NamedTensor parameter in model.Parameters.All)
                parameter.Tensor.zero_();
            Set(model.Parameters["decoder/rnn/LSTMCell/W_xh"].narrow(0, 0, source.InputKernel.Length / source.Bias.Length),
                source.InputKernel);
            Set(model.Parameters["decoder/rnn/LSTMCell/W_hh"], source.RecurrentKernel);
            Set(model.Parameters["decoder/rnn/LSTMCell/bias"], source.Bias);
            Set(model.Parameters["decoder/fc/linear/fc_w"], source.OutputKernel);
            Set(model.Parameters["decoder/fc/linear/fc_b"], source.OutputBias);
        }

        ModelFacts facts = new()
        {
            StrokeScale = source.ScaleFactor,
            Longest = source.MaxSeqLen,
            Step = 0,
            Epoch = 0,
            IsDecoderOnly = true,
        };
        return new LoadedModel(model, config, facts);
    }

    private static void Set(Tensor target, float[] values)
    {
        using Tensor source = tensor(values, target.shape);
        target.copy_(source);
    }
}
