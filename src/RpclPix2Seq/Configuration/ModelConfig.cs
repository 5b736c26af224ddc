using RpclPix2Seq.Configuration;
using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.Sketches.Images.Raster;
using RpclPix2Seq.Sketches.Strokes;

namespace RpclPix2Seq;

/// <summary>
/// All settings that determine what a run computes, with their defaults; no default is stated anywhere else. Keys in files and on the
/// command line are the names below in snake_case, matching the original program's names where it has them (docs/original.md §0);
/// <see cref="ConfigKeys"/> holds the range of each. Values are not checked when they are set: call <see cref="Validate"/>, or build with
/// <see cref="ConfigBuilder"/>.
/// </summary>
public sealed partial record ModelConfig
{
    /// <summary>A configuration with all defaults.</summary>
    public static ModelConfig Defaults { get; } = new();

    /// <summary>Names of the data files: one or more, all different. Data of several categories are concatenated in this order.</summary>
    public IReadOnlyList<string> Categories { get; init; } = ["bee", "bus", "flower", "giraffe", "pig"];

    /// <summary>Maximum number of sketches read per category and split, 1 to 10,000,000.</summary>
    public int NumPerCategory { get; init; } = 70000;

    /// <summary>
    /// Maximum number of stroke-5 rows T: −1 for the longest sketch found, or 1 to 65,535; longer sketches are then left out, with their
    /// pictures.
    /// </summary>
    public int MaxSeqLen { get; init; } = -1;

    /// <summary>
    /// Width and height of the pictures in pixels, a multiple of 16 from 32 to 512: the encoder halves it four times, and normalizing a
    /// one-pixel plane leaves only zeros.
    /// </summary>
    public int PngWidth { get; init; } = 48;

    /// <summary>What the first stroke-3 row of a sketch means.</summary>
    public FirstRow FirstRow { get; init; } = FirstRow.Move;

    /// <summary>Each axis of a training sequence is stretched by a factor within 1 ± this, 0 to below 1.</summary>
    public double RandomScaleFactor { get; init; } = 0.1;

    /// <summary>Probability, 0 to 1, that a point inside a training stroke is merged into the one before it.</summary>
    public double AugmentStrokeProb { get; init; } = 0.1;

    /// <summary>Training pictures are shrunk by a factor drawn between this and 1; above 0 to 1.</summary>
    public double PngScaleRatio { get; init; } = 0.98;

    /// <summary>Training sketches, strokes and picture alike, are rotated by an angle within ± this many degrees, 0 to 180.</summary>
    public double PngRotateAngle { get; init; }

    /// <summary>Training pictures are shifted by an offset within ± this many pixels on each axis, 0 to 512.</summary>
    public double PngTranslateDist { get; init; }

    /// <summary>The cell of the sequence decoder.</summary>
    public DecoderModel DecModel { get; init; } = DecoderModel.Hyper;

    /// <summary>What the sequence decoder reads at a step. Always offsets when <see cref="Compat"/> is reference.</summary>
    public DecoderInput DecoderInput { get; init; } = DecoderInput.Offsets;

    /// <summary>Units R of the sequence decoder, 1 to 16,384.</summary>
    public int DecRnnSize { get; init; } = 2048;

    /// <summary>Units of the auxiliary cell inside the hyper cell, 1 to 16,384.</summary>
    public int HyperNumUnits { get; init; } = 256;

    /// <summary>Width of the embedding through which the auxiliary cell scales the weights, 1 to 4,096.</summary>
    public int HyperEmbeddingSize { get; init; } = 32;

    /// <summary>Gaussians M of the decoder's output density for one offset, 1 to 1,000. Not those of the latent mixture.</summary>
    public int NumDecoderMixture { get; init; } = 20;

    /// <summary>
    /// Floor of the decoder's standard deviations, in normalized data units, 0 to 1. Ignored when <see cref="Compat"/> is reference.
    /// </summary>
    public double MinSigma { get; init; } = 0.005;

    /// <summary>Whether recurrent dropout acts on the candidate of the decoder's cell.</summary>
    public bool UseRecurrentDropout { get; init; } = true;

    /// <summary>Probability that recurrent dropout KEEPS a value, above 0 to 1.</summary>
    public double RecurrentDropoutProb { get; init; } = 0.9;

    /// <summary>Whether dropout acts on the input of the decoder's cell.</summary>
    public bool UseInputDropout { get; init; }

    /// <summary>Probability that input dropout KEEPS a value, above 0 to 1.</summary>
    public double InputDropoutProb { get; init; } = 0.9;

    /// <summary>Whether dropout acts on the output of the decoder's cell.</summary>
    public bool UseOutputDropout { get; init; }

    /// <summary>Probability that output dropout KEEPS a value, above 0 to 1.</summary>
    public double OutputDropoutProb { get; init; } = 0.9;

    /// <summary>Numbers Z in a latent code, 1 to 4,096.</summary>
    public int ZSize { get; init; } = 128;

    /// <summary>
    /// Clusters of the latent mixture, 1 to 4,096. With <see cref="NumSub"/> components each, at most 65,536 in all, 1,024 for rpcl.
    /// </summary>
    public int NumMixture { get; init; } = 5;

    /// <summary>Components per cluster of the latent mixture, 1 to 4,096.</summary>
    public int NumSub { get; init; } = 2;

    /// <summary>
    /// Parents I of the components if <see cref="LatentMethod"/> is hierarchy, 1 to 4,096. If there are fewer parents than components, they
    /// group them.
    /// </summary>
    public int NumUpper { get; init; } = 4;

    /// <summary>The prior of the latent codes. Always gmm when <see cref="Compat"/> is reference.</summary>
    public LatentPrior Prior { get; init; } = LatentPrior.Gmm;

    /// <summary>How the latent mixture is updated. Always reference when <see cref="Compat"/> is reference.</summary>
    public LatentMethod LatentMethod { get; init; } = LatentMethod.Rpcl;

    /// <summary>Initialization of the latent mixture.</summary>
    public LatentStart LatentStart { get; init; } = LatentStart.Codes;

    /// <summary>
    /// Weight η of a step's estimate in the running latent mixture, above 0 to 1. Not used by the rpcl method, which learns from an epoch
    /// of codes.
    /// </summary>
    public double GmmSmoothing { get; init; } = 0.05;

    /// <summary>Weight with which a rival is pushed away, 0 to below 1. Used by the reference and hierarchy methods.</summary>
    public double DeLearningRate { get; init; } = 1e-4;

    /// <summary>
    /// Steps before components compete, from 0. With latent_start codes the components are copies of one Gaussian until then.
    /// </summary>
    public int RpclStart { get; init; } = 500;

    /// <summary>
    /// Period of the competitive steps, from 1; all other steps are expectation maximization. Used by the reference and hierarchy methods.
    /// </summary>
    public int RpclPeriod { get; init; } = 3;

    /// <summary>Floor of a component's responsibility, 0 to 0.1. Used by the reference method only.</summary>
    public double PosteriorFloor { get; init; } = 1e-5;

    /// <summary>Mixing weight below which a component counts as dead, 0 to below 1.</summary>
    public double ComponentThreshold { get; init; } = 1e-3;

    /// <summary>Weight of the latent losses at step 0, 0 to 1; at step t it is 1 − (1 − kl_start)·kl_decay^t.</summary>
    public double KlStart { get; init; } = 0.001;

    /// <summary>Factor per step on the distance of the latent losses' weight from 1, 0 to 1.</summary>
    public double KlDecay { get; init; } = 0.9999;

    /// <summary>
    /// Constant factor on the weight of the latent losses, 0 to 1,000,000. Always 1 when <see cref="Compat"/> is reference.
    /// </summary>
    public double LatentWeight { get; init; } = 0.1;

    /// <summary>Weight of the pixel loss in the sum of losses, 0 to 1,000,000.</summary>
    public double DeWeight { get; init; } = 0.5;

    /// <summary>
    /// Weight of the loss of classifying a sketch by its code, 0 to 1,000,000; 0 to learn from drawings alone, as in the original.
    /// </summary>
    public double CategoryWeight { get; init; }

    /// <summary>Sketches B per step, 1 to 65,536.</summary>
    public int BatchSize { get; init; } = 200;

    /// <summary>Learning rate at step 0, above 0 to 1.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Learning rate approached at the end, 0 to 1, at most <see cref="LearningRate"/>.</summary>
    public double MinLearningRate { get; init; } = 1e-5;

    /// <summary>Factor by which the learning rate approaches its minimum every <see cref="DecaySteps"/> steps, above 0 to 1.</summary>
    public double DecayRate { get; init; } = 0.9999;

    /// <summary>Steps per factor of <see cref="DecayRate"/>, from 1; always 3 when <see cref="Compat"/> is reference.</summary>
    public int DecaySteps { get; init; } = 1;

    /// <summary>Every gradient element is clipped to ± this, above 0 to 1,000,000.</summary>
    public double GradClip { get; init; } = 1.0;

    /// <summary>Adam's decay of the mean gradient, 0 to below 1.</summary>
    public double AdamBeta1 { get; init; } = 0.5;

    /// <summary>Adam's decay of the mean squared gradient, 0 to below 1.</summary>
    public double AdamBeta2 { get; init; } = 0.999;

    /// <summary>Adam's ε, added to the root of the mean squared gradient, above 0 to 1.</summary>
    public double AdamEpsilon { get; init; } = 1e-8;

    /// <summary>Training ends after this many steps, from 1.</summary>
    public int NumSteps { get; init; } = 1000001;

    /// <summary>Training ends after this many epochs, from 1.</summary>
    public int NumEpochs { get; init; } = 100000;

    /// <summary>Training ends after this many minutes of wall-clock time; 0 for no limit.</summary>
    public double MaxMinutes { get; init; }

    /// <summary>Minimum number of epochs between validations, from 1.</summary>
    public int SaveEvery { get; init; } = 1;

    /// <summary>
    /// Minimum number of steps between validations, from 0: with few drawings an epoch is too short for a meaningful validation. Always 0
    /// when <see cref="Compat"/> is reference.
    /// </summary>
    public int SaveSteps { get; init; } = 100;

    /// <summary>Training ends after this many validations in a row without improvement of the stroke loss L_seq, from 1.</summary>
    public int Patience { get; init; } = 5;

    /// <summary>Training steps between two lines of metrics, from 1.</summary>
    public int ReportSteps { get; init; } = 20;

    /// <summary>
    /// A checkpoint is written at least once in this many minutes of training, in addition to those at validations; 0 for those alone.
    /// </summary>
    public double CheckpointMinutes { get; init; } = 10;

    /// <summary>A checkpoint is written at least once in this many steps, likewise; 0 for no such rule.</summary>
    public int CheckpointSteps { get; init; }

    /// <summary>Number of newest checkpoints kept in addition to the best, 2 to 1,000: one of them may turn out to be damaged.</summary>
    public int KeepCheckpoints { get; init; } = 3;

    /// <summary>
    /// Parts into which every batch is cut, a power of two up to 4,096. Results depend on it in their last bits (and in what dropout
    /// draws), but not on how many processes share the parts.
    /// </summary>
    public int Shards { get; init; } = 1;

    /// <summary>How long a process waits for the others that train with it before training ends, above 0, in seconds.</summary>
    public double RankTimeout { get; init; } = 120;

    /// <summary>Temperature of the weights of the decoder's mixture in sampling, 0 to 10: lower is less random, 0 is greedy.</summary>
    public double Temperature { get; init; } = 0.24;

    /// <summary>
    /// Temperature of the spread of offsets in sampling, 0 to 10; 0 for none. <see cref="Temperature"/> instead when <see cref="Compat"/>
    /// is reference.
    /// </summary>
    public double SpreadTemperature { get; init; } = 0.06;

    /// <summary>
    /// Temperature of the pen in sampling, 0 to 10; 0 is greedy. A low one makes the end rare. <see cref="Temperature"/> instead when
    /// <see cref="Compat"/> is reference.
    /// </summary>
    public double PenTemperature { get; init; } = 0.5;

    /// <summary>
    /// Temperature of codes that are drawn from the mixture, 0 to 10: 1 is the mixture itself, lower makes more typical sketches, 0 draws
    /// the components' means. Always 1 when <see cref="Compat"/> is reference.
    /// </summary>
    public double CodeTemperature { get; init; } = 1;

    /// <summary>Seed of every random draw, 0 to 2^63 − 1.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Whether the original's defects that change numbers are fixed or reproduced.</summary>
    public Compatibility Compat { get; init; } = Compatibility.Default;

    /// <summary>Where tensors are computed.</summary>
    public ComputeDevice Device { get; init; } = ComputeDevice.Cpu;

    /// <summary>Threads of the tensor library, 1 to 1,024; 0 for one per core.</summary>
    public int Threads { get; init; }

    /// <summary>What those threads do while they wait.</summary>
    public WaitPolicy WaitPolicy { get; init; } = WaitPolicy.Active;

    /// <summary>Which implementation computes the parts that have two.</summary>
    public KernelPath Kernels { get; init; } = KernelPath.Automatic;

    /// <summary>Precision of the inputs of matrix products; weights and states are always in single precision.</summary>
    public ProductPrecision Precision { get; init; } = ProductPrecision.Automatic;

    /// <summary>
    /// Components K of the latent mixture: <see cref="NumMixture"/>·<see cref="NumSub"/>, or one if <see cref="Prior"/> is standard.
    /// </summary>
    public int NumComponents => Prior == LatentPrior.Standard ? 1 : NumMixture * NumSub;

    /// <summary>Reads a config.json, or the original program's model_config.json; missing keys get their defaults.</summary>
    /// <exception cref="InputException">The file cannot be read or something in it is wrong; the message gives line and column.</exception>
    public static ModelConfig Load(string path) => new ConfigBuilder().ApplyFile(path).Build().Config;

    /// <summary>This configuration as JSON: every key, always in the same order, one per line.</summary>
    public string ToJson() => ConfigJson.Write(this);

    /// <summary>Writes <see cref="ToJson"/> to a file atomically.</summary>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public void Save(string path) => AtomicFile.WriteAllText(path, ToJson());

    /// <summary>How pictures are drawn.</summary>
    internal RasterOptions PictureOptions()
    {
        RasterOptions mode = Compat == Compatibility.Reference ? RasterOptions.Reference : RasterOptions.Default;
        return mode with { Size = PngWidth, FirstRow = FirstRow };
    }

    /// <summary>
    /// The limit to which sketch offsets are clamped, in data units: the original's with compat=reference; otherwise infinity, so sketches
    /// stay as drawn.
    /// </summary>
    public float LargestOffset() => Compat == Compatibility.Reference ? StrokeCleaning.ReferenceLimit : float.PositiveInfinity;

    /// <summary>Smallest σ of the decoder's density: <see cref="MinSigma"/>, or 0 with compat=reference.</summary>
    public double SmallestSigma() => Compat == Compatibility.Reference ? 0 : MinSigma;
}
