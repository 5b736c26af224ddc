using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace RpclPix2Seq.Sketches.Files;

/// <summary>
/// Makes compressed data that end before their last block an error. .NET takes them for whole unless it is told otherwise before the first
/// such stream is opened, so a text cut at the end of a line would pass for a shorter one.
/// </summary>
internal static class StrictInflation
{
    private const string Switch = "System.IO.Compression.UseStrictValidation";

    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "Nothing else runs before the first stream is opened.")]
    internal static void Require()
    {
        // A host that has decided otherwise is not overruled.
        if (!AppContext.TryGetSwitch(Switch, out _))
            AppContext.SetSwitch(Switch, true);
    }
}
