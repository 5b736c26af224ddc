using System.Globalization;
using System.Text.RegularExpressions;

namespace RpclPix2Seq.Configuration;

/// <summary>
/// The original program's grammar for overrides: assignments separated by commas, each <c>name=value</c>, <c>name=[value,value]</c>
/// (elements separated by commas or blanks) or <c>name[index]=value</c>. A trailing comma is allowed.
/// </summary>
internal static partial class HParamsString
{
    /// <summary>Parses a string.</summary>
    /// <exception cref="InputException">It does not follow the grammar, or assigns a name twice.</exception>
    public static IReadOnlyList<Assignment> Parse(string text, string source)
    {
        List<Assignment> assignments = [];
        HashSet<(string, int?)> assigned = [];
        HashSet<string> names = new(StringComparer.Ordinal);
        for (int position = 0; position < text.Length;)
        {
            string where = $"character {position + 1}";
            Match match = OneAssignment().Match(text, position);
            if (!match.Success)
                throw new InputException(source, where, "name=value, name=[value,value] or name[index]=value", $"'{text[position..]}'");
            Assignment assignment = Read(match, where, source);
            bool whole = assigned.Contains((assignment.Name, null));
            bool isNew = names.Add(assignment.Name);
            if (whole || (assignment.Index is null && !isNew) || !assigned.Add((assignment.Name, assignment.Index)))
            {
                throw new InputException(source, where, "every name once", $"'{assignment.Name}' again");
            }

            assignments.Add(assignment);
            position += match.Length;
        }

        return assignments;
    }

    private static Assignment Read(Match match, string where, string source)
    {
        string name = match.Groups["name"].Value;
        string shown = match.Value.TrimEnd(' ', ',');
        int? index = null;
        if (match.Groups["index"] is { Success: true } digits)
        {
            if (!int.TryParse(digits.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
                throw new InputException(source, where, "an index of a list", digits.Value);
            index = number;
        }

        if (match.Groups["list"] is not { Success: true } list)
            return new Assignment(name, index, ConfigText.Unquote(match.Groups["value"].Value), IsList: false, shown, where);
        if (index is not null)
            throw new InputException(source, where, "one value for one element", shown, $"for example {name}[0]=bee");
        IEnumerable<string> elements = Element().Matches(list.Value).Select(element => ConfigText.Unquote(element.Value));
        return new Assignment(name, null, ConfigText.Join(elements), IsList: true, shown, where);
    }

    // Runs of blanks are matched atomically, without backtracking: matching takes linear time for any text.
    [GeneratedRegex(
        @"\G(?>\s*)(?<name>(?>[A-Za-z][\w.]*))(?>\s*)(\[(?>\s*)(?<index>(?>[0-9]+))(?>\s*)\])?"
        + @"(?>\s*)=(?>\s*)(\[(?<list>(?>[^\]]*))\](?>\s*)|(?<value>(?>[^,\[\]]*)))(,|$)")]
    private static partial Regex OneAssignment();

    [GeneratedRegex("""'[^']*'|"[^"]*"|[^,\s]+""")]
    private static partial Regex Element();

    /// <summary>One assignment.</summary>
    /// <param name="Name">The name.</param>
    /// <param name="Index">The element it sets, or null for the whole value.</param>
    /// <param name="Value">The value; the elements of a list are joined by commas.</param>
    /// <param name="IsList">Whether it was written in brackets.</param>
    /// <param name="Shown">The assignment as it was written.</param>
    /// <param name="Where">Where it begins.</param>
    internal sealed record Assignment(string Name, int? Index, string Value, bool IsList, string Shown, string Where);
}
