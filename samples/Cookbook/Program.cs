using Cookbook;

// Runs the examples of README.md and docs/cookbook.md, or those that are named, one after the other in the current folder.
Dictionary<string, Func<Task>> examples = new()
{
    ["readme"] = Examples.Readme,
    ["draw"] = Examples.Draw,
    ["styles"] = Examples.Styles,
    ["redraw"] = Examples.Redraw,
    ["complete"] = Examples.Complete,
    ["interpolate"] = Examples.Interpolate,
    ["analogy"] = Examples.Analogy,
    ["stream"] = Examples.Stream,
    ["search"] = Examples.Search,
    ["train"] = Examples.Train,
    ["own"] = Examples.Own,
};
if (args.FirstOrDefault(name => !examples.ContainsKey(name)) is { } unknown)
{
    Console.Error.WriteLine($"no example is called {unknown}; there are {string.Join(", ", examples.Keys)}");
    return 2;
}

foreach (string name in args.Length > 0 ? args : [.. examples.Keys])
    await examples[name]().ConfigureAwait(false);
return 0;
