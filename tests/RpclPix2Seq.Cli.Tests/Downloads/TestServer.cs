using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace RpclPix2Seq.Cli.Tests.Downloads;

/// <summary>
/// A server on this machine that responds well unless scripted to misbehave: each scripted behavior is for one request, in turn, and
/// afterward the server is good again. One request per connection.
/// </summary>
internal sealed class TestServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<string, TestFile> _files = [];
    private readonly ConcurrentQueue<Func<TestRequest, NetworkStream, Task>> _script = [];
    private readonly Task _loop;

    public TestServer()
    {
        _listener.Start();
        _loop = AcceptAsync();
    }

    /// <summary>Its address, with a slash at the end.</summary>
    public string Url => $"http://{_listener.LocalEndpoint}/";

    /// <summary>All requests that it received, in order.</summary>
    public ConcurrentQueue<TestRequest> Requests { get; } = [];

    /// <summary>The most requests that were served at the same time.</summary>
    public int MostAtOnce { get; private set; }

    /// <summary>Ends when the server does.</summary>
    public CancellationToken End => _end.Token;

    /// <summary>Adds a file.</summary>
    public TestServer Has(string path, TestFile file)
    {
        _files[path] = file;
        return this;
    }

    /// <summary>Does this at the next GET for which nothing is planned yet.</summary>
    public TestServer Then(Func<TestRequest, NetworkStream, Task> behavior)
    {
        _script.Enqueue(behavior);
        return this;
    }

    /// <summary>Sends this text at the next GET.</summary>
    public TestServer ThenSay(string head, int times = 1)
    {
        for (int i = 0; i < times; i++)
            Then((_, stream) => SendAsync(stream, head.ReplaceLineEndings("\r\n") + "\r\n\r\n", default));
        return this;
    }

    /// <summary>
    /// Begins a good response and ends it after the given number of bytes of the body: with an orderly close, or with a reset once the
    /// given task has completed.
    /// </summary>
    public TestServer ThenBreakOff(TestFile file, int after, Func<Task>? beforeReset = null) => Then(async (request, stream) =>
    {
        await AnswerAsync(request, stream, file, most: after);
        if (beforeReset is null)
            return;
        await beforeReset();
        stream.Socket.LingerState = new LingerOption(true, 0);
    });

    /// <summary>Begins a good response, sends the given number of bytes of the body, calls back, and then sends nothing more.</summary>
    public TestServer ThenStall(TestFile file, int after, Action? stalled = null) => Then(async (request, stream) =>
    {
        await AnswerAsync(request, stream, file, most: after);
        stalled?.Invoke();
        await Task.Delay(Timeout.Infinite, End);
    });

    /// <summary>Sends a head and a body.</summary>
    public static async Task SendAsync(NetworkStream stream, string head, ReadOnlyMemory<byte> body)
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head));
        await stream.WriteAsync(body);
    }

    /// <summary>Responds like a good server: the whole file, or the rest if its condition holds.</summary>
    public static async Task AnswerAsync(TestRequest request, NetworkStream stream, TestFile file, int most = int.MaxValue)
    {
        int length = file.Content.Length;
        int from = request.From is { } asked && request.IfRange == file.ETag ? (int)asked : 0;
        bool isPart = request.From is not null && request.IfRange == file.ETag;
        if (isPart && from >= length)
        {
            await SendAsync(
                stream, $"HTTP/1.1 416 No\r\nContent-Range: bytes */{length}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", default);
            return;
        }

        string status = isPart ? $"206 Part\r\nContent-Range: bytes {from}-{length - 1}/{length}" : "200 Fine";
        string head =
            $"HTTP/1.1 {status}\r\nContent-Length: {length - from}\r\nAccept-Ranges: bytes\r\nConnection: close\r\n{file.Headers}\r\n";
        await SendAsync(stream, head, request.Method == "HEAD" ? default : file.Content.AsMemory(from, Math.Min(length - from, most)));
    }

    public void Dispose()
    {
        _end.Cancel();
        _listener.Dispose();
        _loop.Wait();
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> answers = [];
        int busy = 0;
        try
        {
            while (true)
                answers.Add(ServeAsync(await _listener.AcceptTcpClientAsync(End)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
        {
            await Task.WhenAll(answers);
        }

        async Task ServeAsync(TcpClient client)
        {
            await Task.Yield();
            using (client)
            {
                try
                {
                    int now = Interlocked.Increment(ref busy);
                    lock (_script)
                        MostAtOnce = Math.Max(MostAtOnce, now);
                    await ServeOneAsync(client.GetStream());
                }
                catch (Exception e) when (e is IOException or OperationCanceledException or SocketException)
                {
                    // The client hung up, or the test is over.
                }
                finally
                {
                    Interlocked.Decrement(ref busy);
                }
            }
        }
    }

    private async Task ServeOneAsync(NetworkStream stream)
    {
        using StreamReader reader = new(stream, Encoding.ASCII, leaveOpen: true);

        // Anything that is not a request, such as the beginning of an encrypted conversation, gets no response.
        if (await reader.ReadLineAsync(End) is not { } first || first.Split(' ') is not [string method, string target, "HTTP/1.1"])
            return;
        Dictionary<string, string> headers = [];
        while (await reader.ReadLineAsync(End) is { Length: > 0 } line)
        {
            string[] header = line.Split(':', 2, StringSplitOptions.TrimEntries);
            headers[header[0].ToLowerInvariant()] = header[1];
        }

        TestRequest request = new(method, target, headers);
        Requests.Enqueue(request);
        if (request.Method == "GET" && _script.TryDequeue(out Func<TestRequest, NetworkStream, Task>? behavior))
            await behavior(request, stream);
        else if (_files.TryGetValue(request.Target, out TestFile? file))
            await AnswerAsync(request, stream, file);
        else
            await SendAsync(stream, "HTTP/1.1 404 Nothing of the kind\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", default);
    }
}
