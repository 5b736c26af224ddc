using System.Runtime.InteropServices;

namespace RpclPix2Seq.Cli.Terminal;

/// <summary>
/// Turns Ctrl-C, the termination request SIGTERM, SIGUSR1, with which batch systems announce it, and the hang-up of a closed terminal into
/// a canceled token, so that a verb can save what it has. Ctrl-C after any of them ends the process at once. The others do not: a batch
/// system sends one after the other. A process that was started to ignore hang-ups still does.
/// </summary>
internal sealed class Interruption : IDisposable
{
    // Those of an interrupted verb: its process is ending, and what a batch system sends meanwhile must not end it with another code.
    private static readonly List<PosixSignalRegistration> Kept = [];

    private readonly CancellationTokenSource _source;
    private readonly PosixSignalRegistration[] _registrations;
    private volatile bool _isSignaled;

    /// <summary>SIGUSR1, which .NET has no name for, by its number on this system; null where there is none.</summary>
    private static PosixSignal? FirstUserSignal =>
        OperatingSystem.IsLinux() ? (PosixSignal)10 : OperatingSystem.IsMacOS() ? (PosixSignal)30 : null;

    /// <summary>Starts listening.</summary>
    /// <param name="outer">Also cancels the token.</param>
    public Interruption(CancellationToken outer)
    {
        _source = CancellationTokenSource.CreateLinkedTokenSource(outer);
        List<PosixSignalRegistration> registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal), PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal),
        ];
        if (!Inherited.IgnoresHangup)
            registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGHUP, OnSignal));
        if (FirstUserSignal is { } user)
            registrations.Add(PosixSignalRegistration.Create(user, OnSignal));
        _registrations = [.. registrations];
    }

    /// <summary>Canceled by the first signal.</summary>
    public CancellationToken Token => _source.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isSignaled)
        {
            Kept.AddRange(_registrations);
            return;
        }

        foreach (PosixSignalRegistration registration in _registrations)
            registration.Dispose();
        _source.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        _isSignaled = true;
        context.Cancel = context.Signal != PosixSignal.SIGINT || !_source.IsCancellationRequested;
        _source.Cancel();
    }
}
