using RpclPix2Seq.Evaluation.Retrieval;

namespace RpclPix2Seq.Evaluation;

/// <summary>What is measured of a model, and how.</summary>
internal sealed record EvaluationOptions
{
    // As many digits as the names of figures show, so that no two shares have the same name.
    private const int ShareDigits = 6;

    /// <summary>How the model draws; its seed also chooses what is masked.</summary>
    public required SamplingOptions Sampling { get; init; }

    /// <summary>How retrieval is counted.</summary>
    public RetrievalOptions Retrieval { get; init; } = new();

    /// <summary>How intervals are made.</summary>
    public BootstrapOptions Bootstrap { get; init; } = new();

    /// <summary>
    /// Shares of the input pictures' ink to mask, each above 0 and below 1; for each of them, the model redraws all sketches again.
    /// </summary>
    public IReadOnlyList<double> Healing { get; init; } = [];

    /// <summary>Whether as many drawings from the mixture are measured, too; needs a classifier.</summary>
    public bool Unconditional { get; init; }

    /// <summary>Checks the values.</summary>
    /// <exception cref="InputException">One is out of range.</exception>
    public EvaluationOptions Validate()
    {
        Sampling.Validate();
        Bootstrap.Validate();
        foreach (double share in Healing)
        {
            if (!(share > 0 && share < 1))
                throw new InputException("healing share", "", "a number above 0 and below 1", $"{share}", "for example 0.1");
            if (share != Math.Round(share, ShareDigits))
                throw new InputException(
                    "healing share", "", $"a number of at most {ShareDigits} decimals", $"{share}", "for example 0.125");
        }

        return this;
    }
}

/// <summary>The sources of an evaluation, as named by the user: for the report only.</summary>
/// <param name="Model">The model.</param>
/// <param name="Data">The data.</param>
/// <param name="Split">train, valid or test.</param>
/// <param name="Classifier">The classifier, or null for none.</param>
/// <param name="Samples">The folder of samples, or null for fresh drawings.</param>
internal sealed record EvaluationSource(string Model, string Data, string Split, string? Classifier = null, string? Samples = null)
{
    /// <summary>SHA-256 of the classifier's parameters, or null for none.</summary>
    public string? ClassifierHash { get; init; }
}
