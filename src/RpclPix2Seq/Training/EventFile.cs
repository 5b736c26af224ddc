using System.Buffers.Binary;
using Google.Protobuf;
using RpclPix2Seq.Sketches.Files;
using Tensorboard;

namespace RpclPix2Seq.Training;

/// <summary>
/// An event file for TensorBoard: records of a length, its checksum, an <see cref="Event"/> and its checksum. TorchSharp's own writer dates
/// the first event in ticks, from which TensorBoard takes the time at which a run began.
/// </summary>
internal sealed class EventFile : IDisposable
{
    private readonly FileStream _stream;

    /// <summary>Creates a file of its own in a folder, which is made where it is absent.</summary>
    /// <exception cref="InputException">It cannot be written.</exception>
    public EventFile(string folder)
    {
        string name = $"events.out.tfevents.{DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()}.{Environment.ProcessId}";
        string path = Path.Combine(folder, name);
        try
        {
            Directory.CreateDirectory(folder);
            _stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StepLines.Unwritable(path, e);
        }

        Write(new Event { FileVersion = "brain.Event:2" });
    }

    /// <summary>Adds values of a step; NaN and infinities are kept.</summary>
    public void Write(long step, IEnumerable<(string Tag, double Value)> values)
    {
        Summary summary = new();
        summary.Value.AddRange(values.Select(value => new Summary.Types.Value { Tag = value.Tag, SimpleValue = (float)value.Value }));
        Write(new Event { Step = step, Summary = summary });
    }

    /// <summary>Adds a text to a step.</summary>
    public void Write(long step, string tag, string text)
    {
        TensorProto tensor = new() { Dtype = DataType.DtString, TensorShape = new TensorShapeProto() };
        tensor.TensorShape.Dim.Add(new TensorShapeProto.Types.Dim { Size = 1 });
        tensor.StringVal.Add(ByteString.CopyFromUtf8(text));
        SummaryMetadata metadata = new() { PluginData = new SummaryMetadata.Types.PluginData { PluginName = "text" } };
        Summary summary = new();
        summary.Value.Add(new Summary.Types.Value { Tag = tag, Metadata = metadata, Tensor = tensor });
        Write(new Event { Step = step, Summary = summary });
    }

    /// <inheritdoc/>
    public void Dispose() => AtomicFile.Abandon(_stream);

    private void Write(Event record)
    {
        record.WallTime = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 1000.0;
        byte[] bytes = record.ToByteArray(), length = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)bytes.Length);
        try
        {
            foreach (byte[] part in (byte[][])[length, bytes])
            {
                byte[] checksum = new byte[sizeof(uint)];
                BinaryPrimitives.WriteUInt32LittleEndian(checksum, Crc32C.Masked(part));
                _stream.Write(part);
                _stream.Write(checksum);
            }

            _stream.Flush();
        }
        catch (IOException e)
        {
            throw StepLines.Unwritable(_stream.Name, e);
        }
    }
}
