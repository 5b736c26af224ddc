using System.Runtime.InteropServices;
using System.Text;

namespace RpclPix2Seq.Collectives;

/// <summary>Numbers and text instead of bytes.</summary>
internal static class CollectiveValues
{
    /// <summary>The numbers of all ranks, those of rank 0 first; every rank has equally many.</summary>
    public static T[] GatherAll<T>(this ICollective ranks, params ReadOnlySpan<T> mine)
        where T : unmanaged
    {
        T[] all = new T[mine.Length * ranks.Size];
        int[] counts = new int[ranks.Size];
        Array.Fill(counts, MemoryMarshal.AsBytes(mine).Length);
        ranks.Gather(MemoryMarshal.AsBytes(mine), MemoryMarshal.AsBytes(all.AsSpan()), counts);
        return all;
    }

    /// <summary>The texts of all ranks.</summary>
    public static string[] GatherTexts(this ICollective ranks, string mine)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(mine);
        int[] counts = ranks.GatherAll(bytes.Length);
        byte[] all = new byte[counts.Sum()];
        ranks.Gather(bytes, all, counts);
        string[] texts = new string[ranks.Size];
        for (int rank = 0, start = 0; rank < texts.Length; start += counts[rank++])
            texts[rank] = Encoding.UTF8.GetString(all, start, counts[rank]);
        return texts;
    }

    /// <summary>The text of rank 0.</summary>
    /// <param name="ranks">The ranks.</param>
    /// <param name="text">The text; ignored in other ranks.</param>
    public static string BroadcastText(this ICollective ranks, string text)
    {
        byte[] bytes = ranks.Rank == 0 ? Encoding.UTF8.GetBytes(text) : [];
        int[] length = [bytes.Length];
        ranks.Broadcast(MemoryMarshal.AsBytes(length.AsSpan()));
        if (ranks.Rank > 0)
            bytes = new byte[length[0]];
        ranks.Broadcast(bytes);
        return Encoding.UTF8.GetString(bytes);
    }

    /// <summary>Throws if a rank has something other than rank 0: ranks would mistake each other's results for their own.</summary>
    /// <param name="ranks">The ranks.</param>
    /// <param name="what">What it is.</param>
    /// <param name="mine">What this rank has.</param>
    /// <exception cref="InputException">Not all ranks have the same; thrown in all of them.</exception>
    public static void RequireSame(this ICollective ranks, string what, string mine)
    {
        string[] all = ranks.GatherTexts(mine);
        int other = Array.FindIndex(all, text => text != all[0]);
        if (other > 0)
        {
            throw new InputException(
                "the launcher", "", $"the same {what} in all ranks, {all[0]}", $"{all[other]} in rank {other}",
                "ranks share one job: give all of them the same, or start different jobs one by one");
        }
    }

    /// <summary>Whether the condition holds in any rank.</summary>
    public static bool Any(this ICollective ranks, bool here) => ranks.GatherAll((byte)(here ? 1 : 0)).Any(value => value != 0);

    /// <summary>Waits until all ranks are here.</summary>
    public static void Meet(this ICollective ranks) => ranks.GatherAll((byte)0);
}
