using RpclPix2Seq.Training;

namespace RpclPix2Seq.Tests.Training;

public sealed class LossWatchTests
{
    [Theory]
    [InlineData(1.9, false)]
    [InlineData(2.1, true)]
    public void A_run_from_random_weights_is_compared_with_its_first_step(double mean, bool isUndone)
    {
        LossWatch watch = new();
        watch.Add(loss: 30, sketches: 2, rows: 60); // 1 nat per row
        watch.Restart();
        watch.Add(loss: 100 * mean, sketches: 1, rows: 100);
        Assert.Equal(isUndone, watch.IsUndone);
    }

    // A trained decoder is surer of long sketches: −1.5 nats per row against 0.5. The first batch has long ones.
    [Theory]
    [InlineData(0, false)]
    [InlineData(0.9, false)]
    [InlineData(1.1, true)]
    public void A_run_from_a_model_is_compared_with_its_steps_before_the_first_validation(double worse, bool isUndone)
    {
        LossWatch watch = new() { StartsFromModel = true };
        Epoch(0);
        Assert.False(watch.IsUndone);
        watch.Restart();
        watch = new() { State = watch.State }; // a resumed run
        Epoch(worse);
        Assert.Equal(isUndone, watch.IsUndone);

        void Epoch(double more)
        {
            watch.Add(loss: 200 * (more - 1.5), sketches: 1, rows: 200);
            for (int i = 0; i < 9; i++)
                watch.Add(loss: 30 * (more + 0.5), sketches: 1, rows: 30);
        }
    }
}
