using System.Buffers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using RpclPix2Seq.Studio.Contract;

namespace RpclPix2Seq.Studio.Endpoints;

/// <summary>Server-sent events: each goes out as soon as it is written.</summary>
internal sealed class EventStream
{
    private readonly HttpResponse _response;
    private readonly ArrayBufferWriter<byte> _text = new();

    private EventStream(HttpResponse response) => _response = response;

    /// <summary>Begins the answer: from now on a failure is an event.</summary>
    public static async Task<EventStream> BeginAsync(HttpContext context)
    {
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers["X-Accel-Buffering"] = "no";
        await context.Response.StartAsync(context.RequestAborted).ConfigureAwait(false);
        return new EventStream(context.Response);
    }

    /// <summary>Sends an event.</summary>
    public Task SendAsync<T>(string name, T value, CancellationToken cancellationToken)
    {
        Add(name, value);
        return FlushAsync(cancellationToken);
    }

    /// <summary>Adds an event, which goes out with the next flush.</summary>
    public void Add<T>(string name, T value)
    {
        _text.Write(Encoding.UTF8.GetBytes($"event: {name}\ndata: "));
        using (Utf8JsonWriter writer = new(_text))
            JsonSerializer.Serialize(writer, value, ContractJson.Options);
        _text.Write("\n\n"u8);
    }

    /// <summary>Sends what was added; a comment where that is nothing, which keeps the connection open.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (_text.WrittenCount == 0)
            _text.Write(":\n\n"u8);
        await _response.Body.WriteAsync(_text.WrittenMemory, cancellationToken).ConfigureAwait(false);
        _text.ResetWrittenCount();
        await _response.Body.FlushAsync(cancellationToken).ConfigureAwait(false);
    }
}
