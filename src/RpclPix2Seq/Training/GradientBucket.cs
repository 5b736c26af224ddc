using RpclPix2Seq.Collectives;
using RpclPix2Seq.Networks;
using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Training;

/// <summary>The gradients of some parameters, added over all shards of a batch as one array.</summary>
internal sealed class GradientBucket : IDisposable
{
    private readonly IReadOnlyList<NamedTensor> _parameters;
    private readonly ShardSum<float> _sum;
    private readonly Tensor _flat;
    private readonly Device _device;

    /// <param name="parameters">The parameters, at least one.</param>
    /// <param name="ranks">The ranks.</param>
    /// <param name="plan">Who has which shards.</param>
    public GradientBucket(IReadOnlyList<NamedTensor> parameters, ICollective ranks, ShardPlan plan)
    {
        _parameters = parameters;
        _device = parameters[0].Tensor.device;
        int length = checked((int)parameters.Sum(parameter => parameter.Tensor.numel()));
        _sum = new ShardSum<float>(ranks, plan, length);
        _flat = empty([length], float32, CPU).DetachFromDisposeScope();
    }

    /// <summary>Takes the gradients of the next shard of this rank from the parameters, which then have none.</summary>
    public void Take()
    {
        using IDisposable scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        _sum.Add(target =>
        {
            int start = 0;
            foreach (Tensor gradient in ParameterStore.Gradients(_parameters))
                start += gradient.CopyTo(target.AsSpan(start));
        });
        ParameterStore.ClearGradients(_parameters);
    }

    /// <summary>Adds over all shards, when every rank has taken its own.</summary>
    /// <exception cref="CollectiveException">Another rank is gone.</exception>
    public void Reduce() => _flat.CopyFrom(_sum.Total());

    /// <summary>The sums, in the order and the shapes of the parameters; valid until the next reduction.</summary>
    public IReadOnlyList<Tensor> Gradients()
    {
        using IDisposable _ = no_grad();
        Tensor placed = _flat.to(_device);
        Tensor[] views = new Tensor[_parameters.Count];
        long start = 0;
        for (int i = 0; i < views.Length; i++)
        {
            Tensor parameter = _parameters[i].Tensor;
            views[i] = placed.narrow(0, start, parameter.numel()).reshape(parameter.shape);
            start += parameter.numel();
        }

        return views;
    }

    /// <inheritdoc/>
    public void Dispose() => _flat.Dispose();
}
