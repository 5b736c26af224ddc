using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace RpclPix2Seq.Sketches.Files;

/// <summary>
/// Makes it an error if compressed data end before their last block. .NET accepts such data as complete unless a switch is set before the
/// first stream is opened. A text cut off at the end of a line would then pass for a shorter one.
/// </summary>
internal static class StrictInflation
{
    private const string Switch = "System.IO.Compression.UseStrictValidation";

    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "Nothing else runs before the first stream is opened.")]
    internal static void Require()
    {
        // A host's own setting is respected.
        if (!AppContext.TryGetSwitch(Switch, out _))
            AppContext.SetSwitch(Switch, true);
    }
}
