using System.Runtime.InteropServices;
using System.Text;

namespace RpclPix2Seq.Collectives;

/// <summary>The two families of MPI libraries, which differ in how they name communicators and types.</summary>
internal enum MpiKind
{
    /// <summary>Open MPI: addresses of global variables.</summary>
    OpenMpi,

    /// <summary>MPICH and its kin (Intel, MVAPICH, Cray): fixed numbers.</summary>
    Mpich,
}

/// <summary>
/// The MPI library of this machine: its entry points and constants. Handles are passed as machine words, which serves both families: on
/// x86-64 a function that takes an int reads half of the word.
/// </summary>
internal sealed unsafe partial class MpiLibrary
{
    private const int Now = 2, Global = 0x100, VersionLength = 8192, ErrorLength = 512;
    private static readonly string[] OpenMpiNames = ["libmpi.so.40", "libmpi.so"];
    private static readonly string[] MpichNames = ["libmpich.so.12", "libmpi.so.12", "libmpi.so"];

    private readonly nint _handle;

    private MpiLibrary(nint handle, string name, MpiKind kind)
    {
        (_handle, Name, Kind) = (handle, name, kind);
        bool open = kind == MpiKind.OpenMpi;
        World = open ? Export("ompi_mpi_comm_world") : 0x44000000;
        Byte = open ? Export("ompi_mpi_byte") : 0x4c00010d;
        ErrorsReturn = open ? Export("ompi_mpi_errors_return") : 0x54000001;
        StatusIgnore = open ? 0 : 1;
        InitThread = (delegate* unmanaged<int*, void*, int, int*, int>)Export("MPI_Init_thread");
        CommRank = (delegate* unmanaged<nint, int*, int>)Export("MPI_Comm_rank");
        CommSize = (delegate* unmanaged<nint, int*, int>)Export("MPI_Comm_size");
        SetErrorHandler = (delegate* unmanaged<nint, nint, int>)Export("MPI_Comm_set_errhandler");
        StartExchange = (delegate* unmanaged<byte*, int*, int*, nint, byte*, int*, int*, nint, nint, nint*, int>)Export("MPI_Ialltoallv");
        StartGather = (delegate* unmanaged<byte*, int, nint, byte*, int*, int*, nint, nint, nint*, int>)Export("MPI_Iallgatherv");
        StartBroadcast = (delegate* unmanaged<byte*, int, nint, int, nint, nint*, int>)Export("MPI_Ibcast");
        Test = (delegate* unmanaged<nint*, int*, nint, int>)Export("MPI_Test");
        Finish = (delegate* unmanaged<int>)Export("MPI_Finalize");
    }

    /// <summary>The name under which it was found.</summary>
    public string Name { get; }

    /// <summary>Its family.</summary>
    public MpiKind Kind { get; }

    /// <summary>MPI_COMM_WORLD, MPI_BYTE, MPI_ERRORS_RETURN and MPI_STATUS_IGNORE.</summary>
    public readonly nint World, Byte, ErrorsReturn, StatusIgnore;

    public readonly delegate* unmanaged<int*, void*, int, int*, int> InitThread;
    public readonly delegate* unmanaged<nint, int*, int> CommRank;
    public readonly delegate* unmanaged<nint, int*, int> CommSize;
    public readonly delegate* unmanaged<nint, nint, int> SetErrorHandler;
    public readonly delegate* unmanaged<byte*, int*, int*, nint, byte*, int*, int*, nint, nint, nint*, int> StartExchange;
    public readonly delegate* unmanaged<byte*, int, nint, byte*, int*, int*, nint, nint, nint*, int> StartGather;
    public readonly delegate* unmanaged<byte*, int, nint, int, nint, nint*, int> StartBroadcast;
    public readonly delegate* unmanaged<nint*, int*, nint, int> Test;
    public readonly delegate* unmanaged<int> Finish;

    /// <summary>Its name and version, as it gives them.</summary>
    public string Version
    {
        get
        {
            byte* text = stackalloc byte[VersionLength];
            int length;
            int status = ((delegate* unmanaged<byte*, int*, int>)Export("MPI_Get_library_version"))(text, &length);
            return status == 0 ? Encoding.UTF8.GetString(text, Math.Clamp(length, 0, VersionLength)).Split(',', '\n')[0].Trim() : Name;
        }
    }

    /// <summary>The first library of a family that is installed, or of any; null if there is none.</summary>
    public static MpiLibrary? Find(MpiKind? kind = null)
    {
        string[] names = [.. kind == MpiKind.Mpich ? [] : OpenMpiNames, .. kind == MpiKind.OpenMpi ? [] : MpichNames];
        foreach (string name in names.Distinct())
        {
            nint handle = Open(name, Now | Global); // Open MPI's plugins look for its symbols among the global ones
            if (handle == 0)
                continue;
            MpiKind found = NativeLibrary.TryGetExport(handle, "ompi_mpi_comm_world", out _) ? MpiKind.OpenMpi : MpiKind.Mpich;
            if (kind is null || kind == found)
                return new MpiLibrary(handle, name, found);
        }

        return null;
    }

    /// <summary>The library for a launcher.</summary>
    /// <exception cref="InputException">There is none, or only one that the launcher does not know.</exception>
    public static MpiLibrary For(Launcher launcher)
    {
        string wanted = launcher.Library switch
        {
            MpiKind.OpenMpi => "Open MPI's libmpi.so.40, to which this mpirun belongs",
            MpiKind.Mpich => "MPICH's libmpich.so.12 or libmpi.so.12, to which this mpirun belongs",
            _ => "libmpi.so.40 (Open MPI) or libmpi.so.12 (MPICH)",
        };
        return Find(launcher.Library) ?? throw new InputException(
            launcher.Name, "", wanted, Find() is { } other ? other.Name + " of the other kind" : "no MPI library",
            launcher.Library == MpiKind.Mpich ? "install it, or launch with the mpirun of the other one"
                : "install it (Debian: apt-get install openmpi-bin), or name its folder in LD_LIBRARY_PATH");
    }

    /// <summary>Text of an error code.</summary>
    public string Explain(int code)
    {
        byte* text = stackalloc byte[ErrorLength];
        int length;
        int status = ((delegate* unmanaged<int, byte*, int*, int>)Export("MPI_Error_string"))(code, text, &length);
        return status == 0 ? Encoding.UTF8.GetString(text, Math.Clamp(length, 0, ErrorLength)) : $"error {code}";
    }

    private nint Export(string name) => NativeLibrary.TryGetExport(_handle, name, out nint address)
        ? address
        : throw new InputException(Name, "", $"an MPI 3 library with {name}", "one without", "install a newer MPI");

    // NativeLibrary.Load opens with local symbols.
    [LibraryImport("libc", EntryPoint = "dlopen", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint Open(string name, int flags);
}
