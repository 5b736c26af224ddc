using RpclPix2Seq.Checkpoints;
using RpclPix2Seq.Configuration;
using RpclPix2Seq.Generation;
using RpclPix2Seq.Model;
using RpclPix2Seq.Sketches.IO;
using RpclPix2Seq.Sketches.Strokes;
using RpclPix2Seq.Tests.Model;
using static TorchSharp.torch;

namespace RpclPix2Seq.Tests.Generation;

[LeakCheck]
public sealed class SketchGeneratorTests
{
    private static readonly SamplingOptions Options = new() { MaxLength = 12, Temperature = 1, BatchSize = 4 };

    [Fact]
    public void The_stream_gives_the_rows_of_the_sketches_from_the_mixture()
    {
        using LoadedModel loaded = Loaded();
        SketchGenerator generator = new(loaded, Options);
        GeneratedSketch[] sketches = generator.FromMixture(9, component: 1);
        SketchStroke[] strokes = [.. generator.Stream(9, component: 1)];
        for (int i = 0; i < sketches.Length; i++)
        {
            StrokePoint[] expected = sketches[i].Sketch.Points.ToArray();
            StrokePoint[] actual = [.. strokes.Where(s => s.Sketch == i && !s.Ends).Select(s => s.Point)];
            Assert.Equal(expected.Select(p => p.PenUp), actual.Select(p => p.PenUp));

            // Products of another number of rows may round differently.
            Tiny.AssertClose([.. expected.Select(p => (double)p.Dx)], [.. actual.Select(p => (double)p.Dx)], 1e-3);
            Tiny.AssertClose([.. expected.Select(p => (double)p.Dy)], [.. actual.Select(p => (double)p.Dy)], 1e-3);
        }

        Assert.Equal(9, strokes.Count(s => s.Ends));
    }

    [Fact]
    public void A_stream_of_a_component_that_does_not_exist_is_refused()
    {
        using LoadedModel loaded = Loaded();
        Assert.Throws<InputException>(() => new SketchGenerator(loaded, Options).Stream(1, component: 99).First());
    }

    private static LoadedModel Loaded()
    {
        using Generator generator = new(1, CPU);
        return new LoadedModel(new Pix2SeqModel(Tiny.Shape(DecoderModel.Hyper), generator, reference: false, ScalarType.Float32), Tiny.Config(DecoderModel.Hyper), Tiny.Facts);
    }
}
