using System.CommandLine;
using RpclPix2Seq.Cli.Terminal;

namespace RpclPix2Seq.Cli.Commands.Sample;

/// <summary>The options of every verb that lets a model draw.</summary>
internal sealed class DrawingOptions
{
    private const double FromModel = 0, AsStrokes = 0;

    private readonly Option<double> _temperature = NumberOptions.Real("--temperature", "How freely to draw; 0 for the model's own setting", FromModel, 0, 10);
    private readonly Option<double> _pen = NumberOptions.Real(
        "--pen-temperature", "How freely to lift the pen and to end; 0 for the temperature. More than that makes sketches end sooner", AsStrokes, 0, 10);

    private readonly Option<bool> _greedy = new("--greedy") { Description = "Always draw what is most likely." };
    private readonly Option<long> _seed = NumberOptions.Seed("--seed", "Seed of all draws.", 1);

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_temperature);
        command.Add(_pen);
        command.Add(_greedy);
        command.Add(_seed);
    }

    /// <summary>Of the options that say how to draw, the first that was given, or null for none. The seed is not one of them.</summary>
    public string? FirstGiven(ParseResult options) =>
        new Option[] { _temperature, _pen, _greedy }.FirstOrDefault(option => options.GetResult(option) is { Implicit: false })?.Name;

    /// <summary>What was chosen.</summary>
    public DrawingChoice Read(ParseResult options)
    {
        double temperature = options.GetValue(_temperature);
        double pen = options.GetValue(_pen);
        bool greedy = options.GetValue(_greedy);
        return new DrawingChoice(temperature > FromModel ? temperature : null, greedy, options.GetValue(_seed)) { Pen = pen > AsStrokes && !greedy ? pen : null };
    }
}
