using System.CommandLine;
using RpclPix2Seq.Sketches.Images.Tracing;

namespace RpclPix2Seq.Cli.Commands.Sample;

/// <summary>The options of verbs whose arguments name places of the latent space.</summary>
internal sealed class PlaceOptions
{
    private readonly Option<string> _data = new("--data")
    {
        Description = "The dataset, or folder of CATEGORY.npz files, of which category:NAME means the test sketches.",
        HelpName = "FOLDER",
    };

    private readonly Option<PictureMode> _mode = DrawingSources.ModeOption();

    /// <summary>The options, for a command.</summary>
    public IEnumerable<Symbol> All => [_data, _mode];

    /// <summary>What was chosen.</summary>
    public PlaceSources Read(ParseResult options) => new(options.GetValue(_data), options.GetValue(_mode));
}
