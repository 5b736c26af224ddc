using System.Text.RegularExpressions;

namespace RpclPix2Seq.Sketches.Formats.Svg.Reading;

/// <summary>
/// The style sheets of a document, as far as drawing programs write them: rules for <c>*</c>, element types, classes and ids, combined
/// without spaces, and lists of those. Other rules that may decide what is visible are noted as unread.
/// </summary>
internal sealed partial class SvgSheet
{
    // A document whose elements meet many rules each could take hours.
    private const long MostConsidered = 5_000_000;
    private const int CharactersPerRule = 16; // that are read in the time in which a rule is considered
    private const string Any = "*";

    private readonly Dictionary<string, List<Rule>> _rules = new(StringComparer.Ordinal);
    private readonly List<Rule> _met = [];
    private int _count;
    private long _considered;

    /// <summary>Whether there are rules that may decide what is visible, and that are not read.</summary>
    public bool IsUnread { get; private set; }

    /// <summary>Adds the rules of a sheet; later ones win over earlier ones of the same rank.</summary>
    public void Add(string css)
    {
        css = Comment().Replace(css, " ");
        for (int at = 0; css.IndexOf('{', at) is >= 0 and var open;)
        {
            // An at-rule without a block ends before the selector.
            string selectors = css[(css.LastIndexOf(';', open, open - at) is >= 0 and var end ? end + 1 : at)..open].Trim();
            int close = CloseOf(css, open);
            string block = css[(open + 1)..close];
            at = Math.Min(close + 1, css.Length);
            if (!SvgStyle.Declares(block))
                continue;
            if (selectors.StartsWith('@'))
                IsUnread = true;
            else
                AddRules(selectors, block);
        }
    }

    /// <summary>The declarations for an element, those that win last.</summary>
    /// <param name="element">The element.</param>
    /// <param name="path">The file, for messages.</param>
    /// <exception cref="InputException">The document has too many rules for too many elements.</exception>
    public IEnumerable<string> DeclarationsOf(SvgElement element, string path)
    {
        if (_count == 0)
            return [];
        _met.Clear();
        string[] classes = element["class"]?.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) ?? [];
        Meet(Any);
        Meet(element.Name);
        if (element["id"] is { } id)
            Meet("#" + id);
        foreach (string name in classes.Distinct(StringComparer.Ordinal))
            Meet("." + name);
        _met.Sort((a, b) => (a.Rank, a.Order).CompareTo((b.Rank, b.Order)));
        return _met.Select(rule => rule.Block);

        void Meet(string key)
        {
            if (!_rules.TryGetValue(key, out List<Rule>? rules))
                return;
            foreach (Rule rule in rules)
            {
                Consider(1 + (rule.Classes.Length * classes.Length));
                if (!rule.Fits(element, classes))
                    continue;
                Consider(rule.Block.Length / CharactersPerRule);
                _met.Add(rule);
            }
        }

        void Consider(long cost)
        {
            _considered += cost;
            if (_considered > MostConsidered)
                throw new InputException(path, "style", "a style sheet that can be applied", "too many rules for too many elements");
        }
    }

    private void AddRules(string selectors, string block)
    {
        foreach (string selector in selectors.Split(',', StringSplitOptions.TrimEntries))
        {
            Match match = Selector().Match(selector);
            if (!match.Success || selector.Length == 0)
            {
                IsUnread = true;
                continue;
            }

            string[] parts = [.. match.Groups[2].Captures.Select(part => part.Value)];
            string name = match.Groups[1].Value;
            string[] ids = [.. parts.Where(part => part[0] == '#')], classes = [.. parts.Where(part => part[0] == '.')];

            // The most particular part is the key, so that few elements meet the rule.
            string key = ids.Length > 0 ? ids[0] : classes.Length > 0 ? classes[0] : name;
            Rule rule = new(
                name, [.. ids.Select(part => part[1..])], [.. classes.Select(part => part[1..])], block,
                (10_000 * ids.Length) + (100 * classes.Length) + (name is "" or Any ? 0 : 1), _count++);
            if (!_rules.TryGetValue(key, out List<Rule>? rules))
                _rules.Add(key, rules = []);
            rules.Add(rule);
        }
    }

    /// <summary>Where the block that begins at a brace ends; blocks in it are part of it.</summary>
    private static int CloseOf(string css, int open)
    {
        int depth = 0;
        for (int i = open; i < css.Length; i++)
        {
            depth += css[i] switch { '{' => 1, '}' => -1, _ => 0 };
            if (depth == 0)
                return i;
        }

        return css.Length;
    }

    [GeneratedRegex(@"/\*.*?\*/|<!--|-->", RegexOptions.Singleline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"^([\w-]+|\*)?([.#][\w-]+)*$")]
    private static partial Regex Selector();

    private sealed record Rule(string Name, string[] Ids, string[] Classes, string Block, int Rank, int Order)
    {
        public bool Fits(SvgElement element, string[] classes) =>
            (Name is "" or Any || Name == element.Name) && Array.TrueForAll(Ids, id => id == element["id"])
            && Array.TrueForAll(Classes, name => Array.IndexOf(classes, name) >= 0);
    }
}
