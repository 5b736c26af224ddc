using System.Collections.Concurrent;
using System.IO.Hashing;
using System.Text;
using RpclPix2Seq.Sketches.Files;
using RpclPix2Seq.Sketches.Formats;
using RpclPix2Seq.Sketches.Formats.SketchRnn;

namespace RpclPix2Seq.Sketches.Datasets.Importing;

/// <summary>Reads some files, one after the other, and passes their drawings on in blocks that are prepared on other threads.</summary>
internal sealed class FileReader : IDisposable
{
    // Enough that preparing never waits long for reading; this many blocks of every file that is being read are in memory.
    private const int BlocksAhead = 8;

    private readonly IReadOnlyList<SourceFile> _files;
    private readonly ImportOptions _options;
    private readonly DrawingFormats _formats;
    private readonly SketchMaker _maker;
    private readonly CancellationToken _cancel;
    private readonly BlockingCollection<Task<PreparedBlock>> _blocks = new(BlocksAhead);
    private readonly Dictionary<string, string?> _cleanNames = new(StringComparer.Ordinal);
    private readonly Task _reading;
    private DrawingBlock _block = new();

    /// <summary>Starts reading.</summary>
    public FileReader(
        IReadOnlyList<SourceFile> files, ImportOptions options, DrawingFormats formats, SketchMaker maker,
        CancellationToken cancellationToken)
    {
        (_files, _options, _formats, _maker, _cancel) = (files, options, formats, maker, cancellationToken);
        _reading = Task.Factory.StartNew(ReadAll, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>The blocks in order, as they become ready.</summary>
    /// <exception cref="InputException">While enumerating: a file that must be readable is not.</exception>
    public IEnumerable<PreparedBlock> Blocks()
    {
        foreach (Task<PreparedBlock> block in _blocks.GetConsumingEnumerable(_cancel))
            yield return block.GetAwaiter().GetResult();
    }

    /// <summary>Waits until reading has stopped; to be called when everything was read or the token was canceled.</summary>
    public void Dispose()
    {
        _reading.Wait(CancellationToken.None);
        while (_blocks.TryTake(out Task<PreparedBlock>? block))
            ((IAsyncResult)block).AsyncWaitHandle.WaitOne();
        _blocks.Dispose();
    }

    private void ReadAll()
    {
        try
        {
            foreach (SourceFile file in _files)
            {
                // Reading passes blocks on, so which block gets the end is known only afterward.
                SourceOutcome end = Read(file);
                _block.Add(end);
                HandOnIfFull();
            }

            HandOn();
        }
        catch (Exception e)
        {
            // The consumer of the blocks gets the error where it belongs: after what was read before.
            TryAdd(Task.FromException<PreparedBlock>(e));
        }
        finally
        {
            _blocks.CompleteAdding();
        }
    }

    private void TryAdd(Task<PreparedBlock> block)
    {
        try
        {
            _blocks.Add(block, _cancel);
        }
        catch (OperationCanceledException)
        {
            // No one consumes blocks anymore.
            _ = block.Exception;
        }
    }

    private void Add(SourceFile source, SkippedDrawing skipped)
    {
        _block.Add(source, skipped);
        HandOnIfFull();
    }

    private void HandOnIfFull()
    {
        _cancel.ThrowIfCancellationRequested();
        if (_block.IsFull)
            HandOn();
    }

    private void HandOn()
    {
        if (_block.Entries.Count == 0)
            return;
        DrawingBlock block = _block;
        _block = new DrawingBlock();
        _blocks.Add(Task.Run(() => _maker.Prepare(block, _cancel), CancellationToken.None), _cancel);
    }

    private SourceOutcome Read(SourceFile source)
    {
        try
        {
            if (source.Length == 0)
                throw new InputException(source.Path, "", "drawings", "an empty file");
            DrawingFile file = DrawingFile.At(source.Path, _options.Limits);
            if (_options.Format is null && ForeignFile.Error(source.Path, file.Head, "a file of drawings") is { } foreign)
            {
                bool isPassed = IsPicture(file.Head) && !source.IsNamed && !_options.IsStrict;
                return isPassed ? new SourceOutcome(source, "", default, "") : throw foreign;
            }

            IDrawingFormat? format = _options.Format is { } name ? _formats.Find(name) : _formats.Recognize(file) ?? Supposed(source);
            if (format is null)
                return source.IsNamed || _options.IsStrict ? throw Unknown(source, file.Head) : new SourceOutcome(source, "", default, "");
            string? category = CategoryOf(source, format);
            foreach (Drawing drawing in format.Read(file, skipped => Add(source, skipped)))
            {
                _block.Add(source, CategoryOf(drawing, category), drawing);
                HandOnIfFull();
            }

            UInt128 hash = HashOf(source.Path);
            file.RequireUnchanged();
            return new SourceOutcome(source, format.Name, hash, "", KnownLicenses.IsQuickDraw(format.Name, file.Head));
        }
        catch (InputException e) when (!source.IsNamed && !_options.IsStrict)
        {
            string path = $"{source.Path}: ";
            string what = e.Message.StartsWith(path, StringComparison.Ordinal) ? e.Message[path.Length..] : e.Message;
            return new SourceOutcome(source, "", default, what) { Expected = e.Expected };
        }
    }

    private string? CategoryOf(SourceFile source, IDrawingFormat format) => _options.Category ?? _options.CategoryFrom switch
    {
        CategoryOrigin.File => CategoryNames.OfFile(source with { IsAlone = true }, isDocument: false),
        CategoryOrigin.Folder => CategoryNames.OfFile(source with { IsAlone = false }, isDocument: true),
        CategoryOrigin.Truth => null,
        _ => CategoryNames.OfFile(source, DrawingFormats.IsDocument(format.Name)),
    };

    private string? CategoryOf(Drawing drawing, string? usual) => _options.Category is null
        ? _options.CategoryFrom switch
        {
            CategoryOrigin.Auto when drawing.Category is { } said => Clean(said) ?? usual,
            CategoryOrigin.Truth when drawing.Truth is { } truth => Clean(truth),
            _ => usual,
        }
        : usual;

    // A damaged file that the user named is best explained by the reader that it was meant for.
    private IDrawingFormat? Supposed(SourceFile source) =>
        source.IsNamed && source.Path.EndsWith(".npz", StringComparison.OrdinalIgnoreCase) ? _formats.Find(NpzDrawings.FormatName) : null;

    // Folders of drawings often have pictures of them; they are no fault.
    private static bool IsPicture(ReadOnlySpan<byte> head) => head is [0x89, (byte)'P', (byte)'N', (byte)'G', ..] or [0xFF, 0xD8, 0xFF, ..];

    /// <summary>The error for a file of no known format. Text may be a format whose name or beginning does not show it.</summary>
    private InputException Unknown(SourceFile source, ReadOnlySpan<byte> head)
    {
        bool isText = head.IndexOfAnyInRange((byte)0, (byte)8) < 0;
        (string found, string remedy) = head switch
        {
            [(byte)'P', (byte)'K', 3, 4, ..] => ("a zip archive", "unpack it, and import the folder"),
            _ when isText => ($"text that begins {InputPlace.Quote(Beginning(head))}", "if it is one of them, name it with --from"),
            _ => ("binary data of another kind", "Quick, Draw!'s binary files end in .bin, or need --from quickdraw-bin"),
        };
        return new InputException(
            source.Path, "", $"one of the formats {string.Join(", ", _formats.All.Select(format => format.Name))}", found, remedy);
    }

    private static string Beginning(ReadOnlySpan<byte> head)
    {
        const int shown = 30;
        string text = Encoding.UTF8.GetString(head[..Math.Min(head.Length, 4 * shown)]).TrimStart().Split('\n')[0].TrimEnd();
        return text.Length > shown ? text[..shown] + "…" : text;
    }

    private string? Clean(string name)
    {
        if (_cleanNames.TryGetValue(name, out string? clean))
            return clean;
        clean = CategoryNames.Clean(name);
        if (_cleanNames.Count < 1024)
            _cleanNames.Add(name, clean);
        return clean;
    }

    private static UInt128 HashOf(string path)
    {
        using InputFile file = new(path);
        XxHash128 hash = new();
        byte[] buffer = new byte[1 << 18];
        long at = 0;
        for (int read; (read = file.Read(buffer, at)) > 0; at += read)
            hash.Append(buffer.AsSpan(0, read));
        return hash.GetCurrentHashAsUInt128();
    }
}

/// <summary>How reading a file ended.</summary>
/// <param name="File">The file.</param>
/// <param name="Format">The name of its format; empty if it has none that is known.</param>
/// <param name="Hash">XxHash128 of its bytes, if it was read to its end.</param>
/// <param name="Failure">Why it was not read to its end, in one line; empty if it was.</param>
/// <param name="IsQuickDraw">Whether Quick, Draw! published it.</param>
internal sealed record SourceOutcome(SourceFile File, string Format, UInt128 Hash, string Failure, bool IsQuickDraw = false)
{
    /// <summary>What should have been there where reading failed: files of one kind fail alike.</summary>
    public string Expected { get; init; } = "";

    /// <summary>Whether it was read to its end.</summary>
    public bool IsRead => Failure.Length == 0 && Format.Length > 0;
}
