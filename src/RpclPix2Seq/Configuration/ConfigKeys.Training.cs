using static RpclPix2Seq.Configuration.ConfigDomains;

namespace RpclPix2Seq.Configuration;

/// <content>The keys of the latent mixture, the optimiser and the run.</content>
public static partial class ConfigKeys
{
    private static ConfigKey[] LatentKeys() =>
    [
        ConfigKey.Create("z_size", ConfigGroup.Latent, Integer(1, 4096), c => c.ZSize, (c, v) => c with { ZSize = v },
            "Length of a latent code.", "128", "numbers", shapes: true),
        ConfigKey.Create("num_mixture", ConfigGroup.Latent, Integer(1, 4096), c => c.NumMixture, (c, v) => c with { NumMixture = v },
            "Clusters of the latent mixture; it has num_mixture times num_sub components.", "5", "clusters", shapes: true),
        ConfigKey.Create("num_sub", ConfigGroup.Latent, Integer(1, 4096), c => c.NumSub, (c, v) => c with { NumSub = v },
            "Components per cluster of the latent mixture.", "2", "components", shapes: true),
        ConfigKey.Create("latent_method", ConfigGroup.Latent,
            Choice(("reference", LatentMethod.Reference), ("em", LatentMethod.Em), ("rpcl", LatentMethod.Rpcl)),
            c => c.LatentMethod, (c, v) => c with { LatentMethod = v },
            "How the latent mixture is updated.", "em", reference: "reference"),
        ConfigKey.Create("latent_start", ConfigGroup.Latent, Choice(("codes", LatentStart.Codes), ("uniform", LatentStart.Uniform)),
            c => c.LatentStart, (c, v) => c with { LatentStart = v },
            "Where the latent mixture starts from: clusters of codes, or random numbers.", "uniform", reference: "uniform"),
        ConfigKey.Create("gmm_smoothing", ConfigGroup.Latent, Number(0, 1, aboveMin: true), c => c.GmmSmoothing, (c, v) => c with { GmmSmoothing = v },
            "Share of a step's estimate in the running latent mixture.", "0.05"),
        ConfigKey.Create("de_learning_rate", ConfigGroup.Latent, Number(0, 1, belowMax: true),
            c => c.DeLearningRate, (c, v) => c with { DeLearningRate = v },
            "Weight with which rivals are pushed away.", "1e-4"),
        ConfigKey.Create("rpcl_start", ConfigGroup.Latent, Integer(0), c => c.RpclStart, (c, v) => c with { RpclStart = v },
            "Steps before rival penalisation begins; by default the mixture is one Gaussian until then.", "500", "steps"),
        ConfigKey.Create("rpcl_period", ConfigGroup.Latent, Integer(1), c => c.RpclPeriod, (c, v) => c with { RpclPeriod = v },
            "Rival penalisation takes every this many-th step.", "3", "steps"),
        ConfigKey.Create("posterior_floor", ConfigGroup.Latent, Number(0, 0.1), c => c.PosteriorFloor, (c, v) => c with { PosteriorFloor = v },
            "Floor of responsibilities, used by the reference method only.", "1e-5", "probability"),
        ConfigKey.Create("component_threshold", ConfigGroup.Latent, Number(0, 1, belowMax: true),
            c => c.ComponentThreshold, (c, v) => c with { ComponentThreshold = v },
            "Mixing weight under which a component counts as dead.", "0.001", "probability"),
    ];

    private static ConfigKey[] OptimisationKeys() =>
    [
        ConfigKey.Create("batch_size", ConfigGroup.Optimisation, Integer(1, 65536), c => c.BatchSize, (c, v) => c with { BatchSize = v },
            "Sketches in a step.", "128", "sketches"),
        ConfigKey.Create("learning_rate", ConfigGroup.Optimisation, Number(0, 1, aboveMin: true),
            c => c.LearningRate, (c, v) => c with { LearningRate = v },
            "Learning rate at the first step.", "0.001"),
        ConfigKey.Create("min_learning_rate", ConfigGroup.Optimisation, Number(0, 1), c => c.MinLearningRate, (c, v) => c with { MinLearningRate = v },
            "Learning rate that is approached at the end, not above learning_rate.", "1e-5"),
        ConfigKey.Create("decay_rate", ConfigGroup.Optimisation, Number(0, 1, aboveMin: true), c => c.DecayRate, (c, v) => c with { DecayRate = v },
            "Factor by which the learning rate nears its minimum every decay_steps steps.", "0.9999"),
        ConfigKey.Create("decay_steps", ConfigGroup.Optimisation, Integer(1), c => c.DecaySteps, (c, v) => c with { DecaySteps = v },
            "Steps for one factor of decay_rate.", "3", "steps", reference: "3"),
        ConfigKey.Create("grad_clip", ConfigGroup.Optimisation, Number(0, 1e6, aboveMin: true), c => c.GradClip, (c, v) => c with { GradClip = v },
            "Limit of every element of a gradient, either way.", "1"),
        ConfigKey.Create("adam_beta1", ConfigGroup.Optimisation, Number(0, 1, belowMax: true), c => c.AdamBeta1, (c, v) => c with { AdamBeta1 = v },
            "Adam's decay of the mean gradient.", "0.5"),
        ConfigKey.Create("adam_beta2", ConfigGroup.Optimisation, Number(0, 1, belowMax: true), c => c.AdamBeta2, (c, v) => c with { AdamBeta2 = v },
            "Adam's decay of the mean squared gradient.", "0.999"),
        ConfigKey.Create("adam_epsilon", ConfigGroup.Optimisation, Number(0, 1, aboveMin: true), c => c.AdamEpsilon, (c, v) => c with { AdamEpsilon = v },
            "What Adam adds to the root of the mean squared gradient.", "1e-8"),
        ConfigKey.Create("de_weight", ConfigGroup.Optimisation, Number(0, 1e6), c => c.DeWeight, (c, v) => c with { DeWeight = v },
            "Weight of the pixel loss.", "0.5"),
        ConfigKey.Create("kl_start", ConfigGroup.Optimisation, Number(0, 1), c => c.KlStart, (c, v) => c with { KlStart = v },
            "Weight of the latent losses at the first step.", "0.001"),
        ConfigKey.Create("kl_decay", ConfigGroup.Optimisation, Number(0, 1), c => c.KlDecay, (c, v) => c with { KlDecay = v },
            "Factor a step by which the weight of the latent losses nears 1.", "0.9999"),
    ];

    private static ConfigKey[] RunKeys() =>
    [
        ConfigKey.Create("num_steps", ConfigGroup.Run, Integer(1), c => c.NumSteps, (c, v) => c with { NumSteps = v },
            "Training ends after this many steps.", "20000", "steps"),
        ConfigKey.Create("num_epochs", ConfigGroup.Run, Integer(1), c => c.NumEpochs, (c, v) => c with { NumEpochs = v },
            "Training ends after this many epochs.", "100", "epochs"),
        ConfigKey.Create("max_minutes", ConfigGroup.Run, Number(0, 1e6), c => c.MaxMinutes, (c, v) => c with { MaxMinutes = v },
            "Training ends after this much wall-clock time; 0 for no limit.", "30", "minutes"),
        ConfigKey.Create("save_every", ConfigGroup.Run, Integer(1), c => c.SaveEvery, (c, v) => c with { SaveEvery = v },
            "From one validation to the next.", "1", "epochs"),
        ConfigKey.Create("patience", ConfigGroup.Run, Integer(1), c => c.Patience, (c, v) => c with { Patience = v },
            "Training ends after this many validations in a row without improvement.", "5", "validations"),
        ConfigKey.Create("temperature", ConfigGroup.Run, Number(0, 10, aboveMin: true), c => c.Temperature, (c, v) => c with { Temperature = v },
            "Temperature of sampling: less is tamer.", "0.24"),
        ConfigKey.Create("seed", ConfigGroup.Run, Seed(), c => c.Seed, (c, v) => c with { Seed = v },
            "Seed of every random draw.", "42"),
        ConfigKey.Create("compat", ConfigGroup.Run, Choice(("default", Compatibility.Default), ("reference", Compatibility.Reference)),
            c => c.Compat, (c, v) => c with { Compat = v },
            "Whether the original's defects that change numbers are mended (default) or reproduced (reference).", "reference"),
        ConfigKey.Create("device", ConfigGroup.Run, Choice(("cpu", ComputeDevice.Cpu), ("cuda", ComputeDevice.Cuda)),
            c => c.Device, (c, v) => c with { Device = v },
            "Where tensors are computed.", "cpu"),
        ConfigKey.Create("threads", ConfigGroup.Run, Integer(0, 1024), c => c.Threads, (c, v) => c with { Threads = v },
            "Threads of the tensor library; 0 for one per core.", "2", "threads"),
        ConfigKey.Create("wait_policy", ConfigGroup.Run, Choice(("active", WaitPolicy.Active), ("passive", WaitPolicy.Passive)),
            c => c.WaitPolicy, (c, v) => c with { WaitPolicy = v },
            "Whether waiting threads spin (active) or sleep (passive: better when other programs want the cores).", "passive"),
    ];
}
