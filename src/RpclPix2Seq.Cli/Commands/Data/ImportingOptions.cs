using System.CommandLine;
using System.Text;
using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Sketches.Datasets.Importing;
using RpclPix2Seq.Sketches.Formats;
using RpclPix2Seq.Sketches.Strokes.Simplification;

namespace RpclPix2Seq.Cli.Commands.Data;

/// <summary>The options of <c>rpcl data import</c> that say what is read and kept.</summary>
internal sealed class ImportingOptions
{
    private const int MostLicenseBytes = 1 << 20;

    private readonly Option<string?> _category = new("--category")
    {
        Description = "Category of all sketches; else what a drawing says, its file or folder.",
        HelpName = "NAME",
    };
    private readonly Option<CategoryOrigin> _categoryFrom = WordOptions.Choice(
        "--category-from", "Where categories come from without --category: auto; the file's or the folder's name; InkML's truth.",
        CategoryOrigin.Auto);
    private readonly Option<string?> _format = new("--from")
    {
        Description = $"Format of all files ({string.Join(", ", FormatNames())}); else as recognized.",
        HelpName = "FORMAT",
    };

    private readonly Option<SimplifyMode> _simplify = WordOptions.Choice(
        "--simplify", "Which drawings to simplify: raw ones, all, or none.", SimplifyMode.Auto);
    private readonly Option<bool> _noAlign = new("--no-align") { Description = "When simplifying, leave drawings where they are." };
    private readonly Option<bool> _noScale = new("--no-scale")
    {
        Description = "When simplifying, keep size and fractional coordinates instead of scaling to whole numbers from 0 to 255.",
    };
    private readonly Option<bool> _noResample = new("--no-resample") { Description = "When simplifying, do not resample at 1 px." };
    private readonly Option<double> _epsilon = NumberOptions.Real(
        "--epsilon", "When simplifying, how far lines may move; 0 to drop no points.", 2, 0, 1000);
    private readonly Option<int> _minPoints = NumberOptions.Integer("--min-points", "Minimum points per sketch.", 1, 1);
    private readonly Option<int> _maxPoints = NumberOptions.Integer(
        "--max-points", "Maximum points per sketch, after simplification; 0 for no limit.", 0);
    private readonly Option<int> _maxStrokes = NumberOptions.Integer("--max-strokes", "Maximum strokes per sketch; 0 for no limit.", 0);
    private readonly Option<int> _limit = NumberOptions.Integer(
        "--limit", "Maximum sketches per category (and per split, where files have splits); 0 for no limit.", 0);
    private readonly Option<bool> _recognizedOnly = new("--recognized-only")
    {
        Description = "Leave out drawings that the Quick, Draw! game did not recognize.",
    };
    private readonly Option<bool> _keepDuplicates = new("--keep-duplicates")
    {
        Description = "Keep all sketches that are equal to another one of their category.",
    };
    private readonly Option<bool> _dropDuplicates = new("--drop-duplicates")
    {
        Description = "Keep only one of those, even where files put them into splits.",
    };
    private readonly Option<SplitSize> _valid = Size(
        "--valid", "Validation sketches per category, taken at random from the training sketches where files have no validation split.");
    private readonly Option<SplitSize> _test = Size("--test", "Test sketches per category, taken in the same way.");
    private readonly Option<long> _seed = NumberOptions.Seed("--seed", "Seed of the split.", 1);
    private readonly Option<FirstRow> _firstRow = WordOptions.Choice(
        "--first-row", "What the first row of stroke-3 files is: a move or ink.", FirstRow.Move);
    private readonly Option<string?> _license = new("--license", "--licence")
    {
        Description = "License of the data: a text, or a file with it.",
        HelpName = "TEXT|FILE",
    };
    private readonly Option<bool> _strict = new("--strict") { Description = "Fail at the first file or drawing that cannot be read." };

    private IEnumerable<Option> All =>
    [
        _category, _categoryFrom, _format, _simplify, _noAlign, _noScale, _noResample, _epsilon, _minPoints, _maxPoints, _maxStrokes,
        _limit, _recognizedOnly, _keepDuplicates, _dropDuplicates, _valid, _test, _seed, _firstRow, _license, _strict,
    ];

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in All)
            command.Add(option);
    }

    /// <summary>The chosen values.</summary>
    /// <exception cref="InputException">The license file cannot be read.</exception>
    /// <exception cref="UsageException">Values conflict.</exception>
    public ImportOptions Read(ParseResult options)
    {
        ImportOptions read = new()
        {
            Category = options.GetValue(_category),
            CategoryFrom = options.GetValue(_categoryFrom),
            Format = CheckFormat(options.GetValue(_format)),
            Simplify = options.GetValue(_simplify),
            Simplification = new GoogleSimplificationOptions
            {
                Align = !options.GetValue(_noAlign),
                Scale = !options.GetValue(_noScale),
                Resample = !options.GetValue(_noResample),
                Epsilon = options.GetValue(_epsilon),
                Reduce = options.GetValue(_epsilon) > 0,

                // Whole numbers suit a box of 0 to 255; a drawing in millimeters would lose its shape.
                Round = !options.GetValue(_noScale),
            },
            MinPoints = options.GetValue(_minPoints),
            MaxPoints = options.GetValue(_maxPoints),
            MaxStrokes = options.GetValue(_maxStrokes),
            Limit = options.GetValue(_limit),
            RecognizedOnly = options.GetValue(_recognizedOnly),
            Duplicates = Duplicates(options.GetValue(_keepDuplicates), options.GetValue(_dropDuplicates)),
            Valid = options.GetValue(_valid),
            Test = options.GetValue(_test),
            Seed = options.GetValue(_seed),
            FirstRow = options.GetValue(_firstRow),
            License = License(options.GetValue(_license)),
            IsStrict = options.GetValue(_strict),
        };
        Option[] simplifying = [_noAlign, _noScale, _noResample, _epsilon];
        if (read.Simplify == SimplifyMode.None && Array.Find(simplifying, option => CommonOptions.IsGiven(options, option)) is { } idle)
            throw new UsageException($"{idle.Name}: expected drawings to be simplified, found {_simplify.Name} none; leave one out");
        try
        {
            return read.Validate();
        }
        catch (InputException e)
        {
            throw new UsageException(e.Message, e);
        }
    }

    private static DuplicateMode Duplicates(bool keep, bool drop) => (keep, drop) switch
    {
        (true, true) => throw new UsageException("--keep-duplicates and --drop-duplicates: expected one of them, found both"),
        (true, _) => DuplicateMode.Keep,
        (_, true) => DuplicateMode.Drop,
        _ => DuplicateMode.Auto,
    };

    private static string[] FormatNames() => [.. new DrawingFormats().All.Select(format => format.Name)];

    private static string? CheckFormat(string? name) => name is null || new DrawingFormats().Find(name) is not null
        ? name
        : throw new UsageException($"--from: expected one of {string.Join(", ", FormatNames())}, found {name}");

    private static string? License(string? given)
    {
        if (given is null || !File.Exists(given))
            return string.IsNullOrWhiteSpace(given) ? null : given.TrimEnd() + "\n";
        try
        {
            return new FileInfo(given).Length <= MostLicenseBytes
                ? File.ReadAllText(given, Encoding.UTF8)
                : throw new InputException(given, "", $"the text of a license, at most {MostLicenseBytes} bytes", "a longer file");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(given, "", "the text of a license", e.Message, inner: e);
        }
    }

    private static Option<SplitSize> Size(string name, string description) => new(name)
    {
        Description =
            $"{description} A count, or a share such as 0.1 or 10%; default {SplitSize.UsualCount}, at most 10%, of what is in no split.",
        HelpName = "N|SHARE",
        CustomParser = result =>
        {
            string text = result.Tokens[^1].Value;
            if (!SplitSize.TryParse(text, out SplitSize size))
                result.AddError($"{name}: expected a count or a share below 1, found {text}; for example {name} 10%");
            return size;
        },
    };
}
