namespace RpclPix2Seq.Configuration;

/// <summary>The kinds of places a value can come from; a later one overrides an earlier one.</summary>
public enum ConfigSourceKind
{
    /// <summary>The defaults of <see cref="ModelConfig"/>.</summary>
    Default,

    /// <summary>A configuration file.</summary>
    File,

    /// <summary>An environment variable.</summary>
    Environment,

    /// <summary>The command line.</summary>
    Flag,
}
