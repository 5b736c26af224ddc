using RpclPix2Seq.Codes;
using RpclPix2Seq.Latent;
using RpclPix2Seq.Models;
using RpclPix2Seq.TestKit;
using RpclPix2Seq.Tests.Networks;
using RpclPix2Seq.Torch;
using RpclPix2Seq.Training;
using RpclPix2Seq.Training.Losses;
using static TorchSharp.torch;

namespace RpclPix2Seq.Tests.Training;

/// <summary>The prior of the codes: the mixture, N(0, I), or none.</summary>
[LeakCheck]
public sealed class PriorTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void The_standard_prior_is_one_component_that_training_leaves_alone()
    {
        ModelConfig config = Tiny.Config() with { Prior = LatentPrior.Standard, RpclStart = 1, RpclPeriod = 1 };
        Assert.Equal(1, config.NumComponents);
        RunFolder folder = RunFolder.Create(_temporary.File("run"));
        using (Trainer trainer = Trainer.Start(config, Tiny.Data(), folder))
            trainer.Fit(new Recorder(), CancellationToken.None);

        using LoadedModel loaded = ModelFolder.Load(folder.Path, CPU);
        Assert.Equal(new double[3], Tiny.Values(loaded.Model.Mixture.Mean));
        Assert.Equal([1, 1, 1], Tiny.Values(loaded.Model.Mixture.Variance));
        Assert.Equal([1], Tiny.Values(loaded.Model.Mixture.Weight));
    }

    [Fact]
    public void Its_loss_is_the_divergence_from_the_standard_normal()
    {
        using IDisposable scope = NewDisposeScope();
        using TrainingSession session = TrainingSession.Create(Tiny.Config() with { Prior = LatentPrior.Standard });
        ForwardPass pass = Pass(session, Tiny.Config() with { Prior = LatentPrior.Standard });
        Tensor m = pass.CodeMean, v = pass.CodeVariance;
        double expected = 0.5 * (m.Squared().Plus(v).Minus(1) - v.log()).sum([1L]).mean().item<float>();
        Assert.Equal(expected, pass.GaussianLoss.item<float>(), 1e-4 * Math.Max(1, expected));
        Assert.Equal(0, pass.WeightLoss.item<float>(), 1e-6);
    }

    [Fact]
    public void Without_a_prior_the_loss_has_no_latent_part_and_the_mixture_follows_the_codes_all_the_same()
    {
        using IDisposable scope = NewDisposeScope();
        ModelConfig config = Tiny.Config() with { Prior = LatentPrior.None, KlStart = 1 };
        using TrainingSession session = TrainingSession.Create(config);
        ForwardPass pass = Pass(session, config);
        Assert.Equal(
            pass.SequenceLoss.item<float>() + (0.5 * pass.PixelLoss.item<float>()), pass.Total.item<float>(),
            1e-4 * pass.Total.item<float>());

        using TrainingSession other = TrainingSession.Create(config with { Prior = LatentPrior.Gmm });
        ForwardPass with = Pass(other, config with { Prior = LatentPrior.Gmm });
        Assert.NotEqual(with.Total.item<float>(), pass.Total.item<float>());

        // An EM pass is due after an eighth of an epoch's codes.
        Tensor before = session.Model.Mixture.Variance.clone();
        session.Organizer!.Observe(session.Model.Mixture, pass.Codes.detach().repeat(CodeMemory.Most / 8 / 4, 1), 1);
        Assert.False(before.SameAs(session.Model.Mixture.Variance));
    }

    [Fact]
    public void A_model_to_start_from_does_not_change_a_prior_that_is_fixed()
    {
        using IDisposable scope = NewDisposeScope();
        ModelConfig config = Tiny.Config() with { NumMixture = 1, NumSub = 1 };
        using TrainingSession learned = TrainingSession.Create(config with { Prior = LatentPrior.Gmm });
        using TrainingSession started = TrainingSession.Create(config with { Prior = LatentPrior.Standard });
        started.Model.CopyFrom(learned.Model, 1);
        Assert.All(Tiny.Values(started.Model.Mixture.Mean), value => Assert.Equal(0, value));
        Assert.All(Tiny.Values(started.Model.Mixture.Variance), value => Assert.Equal(1, value));
        Assert.Contains(Tiny.Values(learned.Model.Mixture.Mean), value => value != 0);
    }

    [Theory]
    [InlineData(LatentPrior.Standard)]
    [InlineData(LatentPrior.None)]
    public void Codes_can_be_drawn_from_every_prior(LatentPrior prior)
    {
        ModelConfig config = Tiny.Config() with { Prior = prior, RpclStart = 2 };
        RunFolder folder = RunFolder.Create(_temporary.File("run"));
        using (Trainer trainer = Trainer.Start(config, Tiny.Data(), folder))
            trainer.Fit(new Recorder(), CancellationToken.None);
        using IDisposable scope = NewDisposeScope();
        using LoadedModel loaded = ModelFolder.Load(folder.Path, CPU);
        Assert.Equal(prior, loaded.Config.Prior);
        Assert.True(loaded.Model.State().All(p => p.Tensor.isfinite().all().item<bool>()));
        (Tensor codes, int[] components) = CodeSource.FromMixture(loaded.Model, 5, null, config.ComponentThreshold, 1, 1);
        Assert.Equal([5, config.ZSize], codes.shape);
        double[] values = Tiny.Values(codes);
        Assert.All(values, value => Assert.True(double.IsFinite(value)));
        Assert.Equal(values.Length, values.Distinct().Count());
        Assert.Subset(loaded.Model.Mixture.Alive(config.ComponentThreshold).ToHashSet(), components.ToHashSet());
    }

    [Fact]
    public void A_prior_that_does_not_learn_has_no_parents()
    {
        InputException e = Assert.Throws<InputException>(() =>
            (ModelConfig.Defaults with { Prior = LatentPrior.Standard, LatentMethod = LatentMethod.Hierarchy }).Validate());
        Assert.Contains("prior", e.Message, StringComparison.Ordinal);
        Assert.Contains("latent_method", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Models_of_different_numbers_of_components_do_not_fit_each_other()
    {
        ModelConfig gmm = ModelConfig.Defaults, standard = gmm with
        {
            Prior = LatentPrior.Standard
        }, none = gmm with
        {
            Prior = LatentPrior.None,
        };
        Assert.Contains(standard.ShapeDifferencesFrom(gmm), difference => difference.Key.Name == "prior");
        Assert.Empty(none.ShapeDifferencesFrom(gmm));
        Assert.Empty((standard with { NumMixture = 3 }).ShapeDifferencesFrom(standard));
    }

    private static ForwardPass Pass(TrainingSession session, ModelConfig config)
    {
        SketchBatch batch = new(
            Tiny.Normal(3, 8, 4, 5).to(float32).abs().Over(5), Tiny.Normal(4, 4, Tiny.Side, Tiny.Side).to(float32));
        return Objective.From(config).Run(session.Model, batch, Tiny.Normal(5, 4, 3).to(float32), 500, training: true);
    }
}
