using System.Text.Json;
using RpclPix2Seq.Configuration;

namespace RpclPix2Seq.Cli.Terminal;

/// <summary>Shows configurations and their keys.</summary>
internal static class ConfigListing
{
    /// <summary>Every key with its value and where it comes from, as text or as JSON on standard output.</summary>
    public static void WriteValues(CliHost host, ResolvedConfig config, bool json)
    {
        if (json)
        {
            WriteJson(host.Out, config);
            return;
        }

        // Never framed: the listing is for reading, comparing and searching alike.
        ReportTable table = new(new Column("key"), new Column("value"), new Column("source"));
        foreach ((ConfigKey key, string value, ConfigOrigin origin) in config.Values)
            table.Add(key.Name, value, origin.Where.Length == 0 ? $"{origin}" : $"{origin}, {origin.Where}");
        table.WritePlain(host.Out);
    }

    /// <summary>Every key with its range, default, meaning and an example, grouped.</summary>
    public static void WriteHelp(TextWriter writer)
    {
        writer.Write(
            "Settings, with their defaults. Each can be set in a file (--config FILE), by an environment variable (RPCL_ and the name in\n"
            + "capitals), in --hparams \"name=value,...\" and by --set name=value; each of these overrides those before it.\n");
        foreach (IGrouping<ConfigGroup, ConfigKey> group in ConfigKeys.All.GroupBy(key => key.Group))
        {
            writer.Write($"\n{group.Key}:\n");
            foreach (ConfigKey key in group)
                WriteKey(writer, key);
        }
    }

    private static void WriteKey(TextWriter writer, ConfigKey key)
    {
        string unit = key.Unit.Length == 0 ? "" : $" ({key.Unit})";
        string reference = key.ReferenceValue is null ? "" : $" Always {key.ReferenceValue} with compat=reference.";
        writer.Write($"  {key.Name}={key.Default}\n      {key.Description}{reference}\n");
        writer.Write($"      Allowed: {key.Range}{unit}; for example {key.Name}={key.Example}\n");
    }

    private static void WriteJson(TextWriter writer, ResolvedConfig config)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            foreach ((ConfigKey key, string value, ConfigOrigin origin) in config.Values)
            {
                json.WriteStartObject(key.Name);
                json.WritePropertyName("value");
                json.WriteRawValue(key.ToJson(value));
                json.WriteString("source", origin.ToString());
                if (origin.Where.Length > 0)
                    json.WriteString("where", origin.Where);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        writer.Write(System.Text.Encoding.UTF8.GetString(stream.ToArray()) + "\n");
    }
}
