using RpclPix2Seq.Codes;
using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Sampling;

/// <content>Drawing from points of the latent space: on paths between them, at sums and differences, around them, and from them after a
/// given beginning.</content>
internal sealed partial class SketchGenerator
{
    /// <summary>Draws from points of the latent space.</summary>
    /// <param name="places">The points; at least one.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    /// <returns>A drawing for each.</returns>
    /// <exception cref="InputException">There is no such live component, or no drawing of a point has ink.</exception>
    public GeneratedSketch[] At(IReadOnlyList<LatentPoint> places, CancellationToken cancellationToken = default)
    {
        using IDisposable scope = NewDisposeScope();
        return Draw(Codes(places), null, cancellationToken);
    }

    /// <summary>Draws several sketches from one point of the latent space.</summary>
    /// <param name="place">The point.</param>
    /// <param name="count">How many; all identical if drawing is greedy.</param>
    /// <param name="drawn">Called with how many are done.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    /// <exception cref="InputException">There is no such live component, or no drawing of the point has ink.</exception>
    public GeneratedSketch[] At(LatentPoint place, int count, Action<int>? drawn = null, CancellationToken cancellationToken = default)
    {
        using IDisposable scope = NewDisposeScope();
        return Draw(Repeat(Code(place), count), drawn, cancellationToken);
    }

    /// <summary>
    /// As <see cref="At(LatentPoint, int, Action{int}, CancellationToken)"/>, but returns each row as soon as it is drawn.
    /// </summary>
    public IEnumerable<SketchStroke> Stream(LatentPoint place, int count, CancellationToken cancellationToken = default)
    {
        using Tensor codes = Repeated(place, count);
        foreach (SketchStroke stroke in _sampler.Stream(codes, cancellationToken))
            yield return stroke;
    }

    /// <summary>[N, Z], without an owner.</summary>
    private Tensor Repeated(LatentPoint place, int count)
    {
        using IDisposable scope = NewDisposeScope();
        return Repeat(Code(place), count).DetachFromDisposeScope();
    }

    /// <summary>Draws along a path through points of the latent space.</summary>
    /// <param name="stops">The points, at least two.</param>
    /// <param name="steps">Drawings from one point to the next, both included; at least 2.</param>
    /// <param name="kind">The kind of path.</param>
    /// <param name="drawn">Called with how many are done.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    /// <returns>(stops − 1)·(steps − 1) + 1 drawings: those of the points themselves appear once.</returns>
    /// <exception cref="InputException">There is no such live component, or no drawing of a point has ink.</exception>
    public GeneratedSketch[] Interpolate(
        IReadOnlyList<LatentPoint> stops, int steps, CodePathKind kind = CodePathKind.Linear, Action<int>? drawn = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(stops.Count, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 2);
        using IDisposable scope = NewDisposeScope();
        Tensor places = Codes(stops);
        List<Tensor> parts = [places.narrow(0, 0, 1)];
        for (int i = 0; i + 1 < stops.Count; i++)
            parts.Add(CodePaths.Between(kind, places[i], places[i + 1], steps, _model.Mixture).narrow(0, 1, steps - 1));
        return Draw(cat(parts, 0), drawn, cancellationToken);
    }

    /// <summary>Draws a grid between four points of the latent space: its sides are paths, and so are its rows.</summary>
    /// <param name="corners">Top left, top right, bottom left, bottom right.</param>
    /// <param name="steps">Drawings per side; at least 2.</param>
    /// <param name="kind">The kind of path.</param>
    /// <param name="drawn">Called with how many are done.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    /// <returns>steps² drawings, row by row.</returns>
    /// <exception cref="InputException">There is no such live component, or no drawing of a point has ink.</exception>
    public GeneratedSketch[] InterpolateGrid(
        IReadOnlyList<LatentPoint> corners, int steps, CodePathKind kind = CodePathKind.Linear, Action<int>? drawn = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(corners.Count, 4);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 2);
        using IDisposable scope = NewDisposeScope();
        return Draw(CodePaths.Grid(kind, Codes(corners), steps, _model.Mixture), drawn, cancellationToken);
    }

    /// <summary>
    /// Draws what is to <paramref name="c"/> as <paramref name="b"/> is to <paramref name="a"/>: from the code c + (b − a).
    /// </summary>
    /// <param name="a">Where the change starts.</param>
    /// <param name="b">Where the change ends.</param>
    /// <param name="c">What changes in the same way.</param>
    /// <param name="count">Drawings of that one code; all identical if drawing is greedy.</param>
    /// <param name="drawn">Called with how many are done.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    /// <exception cref="InputException">There is no such live component, or no drawing of a point has ink.</exception>
    public GeneratedSketch[] Analogy(
        LatentPoint a, LatentPoint b, LatentPoint c, int count, Action<int>? drawn = null, CancellationToken cancellationToken = default)
    {
        using IDisposable scope = NewDisposeScope();
        Tensor places = Codes([a, b, c]);
        Tensor answer = places[2].Plus(places[1] - places[0]);
        return Draw(Repeat(answer, count), drawn, cancellationToken);
    }

    /// <summary>Draws variations of a drawing from its code at several temperatures.</summary>
    /// <param name="original">The drawing.</param>
    /// <param name="temperatures">τ of each row, of weights and spread; 0 is greedy.</param>
    /// <param name="count">Drawings per row.</param>
    /// <param name="drawn">Called with how many are done.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    /// <returns>A row for each temperature.</returns>
    /// <exception cref="InputException">The drawing has no ink, or a temperature is out of range.</exception>
    public GeneratedSketch[][] VaryStrokes(
        LatentPoint original, IReadOnlyList<double> temperatures, int count, Action<int>? drawn = null,
        CancellationToken cancellationToken = default)
    {
        using IDisposable scope = NewDisposeScope();
        Tensor codes = Repeat(Code(original), count);
        int[] components = CodeSource.ComponentsOf(_model, codes);
        List<GeneratedSketch[]> rows = [];
        foreach (double temperature in temperatures)
        {
            SketchSampler sampler = new(
                _model, _loaded.Facts.StrokeScale,
                temperature == 0 ? _options.AtTemperature(0) : _options with { Temperature = temperature, SpreadTemperature = null });
            int before = rows.Count * count;
            Sketch[] sketches = DrawBest(sampler, codes, null, [], done => drawn?.Invoke(before + done), cancellationToken);
            rows.Add(Together(sketches, codes, components));
        }

        return [.. rows];
    }

    /// <summary>Draws variations of a drawing from codes around its own: from the encoder's Gaussian N(m, s²·v).</summary>
    /// <param name="original">The drawing.</param>
    /// <param name="spreads">s of each row; 0 for the drawing's own code. The codes of a column are in one direction from it.</param>
    /// <param name="count">Drawings per row.</param>
    /// <param name="drawn">Called with how many are done.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    /// <returns>A row for each spread.</returns>
    /// <exception cref="InputException">The drawing has no ink.</exception>
    /// <exception cref="ArgumentException">It is not one drawing, but several or a component.</exception>
    public GeneratedSketch[][] VaryCode(
        LatentPoint original, IReadOnlyList<double> spreads, int count, Action<int>? drawn = null,
        CancellationToken cancellationToken = default)
    {
        if (original.Drawings.Count != 1)
            throw new ArgumentException($"{original.Drawings.Count} drawings instead of one", nameof(original));
        using IDisposable scope = NewDisposeScope();
        (Tensor mean, Tensor variance) = CodeSource.EncodeGaussians(
            _model, EncoderPictures.Images(Visible(original), Pictures, _model.Type));
        Tensor codes = cat([.. spreads.Select(spread => CodeSource.FromGaussian(mean[0], variance[0], spread, count, _options.Seed))], 0);
        return [.. Draw(codes, drawn, cancellationToken).Chunk(count)];
    }

    /// <summary>Completes a partial drawing: the decoder reads the given rows as if it had drawn them, and then draws freely.</summary>
    /// <param name="beginning">The given rows, in data units: fewer than a drawing may have.</param>
    /// <param name="place">The code that it continues from.</param>
    /// <param name="count">How many completions.</param>
    /// <param name="drawn">Called with how many are done.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    /// <returns>Completions that all begin with the given rows.</returns>
    /// <exception cref="InputException">The beginning is too long, there is no such live component, or no drawing of the point has
    /// ink.</exception>
    public GeneratedSketch[] Complete(
        Sketch beginning, LatentPoint place, int count, Action<int>? drawn = null, CancellationToken cancellationToken = default)
    {
        using IDisposable scope = NewDisposeScope();
        return Complete(beginning.As(Pictures.FirstRow), Repeat(Code(place), count), drawn, cancellationToken);
    }

    /// <summary>As above, each from a code that explains the given rows (<see cref="LikelyCodes"/>).</summary>
    public GeneratedSketch[] CompleteLikely(
        Sketch beginning, int count, Action<int>? drawn = null, CancellationToken cancellationToken = default)
    {
        using IDisposable scope = NewDisposeScope();
        beginning = beginning.As(Pictures.FirstRow);
        Tensor codes = beginning.Length == 0 // which every code explains
            ? MixtureCodes(count, null).Codes
            : new LikelyCodes(_loaded, _options.Seed).Draw(beginning, count, cancellationToken);
        return Complete(beginning, codes, drawn, cancellationToken);
    }

    /// <summary>As above, each from a code of the mixture, whatever the given rows are.</summary>
    public GeneratedSketch[] CompleteFromMixture(
        Sketch beginning, int count, Action<int>? drawn = null, CancellationToken cancellationToken = default)
    {
        using IDisposable scope = NewDisposeScope();
        return Complete(beginning.As(Pictures.FirstRow), MixtureCodes(count, null).Codes, drawn, cancellationToken);
    }

    private GeneratedSketch[] Complete(Sketch beginning, Tensor codes, Action<int>? drawn, CancellationToken cancellationToken)
    {
        Sketch[] beginnings = [.. Enumerable.Repeat(beginning, (int)codes.shape[0])];
        Sketch[] sketches = DrawBest(_sampler, codes, null, beginnings, drawn, cancellationToken);
        return Together(sketches, codes, CodeSource.ComponentsOf(_model, codes));
    }

    /// <summary>[N, Z].</summary>
    private Tensor Codes(IReadOnlyList<LatentPoint> places) => stack([.. places.Select(Code)], 0);

    /// <summary>[Z].</summary>
    private Tensor Code(LatentPoint place)
    {
        using IDisposable scope = NewDisposeScope();
        if (place.Component is { } component)
            return CodeSource.FromMixture(_model, 1, component, _loaded.Config.ComponentThreshold, temperature: 0, _options.Seed).Codes[0]
                .MoveToOuterDisposeScope();
        if (place.Code is { } code)
        {
            return code.Length == CodeSize
                ? tensor(code).to(_model.Type).to(_model.Device).MoveToOuterDisposeScope()
                : throw new InputException(place.Name, "", $"{CodeSize} numbers, as the model's codes have", $"{code.Length}");
        }

        return Encode(Visible(place)).mean([0L]).MoveToOuterDisposeScope();
    }

    /// <summary>The drawings of a point, without those in which the encoder would see nothing.</summary>
    private EncoderInput[] Visible(LatentPoint place)
    {
        EncoderInput[] visible = [.. place.Drawings.Where(drawing => EncoderPictures.HasInk(drawing, Pictures))];
        return visible.Length > 0
            ? visible
            : throw new InputException(
                place.Name, "", "a drawing with ink", "moves of the lifted pen alone", "a line needs at least two points");
    }

    private static Tensor Repeat(Tensor code, int count) => code.unsqueeze(0).expand(count, -1).contiguous();
}
