using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Sketches.Formats.SketchRnn;

/// <summary>Why sketches of a member cannot be used, where the others are wanted all the same. Several threads may add.</summary>
internal sealed class SketchFaults
{
    // A file of which more is damaged is no file of sketches.
    private const int Most = 10_000;

    private readonly Dictionary<int, InputException> _faults = [];

    /// <summary>Notes what is wrong with a sketch, or throws it if that was one too many.</summary>
    public void Add(int index, InputException fault)
    {
        lock (_faults)
        {
            if (_faults.Count == Most)
                throw fault;
            _faults[index] = fault;
        }
    }

    /// <summary>What is wrong with a sketch that could not be used.</summary>
    public InputException Of(int index) => _faults[index];
}
