using System.Net.Http.Headers;
using System.Text.Json.Serialization;

namespace RpclPix2Seq.Cli.Downloads;

/// <summary>What a server says about a file: enough to resume it later and to check it when it is complete.</summary>
internal sealed record RemoteFile
{
    private const int HexDigitsOfMd5 = 32;

    /// <summary>The requested address.</summary>
    public required string Url { get; init; }

    /// <summary>Bytes of the complete file, or null if the server does not say.</summary>
    public long? Length { get; init; }

    /// <summary>
    /// The strong entity tag with its quotation marks, or null. Weak ones promise nothing about bytes (RFC 9110, section 8.8.1).
    /// </summary>
    public string? ETag { get; init; }

    /// <summary>When the file was last changed, in RFC 1123 format, or null.</summary>
    public string? LastModified { get; init; }

    /// <summary>CRC-32C of the file, big-endian, in base64, or null.</summary>
    public string? Crc32C { get; init; }

    /// <summary>MD5 of the file in base64, or null.</summary>
    public string? Md5 { get; init; }

    /// <summary>The condition under which the rest of the file may be requested, or null if the server gives none.</summary>
    [JsonIgnore]
    public RangeConditionHeaderValue? Condition =>
        ETag is not null && EntityTagHeaderValue.TryParse(ETag, out EntityTagHeaderValue? tag) ? new RangeConditionHeaderValue(tag)
        : DateTimeOffset.TryParse(LastModified, out DateTimeOffset date) ? new RangeConditionHeaderValue(date)
        : null;

    /// <summary>Whether a full or partial response with <paramref name="other"/> may belong to the same file.</summary>
    public bool MayBe(RemoteFile other) =>
        Url == other.Url && Agree(Length, other.Length) && Agree(ETag, other.ETag) && Agree(Crc32C, other.Crc32C) && Agree(Md5, other.Md5);

    /// <summary>Reads the headers of a full or partial response to GET or HEAD.</summary>
    public static RemoteFile Of(Uri source, HttpResponseMessage answer)
    {
        EntityTagHeaderValue? tag = answer.Headers.ETag is { IsWeak: false } strong ? strong : null;
        return new RemoteFile
        {
            Url = source.AbsoluteUri,
            Length = LengthOf(answer),
            ETag = tag?.Tag,
            LastModified = answer.Content.Headers.LastModified?.ToString("R"),
            Crc32C = GoogleHash(answer, "crc32c", sizeof(uint)),
            Md5 = GoogleHash(answer, "md5", HexDigitsOfMd5 / 2) ?? Md5In(tag),
        };
    }

    /// <summary>
    /// The length of the stored file according to Google's storage, whichever part and in whichever encoding it sends; null for other
    /// servers.
    /// </summary>
    public static long? StoredLength(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues("x-goog-stored-content-length", out IEnumerable<string>? values)
        && long.TryParse(values.First(), out long length) && length >= 0
            ? length
            : null;

    private static long? LengthOf(HttpResponseMessage answer) => answer.Content.Headers.ContentRange is { } range
        ? range.Length ?? StoredLength(answer)
        : answer.Content.Headers.ContentLength ?? StoredLength(answer);

    // "x-goog-hash: crc32c=n03x6A==,md5=Ojk9c3dhfxgoKVVHYwFbHQ==", on one line or on several.
    private static string? GoogleHash(HttpResponseMessage answer, string name, int bytes)
    {
        if (!answer.Headers.TryGetValues("x-goog-hash", out IEnumerable<string>? values))
            return null;
        byte[] hash = new byte[bytes];
        foreach (string entry in values.SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries)))
        {
            if (!entry.StartsWith(name + "=", StringComparison.Ordinal))
                continue;
            string text = entry[(name.Length + 1)..];
            if (Convert.TryFromBase64String(text, hash, out int written) && written == bytes)
                return text;
        }

        return null;
    }

    // Google's storage, and others like it, use the MD5 of a file that was stored in one piece as its tag.
    private static string? Md5In(EntityTagHeaderValue? tag)
    {
        string hex = tag?.Tag.Trim('"') ?? "";
        return hex.Length == HexDigitsOfMd5 && hex.All(char.IsAsciiHexDigit) ? Convert.ToBase64String(Convert.FromHexString(hex)) : null;
    }

    private static bool Agree<T>(T? a, T? b) => a is null || b is null || EqualityComparer<T>.Default.Equals(a, b);
}
