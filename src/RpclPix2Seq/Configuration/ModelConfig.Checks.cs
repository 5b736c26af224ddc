using RpclPix2Seq.Configuration;

namespace RpclPix2Seq;

/// <content>Checks and comparisons.</content>
public sealed partial record ModelConfig
{
    /// <summary>Checks the range of every value and the consistency of all values.</summary>
    /// <returns>This configuration.</returns>
    /// <exception cref="InputException">The message gives the key, its value, the allowed range and an example.</exception>
    public ModelConfig Validate()
    {
        ConfigOrigin origin = new(ConfigSourceKind.Default, "configuration");
        foreach (ConfigKey key in ConfigKeys.All)
            key.Write(this, key.Read(this), origin);
        if (ConfigKeys.FindConflict(this) is { } conflict)
            throw new InputException(origin.Detail, conflict.Keys[0].Name, conflict.Expected, conflict.Found, conflict.Remedy);
        return this;
    }

    /// <summary>This configuration with compat=reference and every value that the mode prescribes.</summary>
    public ModelConfig ForReference()
    {
        ModelConfig config = this with { Compat = Compatibility.Reference };
        foreach (ConfigKey key in ConfigKeys.All.Where(key => key.ReferenceValue is not null))
            config = key.Write(config, key.ReferenceValue!, ConfigOrigin.Default);
        return config;
    }

    /// <summary>The keys whose values differ, in the order of the table.</summary>
    internal IReadOnlyList<ConfigDifference> DifferencesFrom(ModelConfig other) =>
    [
        .. ConfigKeys.All.Select(key => new ConfigDifference(key, key.Read(this), key.Read(other)))
            .Where(difference => difference.Here != difference.There),
    ];

    /// <summary>The first difference from the configuration of a run that resuming it may not make, or null.</summary>
    internal ConfigDifference? FixedDifferenceFrom(ModelConfig saved) =>
        DifferencesFrom(saved).FirstOrDefault(difference => !difference.Key.IsResumable);

    /// <summary>
    /// The differing keys that make the weights of one configuration unfit for the other. For the numbers of clusters and of components per
    /// cluster, only the product counts; the sizes of the hyper cell, and likewise the size of the mixture's upper level, count only if
    /// both configurations use them.
    /// </summary>
    internal IReadOnlyList<ConfigDifference> ShapeDifferencesFrom(ModelConfig other)
    {
        bool upper = LatentMethod == LatentMethod.Hierarchy, otherUpper = other.LatentMethod == LatentMethod.Hierarchy;
        bool hyper = DecModel == DecoderModel.Hyper && other.DecModel == DecoderModel.Hyper;
        return
        [
            .. DifferencesFrom(other).Where(difference => difference.Key.ShapesWeights && difference.Key.Name switch
            {
                "num_mixture" or "num_sub" => NumComponents != other.NumComponents,
                "prior" => Prior == LatentPrior.Standard != (other.Prior == LatentPrior.Standard),
                "latent_method" => upper != otherUpper,
                "num_upper" => upper && otherUpper,
                "hyper_num_units" or "hyper_embedding_size" => hyper,
                _ => true,
            }),
        ];
    }

    /// <summary>Whether every key has the same value.</summary>
    public bool Equals(ModelConfig? other) => other is not null && (ReferenceEquals(this, other) || DifferencesFrom(other).Count == 0);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        HashCode.Combine(DecModel, DecRnnSize, ZSize, NumComponents, BatchSize, LearningRate, Seed, Categories.Count);
}
