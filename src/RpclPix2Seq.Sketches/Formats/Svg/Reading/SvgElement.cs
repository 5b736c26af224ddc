namespace RpclPix2Seq.Sketches.Formats.Svg.Reading;

/// <summary>An element that may be drawn, with those of its attributes that matter to a drawing.</summary>
/// <param name="tag">What it is.</param>
/// <param name="attributes">Names and values, each name at most once.</param>
internal sealed class SvgElement(SvgTag tag, (string Name, string Value)[] attributes)
{
    public SvgTag Tag => tag;

    public List<SvgElement> Children { get; } = [];

    /// <summary>Whether it is being drawn, so that a use of it inside itself is a cycle.</summary>
    public bool IsOpen { get; set; }

    /// <summary>The characters of its attributes.</summary>
    public int Characters
    {
        get
        {
            int sum = 0;
            foreach ((_, string value) in attributes)
                sum += value.Length;
            return sum;
        }
    }

    /// <summary>The value of an attribute, or null.</summary>
    public string? this[string name]
    {
        get
        {
            foreach ((string key, string value) in attributes)
            {
                if (key == name)
                    return value;
            }

            return null;
        }
    }
}
