using System.Globalization;
using RpclPix2Seq;
using RpclPix2Seq.Safety.Attacks;
using RpclPix2Seq.Safety.Fuzzing;
using RpclPix2Seq.Safety.SupplyChain;
using RpclPix2Seq.Safety.Targets;
using RpclPix2Seq.Sketches.Files;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
try
{
    switch (args)
    {
        case ["fuzz", var executions, var seed, var folder]:
            return new FuzzSupervisor(
                new FuzzPlan(Number(executions), Number(seed), Environment.ProcessorCount), new FindingsFolder(folder)).Run() ? 0 : 1;
        case ["work", var executions, var seed, var parts, var part, var target, var index, var marker, var folder]:
            FuzzPlan plan = new(Number(executions), Number(seed), (int)Number(parts));
            return FuzzWorker.Run(plan, (int)Number(part), (int)Number(target), Number(index), marker, new FindingsFolder(folder));
        case ["again", var name, var file]:
            return Again(name, file);
        case ["attacks", var folder]:
            AttackFiles.WriteSmall(folder);
            return 0;
        case ["sbom", var root, var file]:
            BillOfMaterials bill = BillOfMaterials.Read(root);
            AtomicFile.WriteAllText(file, bill.ToJson());
            foreach (PackageComponent package in bill.Packages)
                Console.WriteLine($"{package.Name,-60} {package.Version,-12} {package.License ?? "not stated"}");
            return 0;
        default:
            Console.Error.WriteLine(
                """
                usage: RpclPix2Seq.Safety VERB …
                  fuzz EXECUTIONS SEED FOLDER   reads mutated files with every reader, on all processors; failures go into the folder

                  again TARGET FILE             one file once more
                  attacks FOLDER                writes the small ones of the known attacks
                  sbom PROJECT FILE             the packages that rpcl ships, as CycloneDX; lists their licenses
                """);
            return 2;
    }
}
catch (InputException e)
{
    Console.Error.WriteLine($"safety: error: {e.Message}");
    return 2;
}

static long Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value)
    ? value
    : throw new InputException(text, "", "a whole number", "something else");

static int Again(string name, string file)
{
    FuzzTarget target = FuzzTargets.Find(name);
    using Execution execution = new();
    Finding? finding = execution.Run(target, 0, File.ReadAllBytes(file));
    Console.WriteLine(
        finding is null ? "it is read, or refused with an error for people" : $"{finding.Kind} at {finding.Where}: {finding.Message}");
    return finding is null ? 0 : 1;
}
