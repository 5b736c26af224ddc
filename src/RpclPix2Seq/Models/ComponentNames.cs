using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Models;

/// <summary>
/// The names that people gave to components, in <c>components.json</c> of the model's folder; for a checkpoint, of its run's folder,
/// because checkpoints come and go. Any thread may use it.
/// </summary>
internal sealed class ComponentNames
{
    private const string FileName = "components.json";
    private readonly Lock _gate = new();
    private readonly string? _file;
    private readonly Dictionary<int, string> _names = [];

    /// <param name="folder">The model's folder, or a checkpoint's; null for a model that is not on disk.</param>
    /// <exception cref="InputException">The file is damaged.</exception>
    public ComponentNames(string? folder)
    {
        _file = folder is null ? null : Path.Combine(RunFolder.Of(folder)?.Path ?? folder, FileName);
        if (_file is null || !File.Exists(_file))
            return;
        foreach (NamedComponent one in RecordJson.Read<NamesRecord>(_file, "names of components").Components)
        {
            _names[one.Id] = one.Name.Length > 0 && !one.Name.Any(char.IsControl)
                ? one.Name
                : throw new InputException(_file, $"component {one.Id}", "a name without control characters", $"'{one.Name}'");
        }
    }

    /// <summary>The name of a component, or null.</summary>
    public string? this[int component]
    {
        get
        {
            lock (_gate)
                return _names.GetValueOrDefault(component);
        }
    }

    /// <summary>As sheets head a row of it: its name, or "component 3".</summary>
    public string Heading(int component) => this[component] ?? $"component {component}";

    /// <summary>As text mentions it: "component 3: bees", or without the name if it has none.</summary>
    public string Label(int component) => this[component] is { } name ? $"component {component}: {name}" : $"component {component}";

    /// <summary>Names a component, and writes the file whole.</summary>
    /// <param name="component">The component.</param>
    /// <param name="name">The name, or null to take it away.</param>
    /// <exception cref="InputException">The folder cannot be written; nothing has changed.</exception>
    public void Set(int component, string? name)
    {
        lock (_gate)
        {
            Dictionary<int, string> changed = new(_names);
            if (name is null)
                changed.Remove(component);
            else
                changed[component] = name;
            if (_file is not null)
                Write(_file, changed);

            _names.Clear();
            foreach ((int id, string given) in changed)
                _names[id] = given;
        }
    }

    /// <summary>Writes them, if there are any, into the folder of another copy of the model.</summary>
    public void CopyTo(string folder)
    {
        lock (_gate)
        {
            if (_names.Count > 0)
                Write(Path.Combine(folder, FileName), _names);
        }
    }

    private static void Write(string file, Dictionary<int, string> names) => AtomicFile.WriteAllText(
        file,
        RecordJson.Render(new NamesRecord([.. names.OrderBy(one => one.Key).Select(one => new NamedComponent(one.Key, one.Value))])));

    /// <summary>The content of the file.</summary>
    private sealed record NamesRecord(IReadOnlyList<NamedComponent> Components);

    /// <summary>A component with a name.</summary>
    private sealed record NamedComponent(int Id, string Name);
}
