using System.Text.RegularExpressions;

namespace RpclPix2Seq.Cli.Tests.Architecture;

/// <summary>
/// A source file of a room: a folder directly below a project of <c>src</c>. Files of the project itself are in the room that has its name.
/// </summary>
internal sealed record RoomFile(string Room, string Name, string Text);

/// <summary>One file that makes a room use another.</summary>
internal sealed record Arrow(string From, string To, string File);

/// <summary>Which rooms use which: through usings, and through types that are named without one.</summary>
internal static partial class Rooms
{
    private const string Namespace = "RpclPix2Seq";

    /// <summary>The source files below <c>src</c>.</summary>
    public static RoomFile[] Read(string projectRoot)
    {
        string src = Path.Combine(projectRoot, "src");
        return
        [
            .. Directory.EnumerateFiles(src, "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(path =>
            {
                string[] place = Path.GetRelativePath(src, path).Split('/');
                return new RoomFile(place.Length > 2 ? place[1] : place[0], string.Join('/', place), File.ReadAllText(path));
            }),
        ];
    }

    /// <summary>Every use of one room by another, in the order of the files.</summary>
    public static Arrow[] Arrows(IReadOnlyList<RoomFile> files)
    {
        HashSet<string> rooms = [.. files.Select(file => file.Room)];

        // For types of the projects themselves and public ones, which every namespace below sees, and for those named through their
        // room's name.
        Dictionary<string, string> outer = [], inner = [];
        foreach (RoomFile file in files)
        {
            foreach (Match type in Declaration().Matches(file.Text))
            {
                if (file.Room.StartsWith(Namespace, StringComparison.Ordinal) || FrontDoor().IsMatch(file.Text))
                    outer[type.Groups[1].Value] = file.Room;
                else
                    inner[$"{file.Room}.{type.Groups[1].Value}"] = file.Room;
            }
        }

        return [.. files.SelectMany(
            file => Used(file).Where(used => used != file.Room).Distinct().Select(used => new Arrow(file.Room, used, file.Name)))];

        IEnumerable<string> Used(RoomFile file)
        {
            foreach (Match match in FullName().Matches(file.Text))
            {
                string[] parts = match.Value.Split('.');
                if (parts.Skip(1).FirstOrDefault(rooms.Contains) is { } room)
                    yield return room;
            }

            foreach (Match match in Word().Matches(Comment().Replace(file.Text, "")))
            {
                if (outer.TryGetValue(match.Groups[1].Value, out string? room) || inner.TryGetValue(match.Value, out room))
                    yield return room;
            }
        }
    }

    /// <summary>A cycle of rooms, in which the first and the last are the same, or none.</summary>
    public static string[] Circle(IEnumerable<Arrow> arrows)
    {
        ILookup<string, string> next = arrows.ToLookup(arrow => arrow.From, arrow => arrow.To);
        HashSet<string> done = [];
        List<string> path = [];
        return next.Select(group => Visit(group.Key)).FirstOrDefault(circle => circle.Length > 0, []);

        string[] Visit(string room)
        {
            if (path.IndexOf(room) is var start and >= 0)
                return [.. path[start..], room];
            if (!done.Add(room))
                return [];
            path.Add(room);
            string[] found = next[room].Select(Visit).FirstOrDefault(circle => circle.Length > 0, []);
            path.RemoveAt(path.Count - 1);
            return found;
        }
    }

    [GeneratedRegex(@"^(?:\w+ )*(?:class|record struct|record|struct|interface|enum) (\w+)", RegexOptions.Multiline)]
    private static partial Regex Declaration();

    [GeneratedRegex($"^namespace {Namespace};", RegexOptions.Multiline)]
    private static partial Regex FrontDoor();

    [GeneratedRegex(@"(?<!namespace )\bRpclPix2Seq(?:\.\w+)+")]
    private static partial Regex FullName();

    [GeneratedRegex(@"(?<![.\w])(\w+)(?:\.\w+)?")]
    private static partial Regex Word();

    [GeneratedRegex("//[^\n]*")]
    private static partial Regex Comment();
}
