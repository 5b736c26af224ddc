using Mono.Cecil;
using RpclPix2Seq.Latent;
using RpclPix2Seq.Networks;
using RpclPix2Seq.Sketches.Strokes;
using RpclPix2Seq.Tests.Networks;
using RpclPix2Seq.Torch;
using static TorchSharp.torch;

namespace RpclPix2Seq.Tests.Torch;

[LeakCheck]
public sealed class TensorNoiseTests
{
    [Fact]
    public void A_key_gives_the_same_numbers_whatever_was_drawn_before()
    {
        using var scope = NewDisposeScope();
        using TensorNoise noise = new();
        double[] Draw(params long[] key)
        {
            noise.Begin(RandomPurpose.Noise, key);
            return [.. Tiny.Values(noise.Normal(float32, CPU, 5)), .. Tiny.Values(noise.Mask(0.5, float32, CPU, 20))];
        }

        double[] first = Draw(1, 0, 7);
        Assert.Equal(first, Draw(1, 0, 7));
        foreach (long[] other in (long[][])[[2, 0, 7], [1, 1, 7], [1, 0, 8]])
            Assert.NotEqual(first, Draw(other));
        Assert.Equal(first, Draw(1, 0, 7));
    }

    // TorchSharp's generators belong to the CPU, and libtorch refuses one with a tensor on another device. Code that draws with them draws
    // on the CPU and moves the result.
    [Fact]
    public void Only_those_who_draw_on_the_processor_draw_with_a_generator()
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(typeof(TensorNoise).Assembly.Location);
        IEnumerable<string> drawing =
            from type in module.GetTypes()
            from method in type.Methods
            where method.HasBody
            from instruction in method.Body.Instructions
            where instruction.Operand is MethodReference called
                && called.DeclaringType.Scope.Name.StartsWith("TorchSharp", StringComparison.Ordinal)
                && called.Parameters.Any(parameter => parameter.ParameterType.Name == nameof(Generator))
            select type.Name;
        Assert.Equal([nameof(Initializer), nameof(MixtureState), nameof(TensorNoise)], drawing.Distinct().Order(StringComparer.Ordinal));
    }

    // Other devices get masks that were drawn as bytes.
    [Fact]
    public void Bernoulli_draws_do_not_depend_on_the_type()
    {
        using var scope = NewDisposeScope();
        double[] Draw(ScalarType type)
        {
            using Generator generator = new(5, CPU);
            return Tiny.Values(empty([10_001], type).bernoulli_(0.9, generator));
        }

        Assert.Equal(Draw(float32), Draw(uint8));
    }

    // meta is a device that every libtorch has: it stands in for a GPU.
    [Fact]
    public void Another_device_gets_its_tensors()
    {
        using var scope = NewDisposeScope();
        using TensorNoise noise = Tiny.Noise(1);
        Assert.Equal(
            (TorchSharp.DeviceType.META, 2L), (noise.Normal(float32, META, 2, 3).device_type, noise.Normal(float32, META, 2, 3).shape[0]));
        Assert.Equal(TorchSharp.DeviceType.META, noise.Mask(0.5, float32, META, 4).device_type);
    }
}
