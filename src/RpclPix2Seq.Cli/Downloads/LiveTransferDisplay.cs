using System.Collections.Concurrent;
using RpclPix2Seq.Cli.Terminal;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace RpclPix2Seq.Cli.Downloads;

/// <summary>Shows transfers on a terminal: one bar per file, redrawn in place, and permanent lines above the bars.</summary>
internal sealed class LiveTransferDisplay : ITransferDisplay
{
    private readonly CliHost _host;
    private readonly IAnsiConsole _console;
    private readonly ProgressContext _context;
    private readonly ConcurrentDictionary<TransferMeter, ProgressTask> _tasks;

    private LiveTransferDisplay(
        CliHost host, IAnsiConsole console, ProgressContext context, ConcurrentDictionary<TransferMeter, ProgressTask> tasks)
    {
        (_host, _console, _context, _tasks) = (host, console, context, tasks);
    }

    /// <summary>Runs <paramref name="work"/> while its transfers are shown; only its lines remain afterward.</summary>
    public static Task RunAsync(CliHost host, Func<ITransferDisplay, Task> work)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = host.Color ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.Yes,
            Out = new AnsiConsoleOutput(host.Error),
        });
        console.Profile.Width = host.Width;
        console.Profile.Capabilities.Unicode = true;
        ConcurrentDictionary<TransferMeter, ProgressTask> tasks = [];
        return console.Progress()
            .AutoClear(true)
            .HideCompleted(true)
            .Columns(
                new TaskDescriptionColumn { Alignment = Justify.Left },
                new ProgressBarColumn(),
                new PercentageColumn(),
                new MeterColumn(tasks))
            .StartAsync(context => work(new LiveTransferDisplay(host, console, context, tasks)));
    }

    /// <inheritdoc/>
    public TransferMeter Begin(string name)
    {
        TransferMeter meter = new(name, _host.Time, Show);
        ProgressTask task = _context.AddTask(Markup.Escape(name));
        task.IsIndeterminate = true;
        _tasks[meter] = task;
        return meter;
    }

    /// <inheritdoc/>
    public void End(TransferMeter meter)
    {
        if (_tasks.TryRemove(meter, out ProgressTask? task))
            task.StopTask();
    }

    /// <inheritdoc/>
    public void Say(string line) => Write(line);

    /// <inheritdoc/>
    public void Warn(string line) => Write($"rpcl: warning: {line}");

    /// <inheritdoc/>
    public void Fail(string line) => Write($"rpcl: error: {line}");

    private void Write(string line) => _console.Write(new Text(line.ReplaceLineEndings(" ") + "\n"));

    private void Show(TransferMeter meter)
    {
        if (!_tasks.TryGetValue(meter, out ProgressTask? task))
            return;
        long? total = meter.Total;
        task.IsIndeterminate = total is null;
        task.MaxValue = Math.Max(total ?? 1, 1);
        task.Value = total is null ? 0 : meter.Done;
    }

    private sealed class MeterColumn(ConcurrentDictionary<TransferMeter, ProgressTask> tasks) : ProgressColumn
    {
        protected override bool NoWrap => true;

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime)
        {
            foreach ((TransferMeter meter, ProgressTask shown) in tasks)
            {
                if (shown == task)
                    return new Text(meter.Progress()) { Overflow = Overflow.Ellipsis };
            }

            return Text.Empty;
        }
    }
}
