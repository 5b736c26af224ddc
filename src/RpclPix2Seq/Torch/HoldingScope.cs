using TorchSharp;
using static TorchSharp.torch;

namespace RpclPix2Seq.Torch;

/// <summary>
/// Holds every tensor that is made until it is disposed of, and then leaves them to the scope outside or, without one, to the garbage
/// collector. What computes for a caller that may have no scope needs one: nothing else keeps an intermediate tensor alive while libtorch
/// reads it.
/// </summary>
internal readonly struct HoldingScope : IDisposable
{
    private readonly DisposeScope _scope;

    private HoldingScope(DisposeScope scope) => _scope = scope;

    /// <summary>Begins to hold.</summary>
    public static HoldingScope Begin() => new(NewDisposeScope());

    /// <inheritdoc/>
    public void Dispose()
    {
        _scope.MoveToOuter(_scope.DisposablesView);
        _scope.Dispose();
    }
}
