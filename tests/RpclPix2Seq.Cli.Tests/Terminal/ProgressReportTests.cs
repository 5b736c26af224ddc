using RpclPix2Seq.Cli.Terminal;

namespace RpclPix2Seq.Cli.Tests.Terminal;

public sealed class ProgressReportTests
{
    private readonly TestHost _test = new();

    [Fact]
    public void Without_a_terminal_there_is_a_plain_line_every_few_seconds_and_one_at_the_end()
    {
        using (ProgressReport progress = new(_test.Host, "training", "steps", 100))
        {
            for (int step = 1; step <= 100; step++)
            {
                _test.Time.Advance(0.2);
                progress.Report(step, $"loss {100 - step}");
            }
        }

        Assert.Equal(
            """
            training: 25/100 steps, 5.00 steps/s, 0:15 left, loss 75
            training: 50/100 steps, 5.00 steps/s, 0:10 left, loss 50
            training: 75/100 steps, 5.00 steps/s, 0:05 left, loss 25
            training: 100/100 steps, 5.00 steps/s, loss 0
            training: 100 steps in 20.0 s (5.00 steps/s), loss 0

            """.ReplaceLineEndings("\n"),
            _test.Error);
        Assert.Empty(_test.Out);
    }

    [Fact]
    public void On_a_terminal_one_line_is_drawn_over_again()
    {
        _test.Host = _test.Host with { ErrorIsTerminal = true, Width = 60 };
        using (ProgressReport progress = new(_test.Host, "reading", "files", 4))
        {
            progress.Report(0);
            _test.Time.Advance(1);
            progress.Report(1, "a long name");
            _test.Time.Advance(0.05);
            progress.Report(2);
            _test.Time.Advance(1);
            progress.Note("one file is empty");
            progress.Report(3);
        }

        string[] drawings = _test.Error.Split('\r');
        Assert.Equal("reading [=====>              ]  25% 1/4 files, 1.00 files/s", drawings[1]);
        Assert.Equal(new string(' ', drawings[1].Length), drawings[2]);
        Assert.Equal("one file is empty\n", drawings[3]);
        Assert.StartsWith("reading [===============>    ]  75% 3/4 files, 1.46 files/s", drawings[4], StringComparison.Ordinal);
        Assert.Equal("reading: 3/4 files in 2.0 s (1.46 files/s)\n", drawings[^1]);
        Assert.All(drawings, drawing => Assert.True(drawing.Length < 60));
    }

    [Fact]
    public void The_rate_is_that_of_the_latest_while()
    {
        using ProgressReport progress = new(_test.Host, "work", "items", null);
        for (int i = 1; i <= 80; i++)
        {
            _test.Time.Advance(5);
            progress.Report(i <= 40 ? i : 40 + (100 * (i - 40)));
        }

        Assert.EndsWith("work: 4040 items, 20.0 items/s\n", _test.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_done_before_counts_for_no_rate()
    {
        using (ProgressReport progress = new(_test.Host, "training", "steps", 100, start: 60))
        {
            _test.Time.Advance(10);
            progress.Report(70);
            _test.Time.Advance(10);
        }

        Assert.Equal(
            "training: 70/100 steps, 1.00 steps/s, 0:30 left\ntraining: 70/100 steps in 20.0 s (0.5 steps/s)\n", _test.Error);
    }

    [Fact]
    public void Quiet_says_nothing()
    {
        _test.Host = _test.Host with { Quiet = true, ErrorIsTerminal = true };
        using (ProgressReport progress = new(_test.Host, "work", "items", 2))
        {
            _test.Time.Advance(100);
            progress.Report(2);
            progress.Note("remark");
        }

        Assert.Empty(_test.Error);
    }

    [Fact]
    public void Work_of_no_items_and_of_no_time_has_no_rate()
    {
        using (new ProgressReport(_test.Host, "work", "items", 0))
        {
        }

        Assert.Equal("work: 0 items in 0.0 s\n", _test.Error);
    }

    [Theory]
    [InlineData(0, "0.0 s", "0:00")]
    [InlineData(59.94, "59.9 s", "1:00")]
    [InlineData(60, "1:00", "1:00")]
    [InlineData(3599.4, "59:59", "59:59")]
    [InlineData(3600, "1:00:00", "1:00:00")]
    [InlineData(90061, "25:01:01", "25:01:01")]
    public void Durations_are_short(double seconds, string elapsed, string clock)
    {
        Assert.Equal(elapsed, Durations.Elapsed(TimeSpan.FromSeconds(seconds)));
        Assert.Equal(clock, Durations.Clock(TimeSpan.FromSeconds(seconds)));
    }

    [Theory]
    [InlineData(1250.4, "1250")]
    [InlineData(81.34, "81.3")]
    [InlineData(2.5, "2.50")]
    [InlineData(0.01254, "0.0125")]
    public void Rates_have_three_digits(double rate, string expected) => Assert.Equal(expected, Durations.Rate(rate));
}
