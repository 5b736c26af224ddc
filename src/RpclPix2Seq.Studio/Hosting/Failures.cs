using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using RpclPix2Seq.Studio.Contract;

namespace RpclPix2Seq.Studio.Hosting;

/// <summary>Answers whatever goes wrong with one line of JSON.</summary>
/// <param name="report">Called with errors that nobody expected.</param>
/// <param name="showsTraces">Whether with their stack traces.</param>
/// <param name="stopping">Canceled when the server stops.</param>
internal sealed partial class Failures(Action<string> report, bool showsTraces, CancellationToken stopping)
{
    /// <summary>Hands a request on, and answers its failure.</summary>
    public async Task RunAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context).ConfigureAwait(false);
            if (context.Response is { HasStarted: false, StatusCode: >= 400 and var status, ContentType: null })
                await WriteAsync(context, status, new ErrorAnswer(Plain(status, context.Request))).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested && !stopping.IsCancellationRequested)
        {
            // Nobody waits for an answer.
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            (int status, ErrorAnswer answer) = Of(e);
            context.Response.Clear();
            if (status == 429 || (status == 503 && stopping.IsCancellationRequested))
                context.Response.Headers.RetryAfter = "1";
            await WriteAsync(context, status, answer).ConfigureAwait(false);
        }
    }

    /// <summary>The message of a failure, for a stream of events that is open already.</summary>
    public string MessageOf(Exception e) => Of(e).Answer.Error;

    /// <summary>Writes an answer.</summary>
    public static Task WriteAsync(HttpContext context, int status, ErrorAnswer answer)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(answer, ContractJson.Options, "application/json", CancellationToken.None);
    }

    private (int Status, ErrorAnswer Answer) Of(Exception e)
    {
        switch (e)
        {
            case RequestException asked:
                return (asked.Status, new ErrorAnswer(OneLine(asked.Message), asked.Field));
            case InputException input:
                return (422, new ErrorAnswer(OneLine(input.Message)));
            case BadHttpRequestException { InnerException: JsonException json }:
                return (400, Malformed(json));
            case BadHttpRequestException bad:
                return (bad.StatusCode, new ErrorAnswer(OneLine(bad.Message)));
            case OperationCanceledException when stopping.IsCancellationRequested:
                return (503, new ErrorAnswer("the studio is closing"));
            case OperationCanceledException:
                return (503, new ErrorAnswer("the request took too long"));
            default:
                report(showsTraces ? $"{e}" : $"{e.Message} ({e.GetType().Name}); RPCL_DEBUG=1 shows the stack trace");
                return (500, new ErrorAnswer($"unexpected error ({e.GetType().Name}); see the terminal that runs rpcl studio"));
        }
    }

    private static string Plain(int status, HttpRequest request) => status switch
    {
        404 => $"no such address: '{request.Path}'",
        405 => $"{request.Path} does not support the method {request.Method}",
        413 => "the body is too large",
        415 => $"{request.Path} does not accept the Content-Type '{request.ContentType}'",
        _ => $"HTTP status {status}",
    };

    private static ErrorAnswer Malformed(JsonException e)
    {
        string place = e is { LineNumber: { } line, BytePositionInLine: { } position } ? $"line {line + 1}, byte {position + 1}: " : "";
        string message = OfType().Replace(e.Message.Split(" Path:")[0].Split(" LineNumber:")[0], "");
        string? field = e.Path is { Length: > 2 } path && path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : null;
        return new ErrorAnswer(OneLine($"invalid JSON: {place}{message}"), field);
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");

    [GeneratedRegex(@" (?:for type|of type|to any \.NET member contained in type|to|for) '?(?:RpclPix2Seq|System)\.[\w.+`\[\]]+'?")]
    private static partial Regex OfType();
}
