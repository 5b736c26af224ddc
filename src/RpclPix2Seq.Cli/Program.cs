using RpclPix2Seq.Cli.Commands;
using RpclPix2Seq.Cli.Terminal;

return CliApplication.Run(args, CliHost.ForProcess(), () => Verbs.CreateRoot(args));
