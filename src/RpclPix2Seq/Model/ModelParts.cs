using RpclPix2Seq.Configuration;
using RpclPix2Seq.Decoder;
using RpclPix2Seq.Latent;
using RpclPix2Seq.Losses;
using RpclPix2Seq.Sketches.IO;
using RpclPix2Seq.Sketches.Raster;
using RpclPix2Seq.Sketches.Strokes;
using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Model;

/// <summary>What a configuration says of each part of the model.</summary>
public static class ModelParts
{
    /// <summary>The sizes of the networks.</summary>
    public static NetworkShape Shape(ModelConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new NetworkShape
        {
            ImageSize = config.PngWidth,
            CodeSize = config.ZSize,
            Decoder = config.DecModel,
            DecoderSize = config.DecRnnSize,
            HyperSize = config.HyperNumUnits,
            HyperEmbedding = config.HyperEmbeddingSize,
            DecoderMixtures = config.NumDecoderMixture,
            LatentComponents = config.NumComponents,
            StandardPrior = config.Prior == LatentPrior.Standard,
            LatentParents = config.LatentMethod == LatentMethod.Hierarchy ? config.NumUpper : 0,
            NormalizeOutputImage = config.Compat == Compatibility.Reference,
        };
    }

    /// <summary>The loss and the latent learner.</summary>
    public static Objective Objective(ModelConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new Objective(ObjectiveOptions(config), Learner(config));
    }

    /// <summary>How pictures are drawn.</summary>
    public static RasterOptions Pictures(ModelConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        RasterOptions mode = config.Compat == Compatibility.Reference ? RasterOptions.Reference : RasterOptions.Default;
        return mode with { Size = config.PngWidth, FirstRow = config.FirstRow };
    }

    /// <summary>What the offsets of sketches are clamped to, in data units: as in the original with compat=reference, else sketches stay as drawn.</summary>
    public static float LargestOffset(ModelConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return config.Compat == Compatibility.Reference ? StrokeCleaning.ReferenceLimit : float.PositiveInfinity;
    }

    /// <summary>How the loss is computed.</summary>
    public static ObjectiveOptions ObjectiveOptions(ModelConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        ObjectiveOptions mode = config.Compat == Compatibility.Reference
            ? Losses.ObjectiveOptions.Reference
            : new ObjectiveOptions { MinimumSigma = config.MinSigma };
        double floor = config.LatentMethod == LatentMethod.Reference ? config.PosteriorFloor : 0;
        return mode with
        {
            PosteriorFloor = floor,
            PixelWeight = config.DeWeight,
            KlStart = config.KlStart,
            KlDecay = config.KlDecay,
            LatentWeight = config.Prior == LatentPrior.None ? 0 : config.LatentWeight,
        };
    }

    /// <summary>How the mixture learns from a batch, in the pass over it. With <c>rpcl</c> it does not: see <see cref="Organizer"/>.</summary>
    public static ILatentLearner Learner(ModelConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        if (config.Prior == LatentPrior.Standard)
            return new FixedMixture();
        return config.LatentMethod switch
        {
            LatentMethod.Reference => new ReferenceLearner(Learning(config)),
            LatentMethod.Hierarchy => new HierarchyLearner(Learning(config)),
            LatentMethod.Em => new EmLearner(Learning(config)),
            _ => new FixedMixture(),
        };
    }

    /// <summary>What lets the mixture organize itself between steps; null where it learns from every batch, or not at all.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="sketches">Sketches of an epoch.</param>
    public static RivalPenalizedLearner? Organizer(ModelConfig config, int sketches)
    {
        ArgumentNullException.ThrowIfNull(config);
        return config is { LatentMethod: LatentMethod.Rpcl, Prior: not LatentPrior.Standard }
            ? new RivalPenalizedLearner(Learning(config), sketches, config.ZSize, Device(config), config.Seed)
            : null;
    }

    private static LatentLearning Learning(ModelConfig config) => new()
    {
        Smoothing = config.GmmSmoothing,
        BatchSize = config.BatchSize,
        DeLearningRate = config.DeLearningRate,
        SharedUntil = config.LatentStart == LatentStart.Codes ? config.RpclStart : 0,
        RpclStart = config.RpclStart,
        RpclPeriod = config.RpclPeriod,
        ComponentThreshold = config.ComponentThreshold,
    };

    /// <summary>The decoder's dropout in training.</summary>
    public static DecoderDropout Dropout(ModelConfig config, TensorNoise noise)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new DecoderDropout(noise)
        {
            RecurrentKeep = config.UseRecurrentDropout ? config.RecurrentDropoutProb : 1,
            InputKeep = config.UseInputDropout ? config.InputDropoutProb : 1,
            OutputKeep = config.UseOutputDropout ? config.OutputDropoutProb : 1,
        };
    }

    /// <summary>The learning rate at step t.</summary>
    public static double LearningRate(ModelConfig config, long step)
    {
        ArgumentNullException.ThrowIfNull(config);
        return Schedules.LearningRate(step, config.LearningRate, config.MinLearningRate, config.DecayRate, config.DecaySteps);
    }

    /// <summary>Where the tensors live.</summary>
    /// <exception cref="InputException">A GPU was asked for and there is none.</exception>
    public static Device Device(ModelConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        if (config.Device == ComputeDevice.Cpu)
            return CPU;
        if (!cuda.is_available())
            throw new InputException("device", "", "a CUDA device that libtorch can use", "none", "set device=cpu, or see rpcl doctor");
        return CUDA;
    }
}
