namespace RpclPix2Seq.Torch;

/// <summary>Something about this machine that the user should know.</summary>
/// <param name="Subject">What it is about, in one or two words.</param>
/// <param name="IsFatal">Whether torch cannot work until it is mended.</param>
/// <param name="Message">What was found.</param>
/// <param name="Remedy">The one command that mends it, or empty where there is none.</param>
public sealed record DoctorFinding(string Subject, bool IsFatal, string Message, string Remedy);
