using System.Numerics;
using RpclPix2Seq.Codes;
using RpclPix2Seq.Latent;
using RpclPix2Seq.Models;
using RpclPix2Seq.Sampling;
using RpclPix2Seq.Sketches.Images.Raster;
using RpclPix2Seq.Studio.Contract;
using RpclPix2Seq.Torch;

namespace RpclPix2Seq.Studio.Inference;

/// <summary>The model of the studio, and what it can do, in terms of requests and answers.</summary>
internal sealed class StudioModel : IDisposable
{
    private const int MostComponents = 10, HashDigits = 16;

    private readonly LoadedModel _loaded;
    private readonly SamplingOptions _defaults;

    /// <param name="loaded">The model; owned.</param>
    /// <param name="folder">Its folder.</param>
    /// <param name="shipped">Whether it is the one that ships with the program.</param>
    public StudioModel(LoadedModel loaded, string folder, bool shipped)
    {
        _loaded = loaded;
        Folder = ModelFolder.Locate(folder);
        Name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        IsShipped = shipped;
        Hash = CheckpointManifest.Sha256Of(Path.Combine(Folder, ModelFolder.TensorFile))[..HashDigits];
        Mixture = MixtureValues.Of(loaded.Model.Mixture, loaded.Config.ComponentThreshold);
        _defaults = SamplingOptions.For(loaded) with { MinimumSigma = loaded.Config.SmallestSigma() };
        Worker = new ModelWorker(loaded) { Began = sketches => BatchBegan?.Invoke(sketches) };
    }

    /// <summary>Called with the number of sketches of every batch that begins.</summary>
    public Action<int>? BatchBegan { get; set; }

    /// <summary>The folder that holds its files.</summary>
    public string Folder { get; }

    /// <summary>The name of the folder that was asked for.</summary>
    public string Name { get; }

    /// <summary>Whether it is the one that ships with the program.</summary>
    public bool IsShipped { get; }

    /// <summary>The first 16 hex digits of the SHA-256 of its weights.</summary>
    public string Hash { get; }

    /// <summary>Its configuration.</summary>
    public ModelConfig Config => _loaded.Config;

    /// <summary>Training steps that it has seen.</summary>
    public long Step => _loaded.Facts.Step;

    /// <summary>Z.</summary>
    public int CodeSize => _loaded.Model.Shape.CodeSize;

    /// <summary>Whether it has an encoder.</summary>
    public bool Encodes => !_loaded.Facts.IsDecoderOnly;

    /// <summary>The number of trainable parameters.</summary>
    public long Parameters => _loaded.ParameterCount;

    /// <summary>The most rows of a sketch that it draws.</summary>
    public int MaxLength => _defaults.MaxLength;

    /// <summary>The mixture of its codes.</summary>
    public MixtureValues Mixture { get; }

    /// <summary>How it draws where a request does not say.</summary>
    public SamplingChoice Sampling => ChoiceOf(_defaults);

    /// <summary>The thread that computes.</summary>
    public ModelWorker Worker { get; }

    /// <summary>Computes once all that a first request needs, so that it need not wait.</summary>
    public async Task WarmAsync(CancellationToken cancellationToken)
    {
        Vector2[][] line = [[new(0, 0), new(100, 100)]];
        if (Encodes)
            await EncodeAsync(line, "", cancellationToken).ConfigureAwait(false);
        PlacedCode code = new(Mixture.MeanOf(Mixture.Alive[0]).ToArray(), Mixture.Alive[0]);
        SketchPlan plan = new(code, _defaults with { MaxLength = Math.Min(8, MaxLength) }, null);
        await foreach (SketchEvent _ in DrawAsync([plan], cancellationToken).ConfigureAwait(false))
        {
        }
    }

    /// <summary>Encodes a sketch.</summary>
    /// <param name="strokes">Checked strokes.</param>
    /// <param name="field">Where they come from, for messages.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<EncodedAnswer> EncodeAsync(Vector2[][] strokes, string field, CancellationToken cancellationToken)
    {
        RequireEncoder(field);
        RasterOptions pictures = Config.PictureOptions();
        EncoderInput input = EncoderInput.Of(SketchStrokes.Whole(strokes, Config.FirstRow));
        byte[] picture = new byte[pictures.Size * pictures.Size];
        new Rasterizer(pictures).Draw(input.Sketch!.As(pictures.FirstRow).Points, picture);
        if (!picture.AsSpan().ContainsAnyExcept(byte.MaxValue))
            throw RequestException.Range(field, "a drawing with ink", "only dots; a line needs two points");
        SketchCodes codes = await Worker.Ask(loaded => SketchCodes.Of(loaded, [input]), cancellationToken).ConfigureAwait(false);
        ProbabilityAnswer[] components =
        [
            .. codes.Posterior.Select((probability, k) => new ProbabilityAnswer(k, probability)).Where(each => each.Probability > 0)
                .OrderByDescending(each => each.Probability).ThenBy(each => each.Id).Take(MostComponents),
        ];
        return new EncodedAnswer(codes.Mean, [.. picture.Select(gray => (byte)(byte.MaxValue - gray))], components);
    }

    /// <summary>The codes that sketches are drawn from; those of one source are alike unless it is a component.</summary>
    /// <param name="source">The source.</param>
    /// <param name="count">How many.</param>
    /// <param name="seed">Of the first; every other has the next one.</param>
    /// <param name="field">Where the source comes from, for messages.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<PlacedCode[]> CodesOfAsync(
        SourceChoice source, int count, long seed, string field, CancellationToken cancellationToken)
    {
        int members = (source.Strokes is null ? 0 : 1) + (source.Code is null ? 0 : 1) + (source.Component is null ? 0 : 1);
        if (members != 1)
            throw RequestException.Range(field, "exactly one of strokes, code and component", $"{members} of them");
        if (source.Component is { } component)
        {
            if (!Mixture.Alive.Contains(component.Id))
                throw RequestException.Range(
                    $"{field}.component.id", $"a live component: {string.Join(", ", Mixture.Alive.Order())}", $"{component.Id}");
            return await Worker.Ask(
                loaded => Enumerable.Range(0, count).Select(i => Drawn(loaded, component, seed + i)).ToArray(), cancellationToken)
                .ConfigureAwait(false);
        }

        float[] code = source.Code is { } given
            ? Checks.Code(given, CodeSize, $"{field}.code")
            : (await EncodeAsync(Checks.Strokes(source.Strokes!, $"{field}.strokes"), $"{field}.strokes", cancellationToken)
                .ConfigureAwait(false)).Code;
        return [.. Enumerable.Repeat((await PlaceAsync([code], cancellationToken).ConfigureAwait(false))[0], count)];
    }

    /// <summary>Codes with the component that each most likely belongs to.</summary>
    public async Task<PlacedCode[]> PlaceAsync(float[][] codes, CancellationToken cancellationToken)
    {
        int[] components = await ComponentsOfAsync([.. codes.SelectMany(code => code)], cancellationToken).ConfigureAwait(false);
        return [.. codes.Select((code, i) => new PlacedCode(code, components[i]))];
    }

    private Task<int[]> ComponentsOfAsync(float[] codes, CancellationToken cancellationToken) => Worker.Ask(
        loaded => CodeSource.ComponentsOf(
            loaded.Model,
            TorchSharp.torch.tensor(codes, [codes.Length / CodeSize, CodeSize]).to(loaded.Model.Type).to(loaded.Model.Device)),
        cancellationToken);

    /// <summary>Codes that explain the beginning of a sketch; codes of the mixture where it has no row yet.</summary>
    /// <param name="beginning">The beginning.</param>
    /// <param name="count">How many codes.</param>
    /// <param name="seed">Their seed.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<PlacedCode[]> LikelyCodesAsync(SketchBeginning beginning, int count, long seed, CancellationToken cancellationToken) =>
        Worker.Ask(
        loaded =>
        {
            TorchSharp.torch.Tensor codes = beginning.Rows.Length > 0
                ? new LikelyCodes(loaded, seed).Draw(beginning.Rows, count, cancellationToken)
                : CodeSource.FromMixture(
                    loaded.Model, count, null, loaded.Config.ComponentThreshold, _defaults.CodeTemperature, seed).Codes;
            int[] components = CodeSource.ComponentsOf(loaded.Model, codes);
            return codes.Floats().Chunk(CodeSize).Select((code, i) => new PlacedCode(code, components[i])).ToArray();
        },
        cancellationToken);

    /// <summary>The beginning of a sketch as the decoder reads it.</summary>
    /// <param name="strokes">Checked strokes.</param>
    /// <param name="isOpen">Whether the pen is still down at the last point.</param>
    /// <param name="field">Where they come from, for messages.</param>
    public SketchBeginning BeginningOf(Vector2[][] strokes, bool isOpen, string field)
    {
        Sketch rows = SketchStrokes.Beginning(strokes, isOpen, Config.FirstRow);
        return rows.Length < MaxLength
            ? new SketchBeginning(strokes, isOpen, rows)
            : throw RequestException.Range(field, $"fewer than {MaxLength} points after simplification", $"{rows.Length}");
    }

    /// <summary>How to draw, as a request says or by default.</summary>
    public SamplingOptions OptionsOf(SamplingChoice? choice)
    {
        choice = Checks.Sampling(choice ?? new SamplingChoice(), "sampling");
        return _defaults with
        {
            Temperature = choice.Temperature ?? _defaults.Temperature,
            SpreadTemperature = choice.SigmaTemperature ?? _defaults.SpreadTemperature,
            PenTemperature = choice.PenTemperature ?? _defaults.PenTemperature,
            BestOf = choice.BestOf ?? _defaults.BestOf,
            Seed = choice.Seed ?? _defaults.Seed,
        };
    }

    /// <summary>Draws sketches together with all others that are wanted now.</summary>
    /// <param name="plans">What to draw.</param>
    /// <param name="cancellationToken">Stops the drawing.</param>
    /// <returns>Points as they are drawn, and each sketch once it is complete.</returns>
    public IAsyncEnumerable<SketchEvent> DrawAsync(IReadOnlyList<SketchPlan> plans, CancellationToken cancellationToken) =>
        new DrawingSession(this, plans).RunAsync(cancellationToken);

    /// <summary>Draws sketches and gives them when all are complete.</summary>
    public async Task<DrawnSketches> DrawAllAsync(IReadOnlyList<SketchPlan> plans, CancellationToken cancellationToken)
    {
        DrawnAnswer?[] all = new DrawnAnswer?[plans.Count];
        await foreach (SketchEvent now in DrawAsync(plans, cancellationToken).ConfigureAwait(false))
        {
            if (now.Drawn is { } drawn)
                all[drawn.Sketch] = drawn;
        }

        return new DrawnSketches([.. all.Select(drawn => drawn!)]);
    }

    /// <summary>How a sketch was drawn, in terms of requests.</summary>
    public static SamplingChoice ChoiceOf(SamplingOptions options) => new(
        options.Temperature, options.SpreadTemperature ?? options.Temperature, options.PenTemperature ?? options.Temperature,
        options.BestOf, options.Seed);

    /// <summary>Throws where the model is a decoder alone.</summary>
    public void RequireEncoder(string field)
    {
        if (!Encodes)
            throw RequestException.Range(field, "a code or a component", "a drawing; this model has no encoder and cannot read drawings");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Worker.Dispose();
        _loaded.Dispose();
    }

    private static PlacedCode Drawn(LoadedModel loaded, ComponentChoice component, long seed) => new(
        CodeSource.FromMixture(
            loaded.Model, 1, component.Id, loaded.Config.ComponentThreshold,
            component.Mean ? 0 : loaded.Config.CodeTemperature, seed).Codes.Floats(),
        component.Id);
}

/// <summary>A code, and the component that it was drawn from or most likely belongs to.</summary>
internal sealed record PlacedCode(float[] Code, int Component);

/// <summary>Strokes that were given, whether the pen is still down, and the rows that the decoder reads of them.</summary>
internal sealed record SketchBeginning(Vector2[][] Strokes, bool IsOpen, Sketch Rows);

/// <summary>A sketch to draw.</summary>
/// <param name="From">The code.</param>
/// <param name="Options">How to draw.</param>
/// <param name="Beginning">What it begins with, or null.</param>
internal sealed record SketchPlan(PlacedCode From, SamplingOptions Options, SketchBeginning? Beginning);

/// <summary>A point that was just drawn, or a complete sketch.</summary>
internal readonly record struct SketchEvent(PointAnswer? Point, DrawnAnswer? Drawn);
