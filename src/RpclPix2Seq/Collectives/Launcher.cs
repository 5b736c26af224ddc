using System.Globalization;

namespace RpclPix2Seq.Collectives;

/// <summary>What started this process as one of several. It is found in the environment alone: nothing is loaded for that.</summary>
/// <param name="Name">The program, for messages.</param>
/// <param name="Rank">The rank of this process.</param>
/// <param name="Size">The number of ranks.</param>
/// <param name="Library">The MPI that the program belongs to; null where it goes with any.</param>
internal sealed record Launcher(string Name, int Rank, int Size, MpiKind? Library)
{
    /// <summary>
    /// The launcher of this process; null where it was started alone. A single task of Slurm is one that was started alone: that is how
    /// Slurm starts any program.
    /// </summary>
    public static Launcher? Detect(IReadOnlyDictionary<string, string> environment)
    {
        if (Pair("OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE") is { } open)
            return new Launcher("mpirun of Open MPI", open.Rank, open.Size, MpiKind.OpenMpi);
        if (Pair("SLURM_PROCID", "SLURM_STEP_NUM_TASKS") is { Size: > 1 } slurm)
            return new Launcher("srun", slurm.Rank, slurm.Size, null);
        if (Pair("PMI_RANK", "PMI_SIZE") is { } hydra && Number("SLURM_STEP_NUM_TASKS") is null)
            return new Launcher("mpirun of MPICH", hydra.Rank, hydra.Size, MpiKind.Mpich);
        return null;

        (int Rank, int Size)? Pair(string rank, string size) =>
            Number(rank) is { } r && Number(size) is { } s && r < s ? (r, s) : null;

        int? Number(string name) =>
            int.TryParse(environment.GetValueOrDefault(name), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
                ? number : null;
    }

    /// <summary>The ranks, each joined to the others.</summary>
    /// <exception cref="InputException">There is no MPI, or not that of the launcher.</exception>
    public ICollective Join() => Size == 1 ? new SingleCollective() : MpiCollective.Join(this);
}
