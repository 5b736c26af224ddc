using System.Runtime.InteropServices;
using System.Text;
using RpclPix2Seq.Torch.Native;
using static TorchSharp.torch;

namespace RpclPix2Seq.Torch;

/// <summary>
/// Calls any ATen operator by name, including those for which TorchSharp has no method, through the stable C interface that libtorch
/// exports for extensions. Autograd, devices and dispatch work as for any other operator; an operator that fails throws. An argument of the
/// wrong kind crashes the process.
/// </summary>
internal static unsafe class AtenDispatcher
{
    private const int Success = 0;
    private static readonly Lazy<Exports> Library = new(Exports.Load);

    /// <summary>
    /// Calls operator <paramref name="name"/> (such as <c>aten::mm</c>), overload <paramref name="overload"/> (often empty), with every
    /// argument of its schema in order: there are no default values. Inputs still belong to the caller; the <paramref name="outputs"/>
    /// tensors returned are new and belong to the current dispose scope.
    /// </summary>
    /// <exception cref="InvalidOperationException">There is no such operator, or it failed; libtorch has written the reason to standard
    /// error.</exception>
    public static Tensor[] Call(string name, string overload, int outputs, params ReadOnlySpan<AtenArgument> arguments)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(outputs);
        Exports exports = Library.Value;
        Span<ulong> stack = new ulong[Math.Max(Math.Max(arguments.Length, outputs), 1)];
        for (int i = 0; i < arguments.Length; i++)
            stack[i] = exports.Push(arguments[i]);
        int status;
        fixed (byte* operatorName = Utf8(name), overloadName = Utf8(overload))
        fixed (ulong* values = stack)
            status = exports.Dispatch(operatorName, overloadName, values);
        foreach (AtenArgument argument in arguments)
        {
            GC.KeepAlive(argument.Tensor);
            GC.KeepAlive(argument.Tensors);
        }

        if (status != Success)
            throw new InvalidOperationException(
                $"{name}{(overload.Length == 0 ? "" : "." + overload)} failed; libtorch has written the reason to standard error.");
        Tensor[] results = new Tensor[outputs];
        for (int i = 0; i < outputs; i++)
            results[i] = Tensor.UnsafeCreateTensor((nint)stack[i]);
        return results;
    }

    /// <summary>
    /// <c>aten::_fused_adam_</c>: one step of torch's Adam on complete lists, in place, in one pass over memory. With n the value of
    /// <paramref name="step"/>: m ← m + (1−β1)(g−m); v ← β2·v + (1−β2)g²; θ ← θ − lr/(1−β1ⁿ)·m/(√v/√(1−β2ⁿ) + ε).
    /// </summary>
    /// <param name="parameters">θ, contiguous; the same shape, type and device as the three that follow, entry by entry.</param>
    /// <param name="gradients">g; not changed.</param>
    /// <param name="firstMoments">m.</param>
    /// <param name="secondMoments">v.</param>
    /// <param name="step">n ≥ 1, a float32 scalar; not changed.</param>
    /// <param name="rate">lr.</param>
    /// <param name="beta1">β1 in [0, 1).</param>
    /// <param name="beta2">β2 in [0, 1).</param>
    /// <param name="epsilon">ε, as torch places it: outside the corrected root.</param>
    public static void FusedAdam(
        IReadOnlyList<Tensor> parameters, IReadOnlyList<Tensor> gradients, IReadOnlyList<Tensor> firstMoments,
        IReadOnlyList<Tensor> secondMoments,
        Tensor step, double rate, double beta1, double beta2, double epsilon)
    {
        Tensor[] steps = new Tensor[parameters.Count];
        Array.Fill(steps, step);
        const double weightDecay = 0;
        const bool amsGrad = false, maximize = false;
        Call(
            "aten::_fused_adam_", "", 0,
            AtenArgument.Of(parameters), AtenArgument.Of(gradients), AtenArgument.Of(firstMoments), AtenArgument.Of(secondMoments),
            AtenArgument.Of(Array.Empty<Tensor>()), AtenArgument.Of(steps), AtenArgument.Of(rate), AtenArgument.Of(beta1),
            AtenArgument.Of(beta2),
            AtenArgument.Of(weightDecay), AtenArgument.Of(epsilon), AtenArgument.Of(amsGrad), AtenArgument.Of(maximize),
            AtenArgument.None, AtenArgument.None);
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text + '\0');

    /// <summary>The entry points in libtorch. Every handle that is pushed belongs to the operator called: libtorch releases it.</summary>
    private sealed class Exports
    {
        private readonly delegate* unmanaged<byte*, byte*, ulong*, int> _dispatch;
        private readonly delegate* unmanaged<nint, nint*, int> _newHandle;
        private readonly delegate* unmanaged<nuint, nint*, int> _newList;
        private readonly delegate* unmanaged<nint, ulong, int> _append;

        private Exports(nint library)
        {
            _dispatch = (delegate* unmanaged<byte*, byte*, ulong*, int>)Export(library, "aoti_torch_call_dispatcher");
            _newHandle = (delegate* unmanaged<nint, nint*, int>)Export(library, "aoti_torch_new_tensor_handle");
            _newList = (delegate* unmanaged<nuint, nint*, int>)Export(library, "torch_new_list_reserve_size");
            _append = (delegate* unmanaged<nint, ulong, int>)Export(library, "torch_list_push_back");
        }

        public static Exports Load()
        {
            TorchRuntime.EnsureLoaded();
            return new Exports(TorchLoader.Load().LibTorch);
        }

        public int Dispatch(byte* name, byte* overload, ulong* stack) => _dispatch(name, overload, stack);

        public ulong Push(AtenArgument argument)
        {
            if (!argument.IsOptional)
                return Value(argument);
            // libtorch releases it with C++'s delete, which is free() where it allocates with malloc(), as NativeMemory does.
            ulong* box = (ulong*)NativeMemory.Alloc(sizeof(ulong));
            *box = Value(argument);
            return (ulong)box;
        }

        private ulong Value(AtenArgument argument)
        {
            if (argument.Tensor is not null)
                return NewHandle(argument.Tensor);
            return argument.Tensors is null ? argument.Bits : NewList(argument.Tensors);
        }

        private ulong NewHandle(Tensor tensor)
        {
            nint handle;
            Check(_newHandle(tensor.Handle, &handle));
            return (ulong)handle;
        }

        private ulong NewList(IReadOnlyList<Tensor> tensors)
        {
            nint list;
            Check(_newList((nuint)tensors.Count, &list));
            for (int i = 0; i < tensors.Count; i++)
                Check(_append(list, NewHandle(tensors[i])));
            return (ulong)list;
        }

        private static nint Export(nint library, string name) =>
            NativeLibrary.TryGetExport(library, name, out nint address)
                ? address
                : throw new InvalidOperationException($"This libtorch has no {name}: 2.10 or newer is needed.");

        private static void Check(int status)
        {
            if (status != Success)
                throw new InvalidOperationException("libtorch could not pass an argument; it has written the reason to standard error.");
        }
    }
}
