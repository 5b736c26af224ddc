using TorchSharp;
using static TorchSharp.torch;

namespace RpclPix2Seq.Torch;

/// <summary>
/// Holds every tensor created until the scope is disposed of, and what it is given; then leaves the tensors to the outer scope or, without
/// one, to the garbage collector. Code whose caller may have no scope needs one: nothing else keeps an intermediate tensor, or an argument
/// that is not read again, alive while libtorch reads it.
/// </summary>
internal readonly struct HoldingScope : IDisposable
{
    private readonly DisposeScope _scope;
    private readonly object?[] _given;

    private HoldingScope(DisposeScope scope, object?[] given) => (_scope, _given) = (scope, given);

    /// <summary>Starts holding.</summary>
    /// <param name="given">The tensors, or what has them, that the caller may have dropped.</param>
    public static HoldingScope Begin(params object?[] given) => new(NewDisposeScope(), given);

    /// <inheritdoc/>
    public void Dispose()
    {
        _scope.MoveToOuter(_scope.DisposablesView);
        _scope.Dispose();
        GC.KeepAlive(_given);
    }
}
