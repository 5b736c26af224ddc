using System.CommandLine;
using RpclPix2Seq.Cli.Terminal;

namespace RpclPix2Seq.Cli.Commands.Sample;

/// <summary>What the command lines of all verbs have in common that let a model draw into a new folder of samples.</summary>
internal sealed class DrawingVerb
{
    private readonly Argument<string> _model = new("MODEL") { Description = "A model folder, or the folder of a training run." };
    private readonly Option<string> _output = new("--out") { Description = "New folder for the sketches.", HelpName = "FOLDER", Required = true };
    private readonly DrawingOptions _drawing = new();
    private readonly MachineOptions _machine = new();

    /// <summary>Makes the command: the model first, then what is the verb's own, then how to draw and where to compute.</summary>
    public Command Create(string name, string description, params IEnumerable<Symbol> own)
    {
        Command command = new(name, description) { _model };
        foreach (Argument argument in own.OfType<Argument>())
            command.Add(argument);
        command.Add(_output);
        foreach (Option option in own.OfType<Option>())
            command.Add(option);
        _drawing.AddTo(command);
        _machine.AddTo(command);
        command.Add(CommonOptions.Json());
        command.Add(CommonOptions.Quiet());
        return command;
    }

    /// <summary>What was chosen.</summary>
    public DrawingJob Read(ParseResult options) => new(
        options.GetRequiredValue(_model), options.GetRequiredValue(_output), _drawing.Read(options), _machine.Read(options), CommonOptions.IsSet(options, CommonOptions.JsonName));
}
