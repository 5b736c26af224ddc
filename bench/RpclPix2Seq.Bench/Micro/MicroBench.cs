using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace RpclPix2Seq.Bench.Micro;

/// <summary>Single kernels, with BenchmarkDotNet, in this process: another process would have to find libtorch again.</summary>
internal static class MicroBench
{
    private static readonly Type[] Kernels =
    [
        typeof(GateKernels), typeof(AdamKernels), typeof(RasterKernels), typeof(DensityKernels), typeof(PosteriorKernels),
    ];

    public static void Run(Arguments arguments)
    {
        Job job = Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(2).WithIterationCount(8)
            .WithIterationTime(Perfolizer.Horology.TimeInterval.FromMilliseconds(100));
        ManualConfig config = ManualConfig.CreateEmpty().AddJob(job).AddLogger(ConsoleLogger.Default)
            .AddColumnProvider(DefaultColumnProviders.Descriptor, DefaultColumnProviders.Statistics, DefaultColumnProviders.Params)
            .AddExporter(MarkdownExporter.GitHub)
            .WithArtifactsPath(arguments.Text("out", Path.Combine("artifacts", "bench", "micro")));
        foreach (Type type in Kernels)
        {
            Summary summary = BenchmarkRunner.Run(type, config);
            if (summary.HasCriticalValidationErrors || summary.Reports.Any(report => !report.Success))
                throw new InputException(type.Name, "", "a result of every benchmark", "failures", "see the messages above");
        }
    }
}
