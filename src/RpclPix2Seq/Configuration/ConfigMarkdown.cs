using System.Text;

namespace RpclPix2Seq.Configuration;

/// <summary>The table of keys as a page of documentation.</summary>
public static class ConfigMarkdown
{
    /// <summary>One Markdown table a group: key, default, allowed values with unit, meaning, example.</summary>
    public static string Write()
    {
        StringBuilder text = new();
        foreach (IGrouping<ConfigGroup, ConfigKey> group in ConfigKeys.All.GroupBy(key => key.Group))
        {
            text.Append(text.Length == 0 ? "" : "\n");
            text.Append($"### {group.Key}\n\n| key | default | allowed | meaning | example |\n|---|---|---|---|---|\n");
            foreach (ConfigKey key in group)
            {
                string unit = key.Unit.Length == 0 ? "" : $" ({key.Unit})";
                string reference = key.ReferenceValue is null ? "" : $" With `compat=reference` always {key.ReferenceValue}.";
                text.Append($"| `{key.Name}` | {key.Default} | {key.Range}{unit} | {key.Description}{reference} | `{key.Name}={key.Example}` |\n");
            }
        }

        return text.ToString();
    }
}
