namespace RpclPix2Seq.Studio.Hosting;

/// <summary>What a client may use of the server.</summary>
internal sealed record StudioLimits
{
    /// <summary>Requests under way; more are refused with 429.</summary>
    public int Requests { get; init; } = 128;

    /// <summary>Open connections; more are closed.</summary>
    public int Connections { get; init; } = 1024;

    /// <summary>Bytes of a body of JSON.</summary>
    public long JsonBytes { get; init; } = 4 << 20;

    /// <summary>Bytes of uploaded files.</summary>
    public long UploadBytes { get; init; } = 64 << 20;

    /// <summary>How long a request may take; then it ends with 503.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long requests may go on once the server is asked to stop.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(5);
}
