using System.CommandLine;
using RpclPix2Seq.Cli.Terminal;

namespace RpclPix2Seq.Cli.Commands.Inputs;

/// <summary>Which splits a verb works on: one of them, or all.</summary>
internal sealed class SplitOption
{
    private readonly Option<Choice> _option;

    /// <param name="description">What the verb does with them.</param>
    /// <param name="standard">The split if none is named; null for all.</param>
    /// <param name="allowsAll">Whether all may be named.</param>
    public SplitOption(string description, DatasetSplit? standard = null, bool allowsAll = true)
    {
        Choice[] choices = [.. Enum.GetValues<Choice>().Where(choice => allowsAll || choice != Choice.All)];
        _option = WordOptions.Choice("--split", description, standard switch
        {
            DatasetSplit.Train => Choice.Train,
            DatasetSplit.Valid => Choice.Valid,
            DatasetSplit.Test => Choice.Test,
            _ => Choice.All,
        }, choices);
    }

    private enum Choice
    {
        All,
        Train,
        Valid,
        Test,
    }

    /// <summary>Adds the option to a command.</summary>
    public void AddTo(Command command) => command.Add(_option);

    /// <summary>Whether it was set.</summary>
    public bool IsGiven(ParseResult options) => CommonOptions.IsGiven(options, _option);

    /// <summary>The split, or null for all.</summary>
    public DatasetSplit? Read(ParseResult options) => options.GetValue(_option) switch
    {
        Choice.Train => DatasetSplit.Train,
        Choice.Valid => DatasetSplit.Valid,
        Choice.Test => DatasetSplit.Test,
        _ => null,
    };
}
