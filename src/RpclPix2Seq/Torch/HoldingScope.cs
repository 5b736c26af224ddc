using TorchSharp;
using static TorchSharp.torch;

namespace RpclPix2Seq.Torch;

/// <summary>
/// Holds every tensor created until the scope is disposed of, and then leaves them to the outer scope or, without one, to the garbage
/// collector. Code whose caller may have no scope needs one: nothing else keeps an intermediate tensor alive while libtorch reads it.
/// </summary>
internal readonly struct HoldingScope : IDisposable
{
    private readonly DisposeScope _scope;

    private HoldingScope(DisposeScope scope) => _scope = scope;

    /// <summary>Starts holding.</summary>
    public static HoldingScope Begin() => new(NewDisposeScope());

    /// <inheritdoc/>
    public void Dispose()
    {
        _scope.MoveToOuter(_scope.DisposablesView);
        _scope.Dispose();
    }
}
