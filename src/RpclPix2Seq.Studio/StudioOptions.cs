using System.Net;
using RpclPix2Seq.Models;
using RpclPix2Seq.Studio.Hosting;
using RpclPix2Seq.Studio.Trainings;

namespace RpclPix2Seq.Studio;

/// <summary>What the studio serves, and to whom.</summary>
internal sealed record StudioOptions
{
    /// <summary>The model; the server owns it from its start on.</summary>
    public required LoadedModel Model { get; init; }

    /// <summary>The folder that was named for it: a model folder or a run.</summary>
    public required string ModelFolder { get; init; }

    /// <summary>Whether the model is the one that ships with the program.</summary>
    public bool IsShipped { get; init; }

    /// <summary>A dataset to show and to learn from, or null.</summary>
    public string? Data { get; init; }

    /// <summary>The folder of the training runs, into which imports are put as well.</summary>
    public required string Folder { get; init; }

    /// <summary>How trainings are started.</summary>
    public required ProgramStart Program { get; init; }

    /// <summary>The address to listen on. Beyond loopback, a random token is asked for.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The port; 0 for any that is free.</summary>
    public int Port { get; init; }

    /// <summary>What clients may use.</summary>
    public StudioLimits Limits { get; init; } = new();

    /// <summary>Called with a remark for whoever started the server.</summary>
    public Action<string> Report { get; init; } = _ => { };

    /// <summary>Whether errors that nobody expected are reported with their stack traces.</summary>
    public bool ShowsTraces { get; init; }
}
