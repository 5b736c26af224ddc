using System.Collections.Frozen;
using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace RpclPix2Seq.Studio.Hosting;

/// <summary>The files of the page, which the build embeds; where Node.js was missing then, a line that says so.</summary>
internal sealed class Page
{
    private const string Prefix = "page/", Index = "index.html";

    private const string Missing =
        "The page of the studio was not built: install Node.js (20.19, 22.12 or newer) with npm, then build again. The API works: see "
        + "/openapi/v1.json.\n";

    private static readonly FrozenDictionary<string, string> Types = new Dictionary<string, string>
    {
        [".html"] = "text/html; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".svg"] = "image/svg+xml",
        [".png"] = "image/png",
        [".ico"] = "image/x-icon",
        [".json"] = "application/json",
        [".webmanifest"] = "application/manifest+json",
        [".woff2"] = "font/woff2",
        [".txt"] = "text/plain; charset=utf-8",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private readonly FrozenDictionary<string, PageFile> _files;

    private Page(IReadOnlyDictionary<string, byte[]> files) => _files = files.ToFrozenDictionary(
        file => file.Key, file =>
            new PageFile(file.Value, Types.GetValueOrDefault(Path.GetExtension(file.Key), "application/octet-stream")));

    /// <summary>Whether there is a page.</summary>
    public bool IsBuilt => _files.ContainsKey(Index);

    /// <summary>The page that was embedded into this program.</summary>
    public static Page Embedded()
    {
        Assembly assembly = typeof(Page).Assembly;
        Dictionary<string, byte[]> files = [];
        foreach (string name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using Stream stream = assembly.GetManifestResourceStream(name)!;
            using MemoryStream content = new();
            stream.CopyTo(content);
            files[name[Prefix.Length..].Replace('\\', '/')] = content.ToArray();
        }

        return new Page(files);
    }

    /// <summary>Answers a request for a file of the page. Paths that name none are places of the page itself.</summary>
    public Task RunAsync(HttpContext context)
    {
        HttpResponse response = context.Response;
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return Task.CompletedTask;
        }

        if (!IsBuilt)
        {
            response.ContentType = "text/plain; charset=utf-8";
            return response.WriteAsync(Missing);
        }

        string path = context.Request.Path.Value!.TrimStart('/');
        bool isFile = _files.TryGetValue(path, out PageFile? file);
        if (!isFile && Path.HasExtension(path))
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        file ??= _files[Index];

        // The names of all but the first file hold a hash of their content.
        response.Headers.CacheControl = isFile && path.StartsWith("assets/", StringComparison.Ordinal)
            ? "public, max-age=31536000, immutable"
            : "no-cache";
        return file.WriteAsync(context);
    }

    /// <summary>A file, and the same compressed.</summary>
    private sealed class PageFile
    {
        private readonly byte[] _plain, _gzip;
        private readonly string _type, _tag;

        public PageFile(byte[] content, string type)
        {
            _plain = content;
            _type = type;
            _tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(content))[..16]}\"";
            using MemoryStream output = new();
            using (GZipStream gzip = new(output, CompressionLevel.Optimal))
                gzip.Write(content);
            _gzip = output.ToArray();
        }

        public async Task WriteAsync(HttpContext context)
        {
            HttpResponse response = context.Response;
            response.Headers.ETag = _tag;
            response.Headers.Vary = "Accept-Encoding";
            if (context.Request.Headers.IfNoneMatch == _tag)
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                return;
            }

            response.ContentType = _type;
            byte[] content = _plain;
            if (_gzip.Length < _plain.Length
                && context.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase))
            {
                response.Headers.ContentEncoding = "gzip";
                content = _gzip;
            }

            response.ContentLength = content.Length;
            if (HttpMethods.IsGet(context.Request.Method))
                await response.Body.WriteAsync(content, context.RequestAborted).ConfigureAwait(false);
        }
    }
}
