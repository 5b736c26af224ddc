using System.CommandLine;

namespace RpclPix2Seq.Cli.Commands.Data;

/// <summary><c>rpcl data</c>: the verbs for data files.</summary>
internal static class DataCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create() =>
        new("data")
        {
            DataImportCommand.Create(), DataExportCommand.Create(), DataViewCommand.Create(), DataInfoCommand.Create(),
            DataCheckCommand.Create(),
            DataPrepareCommand.Create(), DataProceduralCommand.Create(), DataDownloadCommand.Create(),
        };
}
