using RpclPix2Seq.Cli.CommandLine;
using RpclPix2Seq.Cli.Commands;

return CliApplication.Run(args, CliHost.ForProcess(), Verbs.CreateRoot);
