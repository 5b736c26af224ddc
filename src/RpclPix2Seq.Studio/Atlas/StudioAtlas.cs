using System.Numerics;
using RpclPix2Seq.Models;
using RpclPix2Seq.Studio.Contract;
using RpclPix2Seq.Studio.Inference;

namespace RpclPix2Seq.Studio.Atlas;

/// <summary>The map of the codes and the cards of the components. What takes long is made once, in the background.</summary>
internal sealed class StudioAtlas
{
    // Of many sketches those are shown.
    private const int MostSketches = 20_000, MixtureDraws = 2000;
    private const int Samples = 6, Exemplars = 8;

    private readonly StudioModel _model;
    private readonly SketchDataset? _data;
    private readonly CancellationToken _stopping;
    private readonly Lazy<Task<CodedSketches?>> _coded;
    private readonly Lazy<Task<CodeMap>> _map;
    private readonly Lazy<Task<IReadOnlyList<Vector2[]>[][]>> _samples;
    private volatile MapProgress _progress = new(MapStage.Codes, 0);

    /// <param name="model">The model.</param>
    /// <param name="data">The data, or null.</param>
    /// <param name="stopping">Canceled when the server stops.</param>
    public StudioAtlas(StudioModel model, SketchDataset? data, CancellationToken stopping)
    {
        _model = model;
        _data = model.Encodes ? data : null;
        _stopping = stopping;
        Names = new ComponentNames(model.Folder);
        _coded = new(() => Task.Run(EncodeAsync, CancellationToken.None));
        _map = new(() => Task.Run(MakeMapAsync, CancellationToken.None));
        _samples = new(() => Task.Run(DrawSamplesAsync, CancellationToken.None));
    }

    /// <summary>The names of the components.</summary>
    public ComponentNames Names { get; }

    /// <summary>The map, once it is made.</summary>
    public Task<CodeMap> MapAsync(CancellationToken cancellationToken) => _map.Value.WaitAsync(cancellationToken);

    /// <summary>How far the map is; the first to ask begins it.</summary>
    public async Task<MapProgress> ProgressAsync()
    {
        Task<CodeMap> map = _map.Value;
        if (map.IsCompleted)
            _ = await map.ConfigureAwait(false); // says why there is none
        return map.IsCompleted ? new MapProgress(MapStage.Done, 1) : _progress;
    }

    /// <summary>All cards, the heaviest component first. Sketches of the data appear as soon as they are encoded.</summary>
    public async Task<ComponentCard[]> CardsAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<Vector2[]>[][] samples = await _samples.Value.WaitAsync(cancellationToken).ConfigureAwait(false);
        CodedSketches? coded = _coded.Value.IsCompletedSuccessfully ? await _coded.Value.ConfigureAwait(false) : null;
        return [.. _model.Mixture.Alive
            .Select((k, i) => new ComponentCard(k, _model.Mixture.Weight[k], Names[k], samples[i], ExemplarsOf(k, coded)))];
    }

    /// <summary>The card of a component.</summary>
    /// <exception cref="RequestException">There is no such live component.</exception>
    public async Task<ComponentCard> CardAsync(int component, CancellationToken cancellationToken) =>
        (await CardsAsync(cancellationToken).ConfigureAwait(false)).FirstOrDefault(card => card.Id == component)
            ?? throw RequestException.Missing("live component", $"{component}");

    /// <summary>The strokes of a sketch of the data.</summary>
    public IReadOnlyList<Vector2[]> StrokesOf(LabeledSketch sketch) =>
        SketchStrokes.Of(sketch.Sketch, sketch.Sketch.FirstRow ?? _data?.FirstRow ?? _model.Config.FirstRow);

    private async Task<CodedSketches?> EncodeAsync() =>
        _data is null
            ? null
            : await CodedSketches.OfAsync(_data, _model, MostSketches, At(MapStage.Codes), _stopping).ConfigureAwait(false);

    private async Task<CodeMap> MakeMapAsync()
    {
        CodedSketches? coded = await _coded.Value.ConfigureAwait(false);
        Action<double> done = At(MapStage.Layout);
        done(0);
        return coded is null
            ? await CodeMap.OfMixtureAsync(_model, MixtureDraws, done, _stopping).ConfigureAwait(false)
            : CodeMap.Of(coded, done, _stopping);
    }

    private Action<double> At(MapStage stage) => share => _progress = new MapProgress(stage, share);

    /// <summary>Of each component its mean and draws of it.</summary>
    private async Task<IReadOnlyList<Vector2[]>[][]> DrawSamplesAsync()
    {
        SamplingOptions options = _model.OptionsOf(null);
        List<SketchPlan> plans = [];
        foreach (int k in _model.Mixture.Alive)
        {
            PlacedCode mean = new(_model.Mixture.MeanOf(k).ToArray(), k);
            PlacedCode[] draws = await _model.CodesOfAsync(new SourceChoice(Component: new ComponentChoice(k)), Samples - 1, options.Seed,
                "", _stopping)
                .ConfigureAwait(false);
            plans.AddRange([new SketchPlan(mean, options, null), .. draws.Select(code => new SketchPlan(code, options, null))]);
        }

        DrawnSketches drawn = await _model.DrawAllAsync(plans, _stopping).ConfigureAwait(false);
        return [.. drawn.Sketches.Select(sketch => sketch.Strokes).Chunk(Samples)];
    }

    /// <summary>Those nearest to the mean in the component's own metric.</summary>
    private IReadOnlyList<Vector2[]>[] ExemplarsOf(int component, CodedSketches? coded)
    {
        if (coded is null)
            return [];
        return
        [
            .. Enumerable.Range(0, coded.Sketches.Length).Where(i => coded.Components[i] == component).OrderBy(Distance).Take(Exemplars)
                .Select(i => StrokesOf(coded.Sketches[i])),
        ];

        double Distance(int sketch)
        {
            ReadOnlySpan<float> code = coded.Codes.AsSpan(sketch * _model.CodeSize, _model.CodeSize),
                mean = _model.Mixture.MeanOf(component),
                variance = _model.Mixture.VarianceOf(component);
            double sum = 0;
            for (int d = 0; d < code.Length; d++)
                sum += (code[d] - mean[d]) * (double)(code[d] - mean[d]) / variance[d];
            return sum;
        }
    }
}
