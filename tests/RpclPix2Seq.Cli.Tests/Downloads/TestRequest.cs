namespace RpclPix2Seq.Cli.Tests.Downloads;

/// <summary>A request as the test server saw it.</summary>
/// <param name="Method">GET or HEAD.</param>
/// <param name="Target">The text between the method and the version: a path, or a full address where the server is used as a proxy.</param>
/// <param name="Headers">Its headers, with lowercase names.</param>
internal sealed record TestRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>The start of the requested range, or null if the whole file is requested.</summary>
    public long? From => Headers.TryGetValue("range", out string? range) ? long.Parse(range["bytes=".Length..].TrimEnd('-')) : null;

    /// <summary>The condition of the range.</summary>
    public string IfRange => Headers.GetValueOrDefault("if-range", "");
}
