namespace RpclPix2Seq.Studio.Contract;

/// <summary>A request that cannot be done, told to its sender in one line.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="message">What was expected and what was found.</param>
/// <param name="field">The field at fault, as in <c>sampling.temperature</c>, or null.</param>
internal sealed class RequestException(int status, string message, string? field = null) : Exception(message)
{
    /// <summary>The HTTP status.</summary>
    public int Status { get; } = status;

    /// <summary>The field at fault, or null.</summary>
    public string? Field { get; } = field;

    /// <summary>A value out of range: 422.</summary>
    public static RequestException Range(string field, string expected, string found) =>
        new(422, $"{field}: expected {expected}, found {found}", field);

    /// <summary>Something named in the address is not there: 404.</summary>
    public static RequestException Missing(string what, string name) => new(404, $"there is no {what} '{name}'");
}
