using RpclPix2Seq.Latent;
using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Sampling;

/// <summary>Paths between latent codes. Every path starts exactly at the first code and ends exactly at the last.</summary>
internal static class CodePaths
{
    // Below it, sin Ω in single precision is mostly rounding.
    private const double LeastSine = 1e-3;

    private const int MostIterations = 300;
    private const int MostHalvings = 40;

    /// <summary>A path of the given kind.</summary>
    /// <param name="kind">The kind of path.</param>
    /// <param name="from">[Z].</param>
    /// <param name="to">[Z].</param>
    /// <param name="steps">n ≥ 2.</param>
    /// <param name="mixture">Supplies the density, for <see cref="CodePathKind.Mixture"/>.</param>
    /// <returns>[n, Z], both ends included.</returns>
    public static Tensor Between(CodePathKind kind, Tensor from, Tensor to, int steps, MixtureState mixture) => kind switch
    {
        CodePathKind.Spherical => Spherical(from, to, steps),
        CodePathKind.Mixture => ThroughMixture(from, to, steps, mixture),
        _ => Linear(from, to, steps),
    };

    /// <summary>A grid between four codes: its left and right sides are paths, and so is every row from one side to the other.</summary>
    /// <param name="kind">The kind of path.</param>
    /// <param name="corners">[4, Z]: top left, top right, bottom left, bottom right.</param>
    /// <param name="steps">n ≥ 2.</param>
    /// <param name="mixture">Supplies the density, for <see cref="CodePathKind.Mixture"/>.</param>
    /// <returns>[n², Z], row by row.</returns>
    public static Tensor Grid(CodePathKind kind, Tensor corners, int steps, MixtureState mixture)
    {
        using IDisposable scope = NewDisposeScope();
        Tensor left = Between(kind, corners[0], corners[2], steps, mixture), right = Between(kind, corners[1], corners[3], steps, mixture);
        Tensor[] rows = [.. Enumerable.Range(0, steps).Select(row => Between(kind, left[row], right[row], steps, mixture))];
        return cat(rows, 0).MoveToOuterDisposeScope();
    }

    /// <summary>Evenly spaced codes on the straight line: [n, Z].</summary>
    /// <param name="from">[Z].</param>
    /// <param name="to">[Z].</param>
    /// <param name="steps">n ≥ 2.</param>
    public static Tensor Linear(Tensor from, Tensor to, int steps)
    {
        using IDisposable scope = NewDisposeScope();
        Tensor share = Shares(from, steps);
        return (from.unsqueeze(0) * share.Complement()).Plus(to.unsqueeze(0) * share).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Spherical linear interpolation (Shoemake, Animating rotation with quaternion curves, 1985): at share t, (sin((1−t)Ω)·a + sin(tΩ)·b)
    /// / sin Ω, where Ω is the angle between the codes a and b. If a code is zero, or both point in the same or opposite directions up to
    /// rounding, there is no such path, and the straight line is used.
    /// </summary>
    /// <param name="from">a [Z].</param>
    /// <param name="to">b [Z].</param>
    /// <param name="steps">n ≥ 2.</param>
    /// <returns>[n, Z].</returns>
    public static Tensor Spherical(Tensor from, Tensor to, int steps)
    {
        using IDisposable scope = NewDisposeScope();
        Tensor a = from.to(float64), b = to.to(float64);
        double lengths = a.norm().item<double>() * b.norm().item<double>();
        double cosine = lengths > 0 ? Math.Clamp(dot(a, b).item<double>() / lengths, -1, 1) : 1;
        double angle = Math.Acos(cosine), sine = Math.Sin(angle);
        if (!(sine > LeastSine))
            return Linear(from, to, steps).MoveToOuterDisposeScope();
        Tensor share = Shares(a, steps);
        return (a.unsqueeze(0) * share.Complement().Times(angle).sin()).Over(sine)
            .Plus((b.unsqueeze(0) * share.Times(angle).sin()).Over(sine)).to(from.dtype).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// A path that bends toward dense regions of the mixture, but no further than the gain in density is worth. Of the codes p₁ = a … pₙ =
    /// b, all except the ends are moved to make
    /// <para>J(p) = Z · (n−1) · Σ |pᵢ₊₁ − pᵢ|² / |b − a|² + mean over 1 &lt; i &lt; n of −log Σ_k α_k N(pᵢ; μ_k, σ²_k)</para>
    /// small. The first term is the path's energy, which is Z on the straight line with even steps, more on every other path, and never
    /// less than the squared length in units of |b − a|: it keeps the path short and its codes apart, where length alone would let them
    /// gather in one spot. The second is in nats; for Z numbers it is about Z. The straight line is improved by gradient descent, with
    /// steps halved until J goes down, so J is never above the straight line's. Because the energy is never below the straight line's, the
    /// mean log density of the codes is not either.
    /// </summary>
    /// <param name="from">a [Z].</param>
    /// <param name="to">b [Z].</param>
    /// <param name="steps">n ≥ 2.</param>
    /// <param name="mixture">The mixture.</param>
    /// <returns>[n, Z].</returns>
    public static Tensor ThroughMixture(Tensor from, Tensor to, int steps, MixtureState mixture)
    {
        using IDisposable scope = NewDisposeScope();
        Tensor straight = Linear(from, to, steps);
        double squaredLength = (to - from).to(float64).Squared().sum().item<double>();
        if (steps < 3 || !(squaredLength > 0))
            return straight.MoveToOuterDisposeScope();
        MixtureState density = new(mixture.Mean.to(float64).cpu(), mixture.Variance.to(float64).cpu(), mixture.Weight.to(float64).cpu());
        Tensor ends = straight.to(float64).cpu(), inner = ends.narrow(0, 1, steps - 2);
        inner = Descend(inner, Objective, squaredLength);
        straight.narrow(0, 1, steps - 2).copy_(inner);
        return straight.MoveToOuterDisposeScope();

        Tensor Objective(Tensor between)
        {
            Tensor path = cat([ends.narrow(0, 0, 1), between, ends.narrow(0, steps - 1, 1)], 0);
            Tensor energy = (path.narrow(0, 1, steps - 1) - path.narrow(0, 0, steps - 1)).Squared().sum().Times(steps - 1)
                .Over(squaredLength);
            return energy.Times(path.shape[1]) - density.LogDensity(between).mean();
        }
    }

    /// <summary>
    /// Steepest descent with backtracking: the step is doubled after one that succeeded, and halved until it lowers the value.
    /// </summary>
    private static Tensor Descend(Tensor start, Func<Tensor, Tensor> objective, double step)
    {
        Tensor best = start;
        (double value, Tensor gradient) = Evaluate(best, objective);
        for (int i = 0; i < MostIterations; i++)
        {
            double squared = gradient.Squared().sum().item<double>();
            int halvings = 0;
            while (halvings < MostHalvings && !TryStep())
            {
                step /= 2;
                halvings++;
            }

            if (halvings == MostHalvings)
                break;
            step *= 2;

            // A sufficient decrease (Armijo, 1966).
            bool TryStep()
            {
                Tensor candidate = best - gradient.Times(step);
                (double reached, Tensor next) = Evaluate(candidate, objective);
                if (!(reached < value - (1e-4 * step * squared)))
                    return false;
                (best, value, gradient) = (candidate, reached, next);
                return true;
            }
        }

        return best;
    }

    private static (double Value, Tensor Gradient) Evaluate(Tensor at, Func<Tensor, Tensor> objective)
    {
        using IDisposable scope = NewDisposeScope();
        using IDisposable _ = enable_grad();
        Tensor variable = at.detach().clone().requires_grad_();
        Tensor value = objective(variable);
        value.backward();
        return (value.item<double>(), variable.grad!.MoveToOuterDisposeScope());
    }

    // [n, 1], 0 to 1.
    private static Tensor Shares(Tensor like, int steps) => linspace(0, 1, steps, like.dtype, like.device).unsqueeze(1);
}
