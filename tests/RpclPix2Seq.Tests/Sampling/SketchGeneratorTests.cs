using RpclPix2Seq.Codes;
using RpclPix2Seq.Models;
using RpclPix2Seq.Networks;
using RpclPix2Seq.Sampling;
using RpclPix2Seq.Tests.Networks;
using static TorchSharp.torch;

namespace RpclPix2Seq.Tests.Sampling;

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

            // Matrix products with another number of rows may round differently.
            Tiny.AssertClose([.. expected.Select(p => (double)p.Dx)], [.. actual.Select(p => (double)p.Dx)], 1e-3);
            Tiny.AssertClose([.. expected.Select(p => (double)p.Dy)], [.. actual.Select(p => (double)p.Dy)], 1e-3);
        }

        Assert.Equal(9, strokes.Count(s => s.Ends));
    }

    [Fact]
    public void The_temperature_of_codes_multiplies_the_variances_around_the_means()
    {
        using LoadedModel loaded = Loaded();
        double[] mean = Tiny.Values(loaded.Model.Mixture.Mean)[3..6];
        foreach (double temperature in (double[])[0, 0.25, 4])
        {
            foreach (bool every in (bool[])[false, true])
            {
                double[][] plain = Codes(1, every), tempered = Codes(temperature, every);
                for (int i = 0; i < plain.Length; i++)
                    Tiny.AssertClose([.. mean.Zip(plain[i], (m, z) => m + (Math.Sqrt(temperature) * (z - m)))], tempered[i], 1e-5);
            }
        }

        Assert.Equal(0.5, SamplingOptions.For(new ModelConfig { CodeTemperature = 0.5 }, 10).CodeTemperature);

        double[][] Codes(double temperature, bool every)
        {
            SketchGenerator generator = new(loaded, Options with { CodeTemperature = temperature });
            GeneratedSketch[] sketches = every ? generator.FromEveryComponent(4) : generator.FromMixture(5, component: 1);
            return [.. sketches.Where(sketch => sketch.Component == 1).Select(sketch => sketch.Code.Select(v => (double)v).ToArray())];
        }
    }

    [Fact]
    public void A_stream_of_a_component_that_does_not_exist_is_refused()
    {
        using LoadedModel loaded = Loaded();
        Assert.Throws<InputException>(() => new SketchGenerator(loaded, Options).Stream(1, component: 99).First());
    }

    [Fact]
    public void A_path_through_places_has_each_of_them_once()
    {
        using LoadedModel loaded = Loaded();
        SketchGenerator generator = new(loaded, Options);
        LatentPoint[] stops = [Place(0), LatentPoint.OfComponent(2), Place(1)];
        foreach (CodePathKind kind in Enum.GetValues<CodePathKind>())
        {
            List<int> told = [];
            GeneratedSketch[] path = generator.Interpolate(stops, 4, kind, told.Add);
            Assert.Equal(7, path.Length);
            Assert.Equal(7, told[^1]);
            Assert.Equal(generator.At(stops).Select(place => place.Code), [path[0].Code, path[3].Code, path[6].Code]);
            Assert.Equal(Tiny.Values(loaded.Model.Mixture.Mean)[6..9], path[3].Code.Select(v => (double)v));
        }
    }

    [Fact]
    public void A_grid_has_the_places_at_its_corners()
    {
        using LoadedModel loaded = Loaded();
        SketchGenerator generator = new(loaded, Options);
        LatentPoint[] corners = [Place(0), Place(1), Place(2), LatentPoint.OfComponent(0)];
        GeneratedSketch[] grid = generator.InterpolateGrid(corners, 3);
        Assert.Equal(9, grid.Length);
        Assert.Equal(generator.At(corners).Select(place => place.Code), [grid[0].Code, grid[2].Code, grid[6].Code, grid[8].Code]);
    }

    [Fact]
    public void An_answer_lies_where_the_change_leads_and_a_set_is_its_mean()
    {
        using LoadedModel loaded = Loaded();
        SketchGenerator generator = new(loaded, Options);
        LatentPoint set = LatentPoint.Of("both", Drawing(0), Blank, Drawing(1));
        LatentPoint[] places = [set, Place(2), LatentPoint.OfComponent(1)];
        GeneratedSketch[] answers = generator.Analogy(places[0], places[1], places[2], 3);
        float[][] codes = [.. generator.At([Place(0), Place(1), Place(2), LatentPoint.OfComponent(1)]).Select(place => place.Code)];
        Assert.Equal(3, answers.Length);
        for (int d = 0; d < 3; d++)
        {
            float expected = codes[3][d] + codes[2][d] - ((codes[0][d] + codes[1][d]) / 2);
            Assert.All(answers, answer => Assert.Equal(expected, answer.Code[d], 1e-5f));
        }

        Assert.NotEqual(answers[0].Sketch.Points.ToArray(), answers[1].Sketch.Points.ToArray());
    }

    [Fact]
    public void Variations_are_rows_of_one_code_or_of_codes_ever_further_from_it()
    {
        using LoadedModel loaded = Loaded();
        SketchGenerator generator = new(loaded, Options);
        float[] code = generator.At([Place(0)])[0].Code;
        List<int> told = [];
        GeneratedSketch[][] strokes = generator.VaryStrokes(Place(0), [0.1, 1], 4, told.Add),
            codes = generator.VaryCode(Place(0), [0, 1, 2], 4);
        Assert.Equal([4, 4], strokes.Select(row => row.Length));
        Assert.Equal(8, told[^1]);
        Assert.All(strokes.SelectMany(row => row), drawn => Assert.Equal(code, drawn.Code));
        Assert.Equal([4, 4, 4], codes.Select(row => row.Length));
        Assert.All(codes[0], drawn => Assert.Equal(code, drawn.Code));
        for (int column = 0; column < 4; column++)
        {
            for (int d = 0; d < 3; d++)
            {
                Assert.NotEqual(code[d], codes[1][column].Code[d]);
                Assert.Equal(2 * (codes[1][column].Code[d] - code[d]), codes[2][column].Code[d] - code[d], 1e-4f);
            }
        }

        Assert.Throws<ArgumentException>(() => generator.VaryCode(LatentPoint.OfComponent(1), [1], 1));
    }

    [Fact]
    public void A_model_completes_its_own_greedy_drawing_as_it_drew_it()
    {
        using LoadedModel loaded = Loaded();
        NeverEnds(loaded);
        SketchGenerator generator = new(loaded, Options with { Temperature = 0 });
        Sketch whole = generator.At([Place(0)])[0].Sketch, beginning = new(whole.Points[..(whole.Length / 2)].ToArray());
        Assert.True(beginning.Length > 1);
        Assert.All(generator.Complete(beginning, Place(0), 3), completed =>
        {
            Assert.Equal(whole.Length, completed.Sketch.Length);
            Tiny.AssertClose(Numbers(whole), Numbers(completed.Sketch), 1e-3);
        });

        // From the mixture, every completion gets its own code.
        GeneratedSketch[] several = generator.CompleteFromMixture(beginning, 3);
        Assert.Equal(3, several.Select(completed => completed.Code[0]).Distinct().Count());
        Assert.All(several, completed => Assert.True(beginning.Points.SequenceEqual(completed.Sketch.Points[..beginning.Length])));
    }

    // A model whose sketches begin with ink, and a drawing whose first row moves the pen to where it begins, 500 units away.
    [Fact]
    public void A_drawing_that_begins_with_a_move_is_read_as_a_model_of_ink_needs_it()
    {
        using LoadedModel loaded = Loaded();
        using LoadedModel ink = loaded with { Config = loaded.Config with { FirstRow = FirstRow.Ink } };
        SketchGenerator generator = new(ink, Options);
        Sketch rows = Drawing(0).Sketch!, moved = new([new StrokePoint(500, 300, false), .. rows.Points]) { FirstRow = FirstRow.Move };
        float[] expected = generator.At([LatentPoint.Of("ink", EncoderInput.Of(rows))])[0].Code;
        Assert.Equal(expected, generator.At([LatentPoint.Of("moved", EncoderInput.Of(moved))])[0].Code);
        Sketch completed = generator.Complete(moved.Take(3), LatentPoint.OfComponent(1), 1)[0].Sketch;
        Assert.Equal(rows.Points[..2].ToArray(), completed.Points[..2].ToArray());
        Assert.Equal(FirstRow.Ink, completed.FirstRow);
        Assert.Equal(completed.ToSvg(firstRow: FirstRow.Ink), completed.ToSvg());
        Assert.Equal(rows.Points.ToArray(), moved.As(FirstRow.Ink).Points.ToArray());
        Assert.Equal(completed.ToPng(), completed.As(FirstRow.Move).ToPng());
    }

    [Fact]
    public void Places_without_ink_and_components_that_do_not_exist_are_refused_by_name()
    {
        using LoadedModel loaded = Loaded();
        SketchGenerator generator = new(loaded, Options);
        LatentPoint blank = LatentPoint.Of("dot.npz", Blank), absent = LatentPoint.OfComponent(99);
        Sketch beginning = Drawing(0).Sketch!;
        foreach (Action<LatentPoint> use in (Action<LatentPoint>[])
            [
                place => generator.At([place]),
                place => generator.Interpolate([Place(0), place], 3),
                place => generator.InterpolateGrid([Place(0), Place(1), Place(2), place], 3),
                place => generator.Analogy(Place(0), place, Place(1), 1),
                place => generator.VaryStrokes(place, [1], 1),
                place => generator.Complete(new Sketch(beginning.Points[..3].ToArray()), place, 1),
            ])
        {
            Assert.StartsWith(
                "dot.npz: expected a drawing with ink, found", Assert.Throws<InputException>(() => use(blank)).Message,
                StringComparison.Ordinal);
            Assert.StartsWith(
                "component 99: expected a live component: 0, 1, 2", Assert.Throws<InputException>(() => use(absent)).Message,
                StringComparison.Ordinal);
        }

        Assert.StartsWith(
            "dot.npz", Assert.Throws<InputException>(() => generator.VaryCode(blank, [1], 1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_best_of_several_is_the_nearest_of_them_and_the_first_of_one()
    {
        using LoadedModel loaded = Loaded();
        LatentPoint[] places = [Place(0), Place(1), LatentPoint.OfComponent(2)];
        GeneratedSketch[] plain = new SketchGenerator(loaded, Options).At(places);
        GeneratedSketch[] best = new SketchGenerator(loaded, Options with { BestOf = 6 }).At(places);
        Assert.Equal(plain.Select(drawn => drawn.Code), best.Select(drawn => drawn.Code));
        double[] near = Distances(loaded, best), far = Distances(loaded, plain);
        Assert.All(near.Zip(far), pair => Assert.InRange(pair.First, 0, pair.Second + 1e-4));
        Assert.True(near.Sum() < far.Sum());
    }

    [Fact]
    public void The_best_of_a_component_is_the_likeliest_of_it()
    {
        using LoadedModel loaded = Loaded();
        GeneratedSketch[] plain = new SketchGenerator(loaded, Options).FromMixture(6, component: 1);
        GeneratedSketch[] best = new SketchGenerator(loaded, Options with { BestOf = 5 }).FromMixture(6, component: 1);
        double[] likely = Likelihoods(loaded, best), less = Likelihoods(loaded, plain);
        Assert.All(likely.Zip(less), pair => Assert.True(pair.First >= pair.Second - 1e-3));
        Assert.True(likely.Sum() > less.Sum());
        Assert.All(best, drawn => Assert.Equal(1, drawn.Component));
    }

    /// <summary>How far the code of each drawing is from the one that it was drawn from; a drawing without ink is far from any.</summary>
    private static double[] Distances(LoadedModel loaded, GeneratedSketch[] drawn) =>
    [
        .. drawn.Zip(
            Encoded(loaded, drawn),
            (each, code) => code is null ? 1e6 : each.Code.Zip(code, (a, b) => Math.Pow(a - b, 2)).Sum()),
    ];

    private static double[] Likelihoods(LoadedModel loaded, GeneratedSketch[] drawn)
    {
        double[] mean = Tiny.Values(loaded.Model.Mixture.Mean)[3..6], variance = Tiny.Values(loaded.Model.Mixture.Variance)[3..6];
        return
        [
            .. Encoded(loaded, drawn).Select(
                code => code is null ? -1e6 : -code.Select((z, d) => Math.Pow(z - mean[d], 2) / variance[d]).Sum() / 2),
        ];
    }

    private static float[]?[] Encoded(LoadedModel loaded, GeneratedSketch[] drawn)
    {
        SketchGenerator generator = new(loaded, Options);
        return
        [
            .. drawn.Select(each => EncoderInput.Of(each.Sketch)).Select(
                input => EncoderPictures.HasInk(input, generator.Pictures) ? generator.At([LatentPoint.Of("drawn", input)])[0].Code : null),
        ];
    }

    private static EncoderInput Blank => EncoderInput.Of(new Sketch([new StrokePoint(3, 4, PenUp: true)]));

    private static EncoderInput Drawing(int index) => EncoderInput.Of(Tiny.Data().Train[index].Sketch);

    private static LatentPoint Place(int index) => LatentPoint.Of($"bus {index}", Drawing(index));

    private static double[] Numbers(Sketch sketch) => [.. sketch.Points.ToArray().SelectMany(p => (double[])[p.Dx, p.Dy, p.PenUp ? 1 : 0])];

    private static void NeverEnds(LoadedModel loaded)
    {
        using IDisposable scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        loaded.Model.Parameters["decoder/fc/linear/fc_b"][2] = -50;
    }

    private static LoadedModel Loaded()
    {
        using Generator generator = new(1, CPU);
        return new LoadedModel(
            new Pix2SeqModel(Tiny.Shape(DecoderModel.Hyper), generator, reference: false, ScalarType.Float32),
            Tiny.Config(DecoderModel.Hyper), Tiny.Facts);
    }
}
