namespace RpclPix2Seq.Cli.Tests.Downloads;

/// <summary>A request as the server of the tests saw it.</summary>
/// <param name="Method">GET or HEAD.</param>
/// <param name="Target">What stands between the method and the version: a path, or a whole address where the server is used as a
/// proxy.</param>
/// <param name="Headers">Its headers; names in small letters.</param>
internal sealed record TestRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>Where the range that is asked for begins, or null if the whole is asked for.</summary>
    public long? From => Headers.TryGetValue("range", out string? range) ? long.Parse(range["bytes=".Length..].TrimEnd('-')) : null;

    /// <summary>The condition of the range.</summary>
    public string IfRange => Headers.GetValueOrDefault("if-range", "");
}
