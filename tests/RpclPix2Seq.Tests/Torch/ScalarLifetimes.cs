using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace RpclPix2Seq.Tests.Torch;

/// <summary>
/// Finds, in compiled code, numbers for libtorch that may be freed before libtorch reads them: a TorchSharp <c>Scalar</c> that is neither
/// disposed after the call (<c>using</c>), nor kept in a field, nor handed back to the caller.
/// </summary>
internal sealed class ScalarLifetimes : IDisposable
{
    private const string Scalar = "TorchSharp.Scalar";
    private readonly DefaultAssemblyResolver _resolver = new();
    private readonly HashSet<string> _unsafe = [];

    /// <summary>Reads TorchSharp.</summary>
    public ScalarLifetimes()
    {
        _resolver.AddSearchDirectory(AppContext.BaseDirectory);
        using ModuleDefinition torch = Read(Path.Combine(AppContext.BaseDirectory, "TorchSharp.dll"));
        MethodDefinition[] methods = [.. Methods(torch)];
        ILookup<string, MethodDefinition> callers = methods
            .SelectMany(caller => Calls(caller).Select(call => (Callee: NameOf((MethodReference)call.Operand), Caller: caller)))
            .ToLookup(pair => pair.Callee, pair => pair.Caller);
        Dictionary<string, MethodDefinition> byName = methods.DistinctBy(method => method.FullName).ToDictionary(method => method.FullName);
        Queue<string> found = new(
            methods.Where(method => Calls(method).Any(call => IsBirth(call) && !IsHeld(method, call))).Select(method => method.FullName));
        while (found.TryDequeue(out string? name))
        {
            if (!_unsafe.Add(name))
                continue;
            foreach (MethodDefinition caller in callers[name])
                found.Enqueue(caller.FullName);
            // Callers of the method that it overrides, and makers of the state machine that it belongs to, call it too.
            if (byName.TryGetValue(name, out MethodDefinition? method) && method.IsVirtual)
                found.Enqueue(method.GetBaseMethod().FullName);
            if (method is not null && method.DeclaringType.Name.StartsWith('<'))
                method.DeclaringType.Methods.Where(other => other.IsConstructor).ToList()
                    .ForEach(constructor => found.Enqueue(constructor.FullName));
        }
    }

    /// <summary>Whether a method of TorchSharp, named in Cecil's format, makes such a number, directly or through its calls.</summary>
    public bool IsUnsafe(string method) => _unsafe.Contains(method);

    /// <summary>The places in an assembly where such a number is made, or where a method of TorchSharp that makes one is called.</summary>
    public IReadOnlyList<string> Places(string assembly)
    {
        using ModuleDefinition module = Read(assembly);
        return
        [
            .. from method in Methods(module)
               from call in Calls(method)
               where IsBirth(call) ? !IsHeld(method, call) : _unsafe.Contains(NameOf((MethodReference)call.Operand))
               select $"{module.Name}: {method.DeclaringType.FullName}.{method.Name} → {((MethodReference)call.Operand).FullName}",
        ];
    }

    /// <inheritdoc/>
    public void Dispose() => _resolver.Dispose();

    private ModuleDefinition Read(string path) => ModuleDefinition.ReadModule(path, new ReaderParameters { AssemblyResolver = _resolver });

    private static IEnumerable<MethodDefinition> Methods(ModuleDefinition module) =>
        module.GetTypes().SelectMany(type => type.Methods).Where(method => method.HasBody);

    // Method groups too, which become delegates.
    private static IEnumerable<Instruction> Calls(MethodDefinition method) => method.Body.Instructions.Where(instruction =>
        instruction.Operand is MethodReference called
            && (called.DeclaringType.Scope.Name.StartsWith("TorchSharp", StringComparison.Ordinal)
                || called.Module.Name == "TorchSharp.dll"));

    private static string NameOf(MethodReference method) => method.Resolve()?.FullName ?? method.FullName;

    private static bool IsBirth(Instruction call) =>
        call.Operand is MethodReference made
            && (call.OpCode.Code == Code.Newobj ? made.DeclaringType.FullName == Scalar : made.ReturnType.FullName == Scalar);

    private static bool IsHeld(MethodDefinition method, Instruction birth)
    {
        Instruction next = birth.Next;
        if (next.OpCode.Code is Code.Ret or Code.Stsfld or Code.Stfld)
            return true;
        int local = Stored(next);
        if (local < 0)
            return false;
        bool isDisposed = method.Body.ExceptionHandlers.Any(
            handler =>
                handler.HandlerType == ExceptionHandlerType.Finally && Between(handler.HandlerStart, handler.HandlerEnd)
                    .Any(i => Loaded(i) == local));
        return isDisposed || method.Body.Instructions.Where(i => Loaded(i) == local).All(i => i.Next.OpCode.Code == Code.Ret);
    }

    private static IEnumerable<Instruction> Between(Instruction first, Instruction end)
    {
        for (Instruction i = first; i != end; i = i.Next)
            yield return i;
    }

    private static int Stored(Instruction instruction) => instruction.OpCode.Code switch
    {
        >= Code.Stloc_0 and <= Code.Stloc_3 => instruction.OpCode.Code - Code.Stloc_0,
        Code.Stloc or Code.Stloc_S => ((VariableDefinition)instruction.Operand).Index,
        _ => -1,
    };

    private static int Loaded(Instruction instruction) => instruction.OpCode.Code switch
    {
        >= Code.Ldloc_0 and <= Code.Ldloc_3 => instruction.OpCode.Code - Code.Ldloc_0,
        Code.Ldloc or Code.Ldloc_S => ((VariableDefinition)instruction.Operand).Index,
        _ => -1,
    };
}
