using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace RpclPix2Seq.Studio.Hosting;

/// <summary>
/// What the server counts, as Prometheus reads it (text format 0.0.4): its own meter, and those of the web server and of .NET.
/// </summary>
internal sealed class Telemetry : IDisposable
{
    private const string Own = "RpclPix2Seq.Studio";

    private static readonly HashSet<string> Meters =
        [Own, "System.Runtime", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel"];

    // Upper bounds of histogram buckets: seconds for durations, sketches for batch sizes.
    private static readonly double[] Ends = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100, 250];

    private readonly ConcurrentDictionary<string, Family> _families = [];
    private readonly MeterListener _listener;
    private readonly Meter _meter = new(Own);
    private readonly Counter<long> _sketches;
    private readonly Histogram<double> _batches;

    /// <param name="scope">The factory of this server's meters: another server of the same process is left out.</param>
    public Telemetry(IMeterFactory scope)
    {
        _sketches = _meter.CreateCounter<long>("rpcl.studio.sketches", "", "Sketches started.");
        _batches = _meter.CreateHistogram<double>("rpcl.studio.batch.size", "", "Sketches started together.");
        _listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                bool isOwn = instrument.Meter == _meter || instrument.Meter.Name == "System.Runtime" || instrument.Meter.Scope == scope;
                if (isOwn && Meters.Contains(instrument.Meter.Name))
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>Counts sketches that start together.</summary>
    public void Began(int sketches)
    {
        _sketches.Add(sketches);
        _batches.Record(sketches);
    }

    /// <summary>Everything, as text.</summary>
    public string Write()
    {
        _listener.RecordObservableInstruments();
        StringBuilder text = new();
        foreach (Family family in _families.Values.OrderBy(family => family.Name, StringComparer.Ordinal))
            family.Write(text);
        return text.ToString();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _listener.Dispose();
        _meter.Dispose();
    }

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _families.GetOrAdd(instrument.Name, _ => new Family(instrument)).Add(value, Labels(tags));

    private static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.Length == 0)
            return "";
        List<string> labels = [];
        foreach ((string key, object? value) in tags)
        {
            string text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
            text = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
            labels.Add($"{Plain(key)}=\"{text.ReplaceLineEndings("\\n")}\"");
        }

        labels.Sort(StringComparer.Ordinal);
        return string.Join(',', labels);
    }

    private static string Plain(string name) => new([.. name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_')]);

    /// <summary>An instrument, with a series for each set of labels.</summary>
    private sealed class Family
    {
        private readonly ConcurrentDictionary<string, Series> _series = [];
        private readonly string _type, _help;
        private readonly bool _adds;

        public Family(Instrument instrument)
        {
            string kind = instrument.GetType().Name;
            bool counts = kind.StartsWith("Counter", StringComparison.Ordinal)
                || kind.StartsWith("ObservableCounter", StringComparison.Ordinal);
            _type = kind.StartsWith("Histogram", StringComparison.Ordinal) ? "histogram" : counts ? "counter" : "gauge";

            // Observable instruments tell sums; the others tell what to add.
            _adds = !instrument.IsObservable && !kind.StartsWith("Gauge", StringComparison.Ordinal);
            string unit = instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" };
            Name = Plain(instrument.Name) + unit + (counts ? "_total" : "");
            _help = (instrument.Description ?? "").ReplaceLineEndings(" ");
        }

        public string Name { get; }

        public void Add(double value, string labels)
        {
            Series series = _series.GetOrAdd(labels, _ => new Series());
            lock (series)
                series.Add(value, _adds);
        }

        public void Write(StringBuilder text)
        {
            text.Append($"# HELP {Name} {_help}\n# TYPE {Name} {_type}\n");
            foreach ((string labels, Series series) in _series.OrderBy(each => each.Key, StringComparer.Ordinal))
            {
                lock (series)
                {
                    if (_type == "histogram")
                        series.WriteBuckets(text, Name, labels);
                    else
                        Line(text, Name, labels, series.Value);
                }
            }
        }

        private static void Line(StringBuilder text, string name, string labels, double value) =>
            text.Append(name).Append(labels.Length > 0 ? $"{{{labels}}}" : "").Append(' ')
                .Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');

        /// <summary>The numbers of one set of labels.</summary>
        private sealed class Series
        {
            private readonly long[] _buckets = new long[Ends.Length + 1];
            private double _sum;
            private long _count;

            public double Value { get; private set; }

            public void Add(double value, bool adds)
            {
                Value = adds ? Value + value : value;
                int bucket = Array.FindIndex(Ends, end => value <= end);
                _buckets[bucket < 0 ? Ends.Length : bucket]++;
                _sum += value;
                _count++;
            }

            public void WriteBuckets(StringBuilder text, string name, string labels)
            {
                long below = 0;
                string before = labels.Length > 0 ? labels + "," : "";
                for (int i = 0; i <= Ends.Length; i++)
                {
                    below += _buckets[i];
                    string end = i < Ends.Length ? Ends[i].ToString("R", CultureInfo.InvariantCulture) : "+Inf";
                    Line(text, name + "_bucket", $"{before}le=\"{end}\"", below);
                }

                Line(text, name + "_sum", labels, _sum);
                Line(text, name + "_count", labels, _count);
            }
        }
    }
}
