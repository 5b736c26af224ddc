using CsCheck;

namespace RpclPix2Seq.Tests.Configuration;

/// <summary>Valid configurations drawn at random, every key included.</summary>
internal static class RandomConfig
{
    private static readonly Gen<double> Open = Gen.Double[1e-12, 1];
    private static readonly Gen<double> Below = Gen.Double[0, 0.999999];
    private static readonly Gen<int> Count = Gen.Int[1, int.MaxValue];

    private static readonly string[] Words = ["bee", "alarm clock", "été", "The Eiffel Tower", "x-1_2", "猫"];

    private static readonly Gen<IReadOnlyList<string>> Names =
        Gen.Int[0, Words.Length - 1].Array[1, 4]
            .Select(places => (IReadOnlyList<string>)[.. places.Distinct().Select(place => Words[place])]);

    private static readonly Gen<Func<ModelConfig, ModelConfig>> Data =
        Gen.Select(Names, Gen.Int[1, 10_000_000], Gen.OneOf(Gen.Const(-1), Gen.Int[1, 65535]), Gen.Int[2, 32], Gen.Enum<FirstRow>())
            .Select((names, most, length, width, first) => (Func<ModelConfig, ModelConfig>)(c => c with
            {
                Categories = names,
                NumPerCategory = most,
                MaxSeqLen = length,
                PngWidth = 16 * width,
                FirstRow = first,
            }));

    private static readonly Gen<Func<ModelConfig, ModelConfig>> Augmentation =
        Gen.Select(Below, Gen.Double[0, 1], Open, Gen.Double[0, 180], Gen.Double[0, 16])
            .Select((stretch, drop, ratio, angle, shift) => (Func<ModelConfig, ModelConfig>)(c => c with
            {
                RandomScaleFactor = stretch,
                AugmentStrokeProb = drop,
                PngScaleRatio = ratio,
                PngRotateAngle = angle,
                PngTranslateDist = shift,
            }));

    private static readonly Gen<Func<ModelConfig, ModelConfig>> Model =
        Gen.Select(Gen.Enum<DecoderModel>(), Gen.Int[1, 4096], Gen.Int[1, 1000], Gen.Double[0, 1], Gen.Bool.Array[3], Open.Array[3])
            .Select((cell, size, mixture, sigma, flags, keep) => (Func<ModelConfig, ModelConfig>)(c => c with
            {
                DecModel = cell,
                DecRnnSize = size,
                HyperNumUnits = size,
                HyperEmbeddingSize = size,
                NumDecoderMixture = mixture,
                MinSigma = sigma,
                UseRecurrentDropout = flags[0],
                UseInputDropout = flags[1],
                UseOutputDropout = flags[2],
                RecurrentDropoutProb = keep[0],
                InputDropoutProb = keep[1],
                OutputDropoutProb = keep[2],
            }));

    private static readonly Gen<Func<ModelConfig, ModelConfig>> Latent =
        Gen.Select(Gen.Int[1, 32].Array[4], Gen.Enum<LatentMethod>(), Open, Below.Array[2], Count.Array[2], Gen.Double[0, 0.1])
            .Select((sizes, method, smoothing, below, steps, floor) => (Func<ModelConfig, ModelConfig>)(c => c with
            {
                ZSize = sizes[0],
                NumMixture = sizes[1],
                NumSub = sizes[2],
                NumUpper = sizes[3],
                LatentMethod = method,
                GmmSmoothing = smoothing,
                DeLearningRate = below[0],
                ComponentThreshold = below[1],
                RpclStart = steps[0],
                RpclPeriod = steps[1],
                PosteriorFloor = floor,
            }));

    private static readonly Gen<Func<ModelConfig, ModelConfig>> Optimization =
        Gen.Select(Gen.Int[1, 65536], Open.Array[6], Below.Array[5], Count)
            .Select((batch, open, below, steps) => (Func<ModelConfig, ModelConfig>)(c => c with
            {
                BatchSize = batch,
                LearningRate = open[0],
                MinLearningRate = open[0] * below[0],
                DecayRate = open[1],
                DecaySteps = steps,
                GradClip = open[2] * 1e6,
                AdamBeta1 = below[1],
                AdamBeta2 = below[2],
                AdamEpsilon = open[3],
                DeWeight = open[4] * 1e6,
                LatentWeight = open[5] * 1e6,
                KlStart = below[3],
                KlDecay = below[4],
            }));

    private static readonly Gen<Func<ModelConfig, ModelConfig>> Run =
        Gen.Select(
            Count.Array[4], Open.Array[2], Gen.Long[0, long.MaxValue], Gen.Enum<ComputeDevice>(), Gen.Int[0, 1024], Gen.Enum<WaitPolicy>(),
            Gen.Enum<KernelPath>(), Gen.Enum<ProductPrecision>())
            .Select((steps, open, seed, device, threads, wait, kernels, precision) => (Func<ModelConfig, ModelConfig>)(c => c with
            {
                NumSteps = steps[0],
                NumEpochs = steps[1],
                SaveEvery = steps[2],
                Patience = steps[3],
                MaxMinutes = open[0] * 1e6,
                Shards = 1 << (threads % 13),
                RankTimeout = open[1] * 1e6,
                Temperature = open[1] * 10,
                Seed = seed,
                Device = device,
                Threads = threads,
                WaitPolicy = wait,
                Kernels = kernels,
                Precision = precision,
            }));

    /// <summary>Half of them with compat=reference.</summary>
    public static Gen<ModelConfig> Any { get; } =
        Gen.Select(Data, Augmentation, Model, Latent, Optimization, Run, Gen.Bool).Select(
            (data, augment, model, latent, optimize, run, reference) =>
            {
                ModelConfig config = run(optimize(latent(model(augment(data(ModelConfig.Defaults))))));
                return reference ? config.ForReference() : config;
            });
}
