using System.CommandLine;
using System.Globalization;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Models;
using RpclPix2Seq.Sketches.Images.Tracing;

namespace RpclPix2Seq.Cli.Commands.Inputs;

/// <summary>
/// Reads arguments that can name a place in the latent space: drawings, a component of the mixture, a category of a dataset.
/// </summary>
/// <param name="Data">The dataset, or null.</param>
/// <param name="Mode">How pictures are read.</param>
internal sealed record PlaceSources(string? Data, PictureMode Mode)
{
    /// <summary>What the arguments may be, for help texts.</summary>
    public const string Description = $"{InputSources.Description}; component:K for the mean of a component, or category:NAME, with "
        + "--data, for the mean code of its test sketches";

    private const string ComponentPrefix = "component:", CategoryPrefix = "category:";

    /// <summary>Checks the arguments before anything is read.</summary>
    /// <exception cref="UsageException">A component is not a number, or there is no dataset for a category.</exception>
    public void Check(IEnumerable<string> arguments)
    {
        foreach (string argument in arguments)
        {
            if (argument.StartsWith(ComponentPrefix, StringComparison.Ordinal))
                ComponentOf(argument);
            if (argument.StartsWith(CategoryPrefix, StringComparison.Ordinal) && Data is null)
                throw new UsageException($"--data: expected the dataset of {argument}, found none; for example --data data");
        }
    }

    /// <summary>The component that an argument of the form component:K names, or null if it is of another form.</summary>
    /// <exception cref="UsageException">K is not a whole number.</exception>
    public static int? ComponentOf(string argument)
    {
        if (!argument.StartsWith(ComponentPrefix, StringComparison.Ordinal))
            return null;
        return int.TryParse(argument.AsSpan(ComponentPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int component)
            ? component
            : throw new UsageException(
                $"{argument}: expected a whole number, 0 or more, after {ComponentPrefix}; for example {ComponentPrefix}0");
    }

    /// <summary>The place that an argument names; for several drawings the mean of their codes.</summary>
    /// <exception cref="InputException">Drawings or the dataset cannot be read, or there is no such category.</exception>
    public NamedPlace Read(string argument, LoadedModel loaded, CliHost host, CancellationToken cancellationToken)
    {
        if (ComponentOf(argument) is { } component)
            return new NamedPlace(LatentPoint.OfComponent(component), []);
        NamedInput[] drawings = argument.StartsWith(CategoryPrefix, StringComparison.Ordinal)
            ? Category(argument[CategoryPrefix.Length..], loaded, host)
            : InputSources.Read([argument], loaded.Config, Mode, host, cancellationToken);
        return NamedPlace.Of(argument, drawings);
    }

    /// <summary>The places that arguments name; each of several drawings is a place of its own.</summary>
    /// <exception cref="InputException">As for <see cref="Read"/>.</exception>
    public NamedPlace[] ReadApart(IReadOnlyList<string> arguments, LoadedModel loaded, CliHost host, CancellationToken cancellationToken)
    {
        List<NamedPlace> places = [];
        foreach (string argument in arguments)
        {
            NamedPlace place = Read(argument, loaded, host, cancellationToken);
            if (place.Drawings.Length > 0 && !argument.StartsWith(CategoryPrefix, StringComparison.Ordinal))
                places.AddRange(place.Drawings.Select(NamedPlace.Of));
            else
                places.Add(place);
        }

        return [.. places];
    }

    private NamedInput[] Category(string name, LoadedModel loaded, CliHost host)
    {
        SketchDataset data = ModelData.Read(loaded.Config, Data!, host, [name]).As(loaded.Config.FirstRow);
        string file = Path.Combine(Data!, name + ".npz");
        return data.Test.Count > 0
            ? [.. Enumerable.Range(0, data.Test.Count).Select(i => data.Test[i]).Select(s => NamedInput.Of(s.Sketch, name, file, s.Index))]
            : throw new InputException(Data!, $"category {name}", "at least one test sketch", "none");
    }
}

/// <summary>The options of verbs whose arguments name places in the latent space.</summary>
internal sealed class PlaceOptions
{
    private readonly Option<string> _data = new("--data")
    {
        Description = "The dataset, or folder of CATEGORY.npz files, of which category:NAME means the test sketches.",
        HelpName = "FOLDER",
    };

    private readonly Option<PictureMode> _mode = InputSources.ModeOption();

    /// <summary>The options, for a command.</summary>
    public IEnumerable<Symbol> All => [_data, _mode];

    /// <summary>The chosen values.</summary>
    public PlaceSources Read(ParseResult options) => new(options.GetValue(_data), options.GetValue(_mode));
}
