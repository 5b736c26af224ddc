using System.Net.Http.Headers;
using System.Text.Json.Serialization;

namespace RpclPix2Seq.Cli.Downloads;

/// <summary>What a server says about a file: enough to resume it later and to check it when it is complete.</summary>
internal sealed record RemoteFile
{
    private const string HashName = "crc32c=";

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

    /// <summary>The condition under which the rest of the file may be requested, or null if the server gives none.</summary>
    [JsonIgnore]
    public RangeConditionHeaderValue? Condition =>
        EntityTagHeaderValue.TryParse(ETag, out EntityTagHeaderValue? tag) ? new RangeConditionHeaderValue(tag)
        : DateTimeOffset.TryParse(LastModified, out DateTimeOffset date) ? new RangeConditionHeaderValue(date)
        : null;

    /// <summary>What the complete file can be compared with: "length", "CRC-32C".</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Checks =>
        [.. Length is null ? [] : (string[])["length"], .. Crc32C is null ? [] : (string[])["CRC-32C"]];

    /// <summary>Reads the headers of a full or partial response.</summary>
    public static RemoteFile Of(Uri source, HttpResponseMessage answer) => new()
    {
        Url = source.AbsoluteUri,
        Length = answer.Content.Headers.ContentRange is { } range ? range.Length : answer.Content.Headers.ContentLength,
        ETag = answer.Headers.ETag is { IsWeak: false } strong ? strong.Tag : null,
        LastModified = answer.Content.Headers.LastModified?.ToString("R"),
        Crc32C = HashOf(answer),
    };

    /// <summary>Whether a full or partial response with <paramref name="other"/> may belong to the same file.</summary>
    public bool MayBe(RemoteFile other) =>
        Url == other.Url && Agree(Length, other.Length) && Agree(ETag, other.ETag) && Agree(Crc32C, other.Crc32C);

    // "x-goog-hash: crc32c=n03x6A==,md5=Ojk9c3dhfxgoKVVHYwFbHQ==", on one line or on several.
    private static string? HashOf(HttpResponseMessage answer)
    {
        if (!answer.Headers.TryGetValues("x-goog-hash", out IEnumerable<string>? values))
            return null;
        string? text = values.SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries))
            .FirstOrDefault(entry => entry.StartsWith(HashName, StringComparison.Ordinal))?[HashName.Length..];
        byte[] hash = new byte[sizeof(uint)];
        return text is not null && Convert.TryFromBase64String(text, hash, out int written) && written == hash.Length ? text : null;
    }

    private static bool Agree<T>(T? a, T? b) => a is null || b is null || EqualityComparer<T>.Default.Equals(a, b);
}
