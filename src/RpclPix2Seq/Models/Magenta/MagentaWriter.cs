using System.Buffers.Binary;
using System.Text.Json;
using RpclPix2Seq.Sketches.Files;

namespace RpclPix2Seq.Models.Magenta;

/// <summary>Writes a decoder as sketch-rnn's players read it (<see cref="MagentaModel"/>).</summary>
internal static class MagentaWriter
{
    private const int Mode = 2, Version = 6;

    /// <summary>The number nearest to <paramref name="value"/> that a file can hold: a multiple of 10/32767 from −10 to 10.</summary>
    public static double Nearest(double value) => Units(value) * MagentaModel.Unit;

    /// <summary>Writes a file, completely or not at all.</summary>
    /// <exception cref="InputException">It cannot be written.</exception>
    public static void Write(string path, MagentaModel model) => AtomicFile.Write(path, stream =>
    {
        int units = model.Units, outputs = model.OutputBias.Length;
        using Utf8JsonWriter json = new(stream);
        json.WriteStartArray();
        json.WriteStartObject();
        json.WriteNumber("mode", Mode);
        json.WriteNumber("version", Version);
        json.WriteNumber("max_seq_len", model.MaxSeqLen);
        json.WriteString("name", model.Name);
        json.WriteNumber("scale_factor", model.ScaleFactor);
        json.WriteEndObject();
        json.WriteStartArray();
        int columns = model.InputKernel.Length / (4 * units);
        foreach (int[] shape in (int[][])[[units, outputs], [outputs], [columns, 4 * units], [units, 4 * units], [4 * units]])
        {
            json.WriteStartArray();
            foreach (int size in shape)
                json.WriteNumberValue(size);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteStartArray();
        foreach (float[] values in (float[][])[model.OutputKernel, model.OutputBias, model.InputKernel, model.RecurrentKernel, model.Bias])
            json.WriteBase64StringValue(Bytes(values));
        json.WriteEndArray();
        json.WriteEndArray();
    });

    private static short Units(double value) => (short)Math.Clamp(Math.Round(value / MagentaModel.Unit), -short.MaxValue, short.MaxValue);

    private static byte[] Bytes(float[] values)
    {
        byte[] bytes = new byte[sizeof(short) * values.Length];
        for (int i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(sizeof(short) * i), Units(values[i]));
        return bytes;
    }
}
