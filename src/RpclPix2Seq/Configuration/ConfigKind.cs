namespace RpclPix2Seq.Configuration;

/// <summary>The type of a key's value, which is also the JSON type it has in a file.</summary>
public enum ConfigKind
{
    /// <summary>A whole number; a JSON number.</summary>
    Integer,

    /// <summary>A finite real number; a JSON number.</summary>
    Number,

    /// <summary>True or false; a JSON boolean.</summary>
    Flag,

    /// <summary>One of a few words; a JSON string.</summary>
    Choice,

    /// <summary>A list of names; a JSON array of strings.</summary>
    Names,
}
