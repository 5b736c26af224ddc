using System.CommandLine;
using System.Net;
using RpclPix2Seq.Cli.Commands.Inputs;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Models;
using RpclPix2Seq.Studio;
using RpclPix2Seq.Studio.Trainings;

namespace RpclPix2Seq.Cli.Commands;

/// <summary><c>rpcl studio</c>: a page to draw with a model, served on this machine.</summary>
internal static class StudioCommand
{
    private const int UsualPort = 5180;

    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        ModelArgument model = new();
        Option<string> data = new("--data")
        {
            Description = "Dataset, or folder of CATEGORY.npz files, to show and to train on. Default: that of the run.",
            HelpName = "FOLDER",
        };
        Option<string> runs = new("--runs")
        {
            Description = "Folder of the training runs; imported data are put there, too.",
            HelpName = "FOLDER",
            DefaultValueFactory = _ => "out",
        };
        Option<int> port = NumberOptions.Integer("--port", "Port to listen on; 0 for any that is free.", UsualPort, 0, 65_535);
        Option<string> address = new("--host")
        {
            Description = "Address to listen on. Clients on other machines need the token in the printed address.",
            HelpName = "ADDRESS",
            DefaultValueFactory = _ => "127.0.0.1",
        };
        Option<bool> closed = new("--no-open") { Description = "Do not open the page in the browser." };
        MachineOptions machine = new();
        Command command = new("studio")
        {
            model.Argument, data, runs, port, address, closed,
        };
        machine.AddTo(command);
        command.Add(CommonOptions.Quiet());
        return command.Runs((options, host, cancellationToken) =>
        {
            string named = options.GetRequiredValue(address);
            if (!IPAddress.TryParse(named == "localhost" ? "127.0.0.1" : named, out IPAddress? listening))
                throw new UsageException($"--host: expected an IP address or localhost, found {named}; for example 0.0.0.0");
            string path = model.Read(options);
            Request request = new(
                path, options.GetValue(data) ?? DataOf(path, host), options.GetRequiredValue(runs), listening, options.GetValue(port),
                !options.GetValue(closed));
            return Run(request, machine.Read(options), host, cancellationToken);
        });
    }

    /// <summary>The data that the model was trained on, if they are still there.</summary>
    private static string? DataOf(string model, CliHost host)
    {
        string? path = RunData.Find(model)?.Path;
        if (path is null || Path.Exists(path))
            return path;
        host.Warn($"the data that the model was trained on, {path}, are not there; name them with --data to see them");
        return null;
    }

    private static int Run(Request request, MachineChoice machine, CliHost host, CancellationToken cancellationToken)
    {
        StudioOptions options = new()
        {
            Model = TorchSetup.LoadModel(request.Model, machine, host),
            ModelFolder = request.Model,
            IsShipped = request.Model == ShippedModel.Folder,
            Data = request.Data,
            Folder = request.Runs,
            Program = ProgramStart.Own(),
            Address = request.Address,
            Port = request.Port,
            Report = host.Warn,
            ShowsTraces = host.Debug,
        };
        ServeAsync(options, request.Opens, host, cancellationToken).GetAwaiter().GetResult();
        return ExitCode.Done;
    }

    private static async Task ServeAsync(StudioOptions options, bool opens, CliHost host, CancellationToken cancellationToken)
    {
        await using StudioServer server = await StudioServer.StartAsync(options, cancellationToken).ConfigureAwait(false);
        await host.Out.WriteLineAsync($"{server.Address}").ConfigureAwait(false);
        await host.Out.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        if (opens && !Browser.TryOpen($"{server.Address}"))
            host.Warn($"could not open a browser; open {server.Address} yourself");
        host.Say("press Ctrl+C to stop");
        await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        host.Say("closing …");
    }

    /// <summary>What the command line asks for.</summary>
    private sealed record Request(string Model, string? Data, string Runs, IPAddress Address, int Port, bool Opens);
}
