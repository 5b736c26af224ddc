namespace RpclPix2Seq.Sketches.Formats.SketchRnn;

/// <summary>The errors of sketches that cannot be used, for reading the rest of a member anyway. Thread-safe for adding.</summary>
internal sealed class SketchFaults
{
    // A file with more damage than this is not a sketch file.
    private const int Most = 10_000;

    private readonly Dictionary<int, InputException> _faults = [];

    /// <summary>Records the error of a sketch, or throws it if there are too many.</summary>
    public void Add(int index, InputException fault)
    {
        lock (_faults)
        {
            if (_faults.Count == Most)
                throw fault;
            _faults[index] = fault;
        }
    }

    /// <summary>The error of a sketch that could not be used.</summary>
    public InputException Of(int index) => _faults[index];
}
