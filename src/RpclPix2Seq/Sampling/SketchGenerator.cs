using RpclPix2Seq.Codes;
using RpclPix2Seq.Latent;
using RpclPix2Seq.Models;
using RpclPix2Seq.Networks;
using RpclPix2Seq.Sketches.Images.Raster;
using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Sampling;

/// <summary>Everything a trained model can draw, in terms of sketches: no method takes or returns a tensor.</summary>
internal sealed partial class SketchGenerator
{
    private const int PictureBatch = 256;
    private readonly Pix2SeqModel _model;
    private readonly LoadedModel _loaded;
    private readonly SamplingOptions _options;
    private readonly SketchSampler _sampler;

    /// <param name="loaded">The model; the caller keeps ownership.</param>
    /// <param name="options">How to draw; null for the model's defaults. The smallest σ is the model's own.</param>
    public SketchGenerator(LoadedModel loaded, SamplingOptions? options = null)
    {
        _loaded = loaded;
        _model = loaded.Model;
        _options = (options ?? SamplingOptions.For(loaded)) with { MinimumSigma = loaded.Config.SmallestSigma() };
        _sampler = new SketchSampler(_model, loaded.Facts.StrokeScale, _options, loaded.Ranks, loaded.Finished);
    }

    /// <summary>How the model's pictures are drawn.</summary>
    public RasterOptions Pictures => _loaded.Config.PictureOptions();

    /// <summary>Z.</summary>
    public int CodeSize => _model.Shape.CodeSize;

    /// <summary>The live components of the mixture, heaviest first.</summary>
    public IReadOnlyList<int> Components => _model.Mixture.Alive(_loaded.Config.ComponentThreshold);

    /// <summary>Redraws given sketches: their pictures are encoded, and sketches are drawn from the codes.</summary>
    public GeneratedSketch[] Reconstruct(
        IReadOnlyList<Sketch> originals, Action<int>? drawn = null, CancellationToken cancellationToken = default) =>
        Reconstruct(Inputs(originals), drawn, cancellationToken);

    /// <summary>Redraws given sketches and pictures: they are encoded, and sketches are drawn from the codes.</summary>
    public GeneratedSketch[] Reconstruct(
        IReadOnlyList<EncoderInput> originals, Action<int>? drawn = null, CancellationToken cancellationToken = default)
    {
        using IDisposable scope = NewDisposeScope();
        return Draw(Encode(originals), drawn, cancellationToken);
    }

    /// <summary>Draws new sketches from the mixture, or from one of its components.</summary>
    /// <param name="count">How many.</param>
    /// <param name="component">The component, or null to choose one by weight for each sketch.</param>
    /// <param name="drawn">Called with how many are done.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    /// <exception cref="InputException">There is no such live component.</exception>
    public GeneratedSketch[] FromMixture(
        int count, int? component = null, Action<int>? drawn = null, CancellationToken cancellationToken = default)
    {
        using IDisposable scope = NewDisposeScope();
        (Tensor codes, int[] components) = MixtureCodes(count, component);
        return Together(DrawBest(_sampler, codes, components, [], drawn, cancellationToken), codes, components);
    }

    /// <summary>Draws new sketches of every live component, heaviest first.</summary>
    /// <param name="each">How many of each.</param>
    /// <param name="drawn">Called with how many are done.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    public GeneratedSketch[] FromEveryComponent(int each, Action<int>? drawn = null, CancellationToken cancellationToken = default)
    {
        using IDisposable scope = NewDisposeScope();
        (Tensor Codes, int[] Components)[] parts =
        [
            .. Components.Select((k, i) => CodeSource.FromMixture(
                _model, each, k, _loaded.Config.ComponentThreshold, _options.CodeTemperature, _options.Seed, first: i * each)),
        ];
        Tensor codes = cat([.. parts.Select(part => part.Codes)], 0);
        int[] components = [.. parts.SelectMany(part => part.Components)];
        return Together(DrawBest(_sampler, codes, components, [], drawn, cancellationToken), codes, components);
    }

    /// <summary>Draws a sketch from each given code.</summary>
    /// <param name="codes">[N, Z], N ≥ 1.</param>
    /// <param name="drawn">Called with how many are done.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    /// <exception cref="ArgumentException">There are no codes, or one is incomplete.</exception>
    public GeneratedSketch[] FromCodes(float[] codes, Action<int>? drawn = null, CancellationToken cancellationToken = default)
    {
        CodeArrays.Count(codes, CodeSize);
        using IDisposable scope = NewDisposeScope();
        return Draw(TensorOf(codes), drawn, cancellationToken);
    }

    /// <summary>Like <see cref="FromMixture"/>, but returns each row as soon as it is drawn.</summary>
    /// <param name="count">How many sketches.</param>
    /// <param name="component">The component, or null to choose one by weight for each sketch.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    /// <returns>The rows that <see cref="FromMixture"/> would return: each sketch's in order and then its end, those of different sketches
    /// interleaved.</returns>
    /// <exception cref="InputException">There is no such live component; thrown when the enumeration begins.</exception>
    public IEnumerable<SketchStroke> Stream(int count, int? component = null, CancellationToken cancellationToken = default)
    {
        using Tensor codes = MixtureCodes(count, component).Codes.DetachFromDisposeScope();
        foreach (SketchStroke stroke in _sampler.Stream(codes, cancellationToken))
            yield return stroke;
    }

    /// <summary>The pixel decoder's pictures of given sketches, one [W·W] each, 255 = white.</summary>
    public byte[][] RedrawPictures(IReadOnlyList<Sketch> originals) => RedrawPictures(Inputs(originals));

    /// <summary>The pixel decoder's pictures of given sketches and pictures, one [W·W] each, 255 = white.</summary>
    public byte[][] RedrawPictures(IReadOnlyList<EncoderInput> originals)
    {
        return [.. originals.Chunk(PictureBatch).SelectMany(Redraw)];

        byte[][] Redraw(EncoderInput[] some)
        {
            using IDisposable scope = NewDisposeScope();
            using IDisposable _ = no_grad();
            Tensor images = _model.ImageDecoder.Decode(Encode(some));
            byte[] pixels = images.Plus(1).Times(127.5).round().Clamped(0, 255).to(uint8).cpu().contiguous().data<byte>().ToArray();
            return [.. pixels.Chunk(_model.Shape.ImageSize * _model.Shape.ImageSize)];
        }
    }

    private static EncoderInput[] Inputs(IReadOnlyList<Sketch> sketches) => [.. sketches.Select(sketch => EncoderInput.Of(sketch))];

    private Tensor Encode(IReadOnlyList<EncoderInput> inputs) => TensorOf(SketchCodes.Of(_loaded, inputs).Mean);

    /// <summary>Codes [N, Z] as the model reads them.</summary>
    private Tensor TensorOf(float[] codes) => tensor(codes, [codes.Length / CodeSize, CodeSize]).to(_model.Type).to(_model.Device);

    private (Tensor Codes, int[] Components) MixtureCodes(int count, int? component) =>
        CodeSource.FromMixture(_model, count, component, _loaded.Config.ComponentThreshold, _options.CodeTemperature, _options.Seed);

    private GeneratedSketch[] Draw(Tensor codes, Action<int>? drawn, CancellationToken cancellationToken) =>
        Together(DrawBest(_sampler, codes, null, [], drawn, cancellationToken), codes, CodeSource.ComponentsOf(_model, codes));

    private GeneratedSketch[] Together(Sketch[] sketches, Tensor codes, int[] components)
    {
        float[][] values = [.. codes.Floats().Chunk(_model.Shape.CodeSize)];
        return [.. sketches.Select((sketch, i) => new GeneratedSketch(sketch.Tagged(Pictures.FirstRow), values[i], components[i]))];
    }
}
