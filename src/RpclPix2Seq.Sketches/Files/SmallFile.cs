namespace RpclPix2Seq.Sketches.Files;

/// <summary>Reads small files completely, without trusting their size.</summary>
internal static class SmallFile
{
    private const int FirstStep = 1 << 12;

    /// <summary>
    /// Reads a file. Its length is the number of bytes read, not what the file system reports: devices and pipes have no length, and files
    /// grow.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="mostBytes">A limit above the size of any file of its kind.</param>
    /// <param name="kind">What the file is, with an article, for the message.</param>
    /// <param name="remedy">What to do about a longer file, or empty.</param>
    /// <exception cref="InputException">The file is longer.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Access is denied.</exception>
    public static byte[] Read(string path, int mostBytes, string kind, string remedy = "")
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        byte[] bytes = new byte[Math.Min(FirstStep, mostBytes + 1)];
        int count = 0;
        while (true)
        {
            int read = file.Read(bytes, count, bytes.Length - count);
            count += read;
            if (count > mostBytes)
                throw new InputException(path, "", $"{kind} of at most {mostBytes} bytes", "a longer one", remedy);
            if (read == 0)
                return bytes.AsSpan(0, count).ToArray();
            if (count == bytes.Length)
                Array.Resize(ref bytes, (int)Math.Min(2L * bytes.Length, mostBytes + 1L));
        }
    }
}
