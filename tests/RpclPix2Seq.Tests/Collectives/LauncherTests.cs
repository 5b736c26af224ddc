using RpclPix2Seq.Collectives;

namespace RpclPix2Seq.Tests.Collectives;

public sealed class LauncherTests
{
    [Theory]
    [InlineData("", null)]
    [InlineData("OMPI_COMM_WORLD_RANK=1 OMPI_COMM_WORLD_SIZE=4", "mpirun of Open MPI 1/4")]
    [InlineData("OMPI_COMM_WORLD_RANK=0 OMPI_COMM_WORLD_SIZE=1", "mpirun of Open MPI 0/1")]
    [InlineData("OMPI_COMM_WORLD_RANK=4 OMPI_COMM_WORLD_SIZE=4", null)]
    [InlineData("OMPI_COMM_WORLD_RANK=0", null)]
    [InlineData("PMI_RANK=2 PMI_SIZE=3", "mpirun of MPICH 2/3")]
    [InlineData("SLURM_PROCID=3 SLURM_STEP_NUM_TASKS=8 PMI_RANK=3 PMI_SIZE=8", "srun 3/8")]
    [InlineData("SLURM_PROCID=0 SLURM_NTASKS=8", null)] // a batch script itself
    [InlineData("SLURM_PROCID=0 SLURM_NTASKS=1 SLURM_STEP_NUM_TASKS=1 PMI_RANK=0 PMI_SIZE=1", null)]
    [InlineData("SLURM_PROCID=0 SLURM_NTASKS=8 OMPI_COMM_WORLD_RANK=1 OMPI_COMM_WORLD_SIZE=2", "mpirun of Open MPI 1/2")]
    public void It_is_found_in_the_environment(string variables, string? expected)
    {
        Dictionary<string, string> environment = variables.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .ToDictionary(pair => pair.Split('=')[0], pair => pair.Split('=')[1]);
        Assert.Equal(expected, Launcher.Detect(environment) is { } found ? $"{found.Name} {found.Rank}/{found.Size}" : null);
    }
}
