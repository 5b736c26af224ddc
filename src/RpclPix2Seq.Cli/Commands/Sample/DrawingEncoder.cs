using RpclPix2Seq.Checkpoints;
using RpclPix2Seq.Cli.CommandLine;
using RpclPix2Seq.Cli.Rendering;
using RpclPix2Seq.Generation;

namespace RpclPix2Seq.Cli.Commands;

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
