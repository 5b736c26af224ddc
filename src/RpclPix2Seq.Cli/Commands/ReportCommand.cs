using System.CommandLine;
using RpclPix2Seq.Cli.Reports;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Training;

namespace RpclPix2Seq.Cli.Commands;

/// <summary><c>rpcl report</c>: the page of a training run.</summary>
internal static class ReportCommand
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        Argument<string> run = new("RUN") { Description = "The folder of a training run, finished or not." };
        Option<string> output = new("--out")
        {
            Description = $"The page. Default: {RunPage.FileName} in the run's folder.",
            HelpName = "FILE",
        };
        Option<bool> watch = new("--watch") { Description = "Rewrite the page as the run goes on, until interrupted or the run stops." };
        Option<bool> open = Browser.Option();
        Command command = new("report")
        {
            run, output, watch, open, CommonOptions.Quiet(),
        };
        return command.Runs((options, host, cancellationToken) => Run(
            options.GetRequiredValue(run), options.GetValue(output), options.GetValue(watch), options.GetValue(open), host,
            cancellationToken));
    }

    private static int Run(string run, string? output, bool watch, bool open, CliHost host, CancellationToken cancellationToken)
    {
        string page = output ?? Path.Combine(run, RunPage.FileName);
        RunSummary summary = RunSummary.Read(run);
        Write(refreshes: watch && summary.IsRunning);
        host.Out.WriteLine(page);
        host.Out.Flush();
        Browser.Show(page, open, host);
        while (watch && summary.IsRunning && !cancellationToken.WaitHandle.WaitOne(Interval))
        {
            try
            {
                summary = RunSummary.Read(run);
                Write(summary.IsRunning);
            }
            catch (InputException)
            {
                // A line that the training is writing right now; it is whole the next time.
            }
        }

        if (watch && summary.IsRunning)
            Write(refreshes: false);
        return ExitCode.Done;

        void Write(bool refreshes) => RunPage.Of(summary, refreshes ? (int)Interval.TotalSeconds : 0).Write(page);
    }
}
