namespace RpclPix2Seq.Bench.Suite;

/// <summary>Rounds of contestants in turn, with the machine's ceiling before and after each.</summary>
internal sealed class Race : IDisposable
{
    private readonly List<Measurement> _results;
    private readonly List<(string Name, Contestant Contestant)> _contestants = [];

    /// <param name="results">Receives the measurements.</param>
    public Race(List<Measurement> results) => _results = results;

    /// <summary>Adds a contestant that is already warm.</summary>
    public void Add(string name, Contestant contestant) => _contestants.Add((name, contestant));

    public void Run(int rounds)
    {
        for (int round = 0; round < rounds; round++)
        {
            double before = Ceiling.Measure();
            foreach ((string name, Contestant contestant) in _contestants)
            {
                Dictionary<string, double> values = contestant.Measure();
                double after = Ceiling.Measure();
                values[Measurement.Before] = before;
                values[Measurement.After] = before = after;
                _results.Add(new Measurement(name, round, values));
                Console.Error.WriteLine($"{name} round {round + 1}: {string.Join(", ", values.Select(p => $"{p.Key} {p.Value:G4}"))}");
            }
        }
    }

    public void Dispose()
    {
        foreach ((_, Contestant contestant) in _contestants)
            contestant.Dispose();
    }
}
