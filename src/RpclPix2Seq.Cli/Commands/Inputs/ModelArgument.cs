using System.CommandLine;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Models;
using RpclPix2Seq.Sketches.Datasets.Containers;

namespace RpclPix2Seq.Cli.Commands.Inputs;

/// <summary>The argument that names a model. Where none is named, it is the model that ships with the program.</summary>
internal sealed class ModelArgument
{
    private static readonly string[] Places = ["component:", "category:"];
    private static readonly char[] InputCharacters = ['#', '*', '?'];

    /// <summary>The argument itself.</summary>
    public Argument<string> Argument { get; } = new("MODEL")
    {
        Description = "A model folder, or the folder of a training run. Default: the model that ships with this program.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    /// <summary>The model.</summary>
    /// <exception cref="InputException">None is named, and none ships.</exception>
    public string Read(ParseResult options) => options.GetValue(Argument) ?? ShippedModel.Folder;

    /// <summary>The model, and the arguments after it. A first argument that names a drawing instead is one of those.</summary>
    /// <exception cref="InputException">None is named, and none ships.</exception>
    public (string Model, string[] Inputs) Read(ParseResult options, IEnumerable<string?> inputs)
    {
        string[] given = [.. inputs.OfType<string>()];
        string? first = options.GetValue(Argument);
        return first is not null && (ModelFolder.Find(first) is not null || !IsInput(first))
            ? (first, given)
            : (ShippedModel.Folder, first is null ? given : [first, .. given]);
    }

    /// <summary>The only one of the arguments after the model.</summary>
    /// <exception cref="UsageException">There is another number of them.</exception>
    public static string Only(string[] inputs, string name) => inputs.Length == 1
        ? inputs[0]
        : throw new UsageException($"{name}: expected one drawing, found {(inputs.Length == 0 ? "none" : $"{inputs.Length}")}; for example "
            + "cat.svg");

    private static bool IsInput(string argument) =>
        File.Exists(argument) || argument.IndexOfAny(InputCharacters) >= 0
            || Places.Any(place => argument.StartsWith(place, StringComparison.Ordinal)) || DatasetFolder.IsAt(argument)
            || (Directory.Exists(argument)
                ? InputSources.HasDrawings(argument)
                : InputSources.IsNamedAsOne(argument)); // of a drawing that is not there, the error is that it is not there
}

/// <summary>The model that ships with the program, beside its executable.</summary>
internal static class ShippedModel
{
    private const string Name = "quickdraw";

    /// <summary>Its folder.</summary>
    /// <exception cref="InputException">This build has none.</exception>
    public static string Folder => Find()
        ?? throw new InputException("the model", "", "its folder", "none named, and none that ships with this build",
            "name a model or a run");

    /// <summary>Its folder, or null if this build has none.</summary>
    public static string? Find() =>
        Path.Combine(AppContext.BaseDirectory, "models", Name) is var folder && Directory.Exists(folder) ? folder : null;
}
