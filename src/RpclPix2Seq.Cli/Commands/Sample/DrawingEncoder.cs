using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Models;
using RpclPix2Seq.Sampling;

namespace RpclPix2Seq.Cli.Commands.Sample;

/// <summary>Encodes what a command line led to.</summary>
internal static class DrawingEncoder
{
    /// <summary>The codes of drawings, with progress.</summary>
    public static SketchCodes Encode(LoadedModel loaded, IReadOnlyList<NamedDrawing> drawings, CliHost host, CancellationToken cancel)
    {
        using ProgressReport progress = new(host, "encoding", "drawings", drawings.Count);
        return SketchCodes.Of(loaded, [.. drawings.Select(drawing => drawing.Input)], done => progress.Report(done), cancel);
    }
}
