using RpclPix2Seq.Cli.Terminal;
using RpclPix2Seq.Lab;

return CliApplication.Run(args, CliHost.ForProcess(), Trials.CreateRoot);
