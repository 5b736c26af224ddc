using System.Text;

namespace RpclPix2Seq.Studio.Trainings;

/// <summary>Follows a file to which a training appends lines.</summary>
/// <param name="file">The file; it need not exist yet.</param>
internal sealed class LineFollower(string file)
{
    private const int UsualBytes = 1 << 20;
    private long _at;

    /// <summary>Leaves out what the file has now.</summary>
    public void SkipToEnd() => _at = File.Exists(file) ? new FileInfo(file).Length : 0;

    /// <summary>
    /// The complete lines that were added since the last call. A file that became shorter, as a resumed run's does, is followed from its
    /// new end.
    /// </summary>
    public string[] Read()
    {
        if (!File.Exists(file))
            return [];
        using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (stream.Length < _at)
            _at = stream.Length;
        long left = stream.Length - _at;
        for (long most = UsualBytes; ; most *= 2) // a line may be longer
        {
            stream.Seek(_at, SeekOrigin.Begin);
            byte[] bytes = new byte[Math.Min(left, most)];
            int count = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false),
                end = bytes.AsSpan(0, count).LastIndexOf((byte)'\n') + 1;
            if (end == 0 && most < left)
                continue;
            _at += end;
            return Encoding.UTF8.GetString(bytes, 0, end).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
    }
}
