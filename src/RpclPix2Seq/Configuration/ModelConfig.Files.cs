using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Configuration;

/// <content>Reading and writing files.</content>
public sealed partial record ModelConfig
{
    /// <summary>Reads a config.json, or the original program's model_config.json; missing keys get their defaults.</summary>
    /// <exception cref="InputException">The file cannot be read or something in it is wrong; the message gives line and column.</exception>
    public static ModelConfig Load(string path) => new ConfigBuilder().ApplyFile(path).Build().Config;

    /// <summary>This configuration as JSON: every key, always in the same order, one per line.</summary>
    public string ToJson() => ConfigJson.Write(this);

    /// <summary>Writes <see cref="ToJson"/> to a file atomically.</summary>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public void Save(string path) => AtomicFile.WriteAllText(path, ToJson());
}
