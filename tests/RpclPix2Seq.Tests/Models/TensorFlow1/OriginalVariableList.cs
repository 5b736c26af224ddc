namespace RpclPix2Seq.Tests.Models.TensorFlow1;

/// <summary>Names and shapes of the original's variables, as docs/original.md §14 and the parity cases have them.</summary>
internal static class OriginalVariableList
{
    private const int Channels = 2304;

    /// <summary>All variables of a model, without those of the optimizer.</summary>
    /// <param name="cell">lstm, layer_norm or hyper.</param>
    /// <param name="k">Components.</param>
    /// <param name="z">Numbers of a code.</param>
    /// <param name="r">Units of the decoder.</param>
    public static List<(string Name, long[] Shape)> Of(string cell, long k = 10, long z = 128, long r = 2048)
    {
        List<(string, long[])> all = [];
        void Add(string name, params long[] shape) => all.Add(("RPCL-pix2seq/" + name, shape));
        void Filter(string scope, long x, long y, long normalized)
        {
            Add(scope + "/filter", 3, 3, x, y);
            Add(scope + "/InstanceNorm/beta", normalized);
            Add(scope + "/InstanceNorm/gamma", normalized);
        }

        Add("num_of_steps");
        Add("latent_mu", k, z);
        Add("latent_sigma2", k, z);
        Add("latent_alpha", k, 1);
        foreach ((string layer, long x, long y) in new[] { ("layer_1", 1L, 32L), ("layer_2", 32L, 64L) })
        {
            foreach (int i in (int[])[1, 2, 3])
                Filter($"encoder/{layer}/dcn{i}/conv0", x, y, y);
            Filter($"encoder/{layer}/combine/conv0", y, y, y);
        }

        Filter("encoder/conv0", 64, 128, 128);
        Filter("encoder/conv1", 128, 256, 256);
        foreach (string map in (string[])["fc_mu", "fc_sigma2"])
        {
            Add($"encoder/{map}/linear/fc_w", Channels, z);
            Add($"encoder/{map}/linear/fc_b", z);
        }

        long state = cell == "hyper" ? 2 * (r + 256) : 2 * r;
        Add("init_state/linear/fc_w", z, state);
        Add("init_state/linear/fc_b", state);
        Add("deconv/fc1/linear/fc_w", z, Channels);
        Add("deconv/fc1/linear/fc_b", Channels);
        foreach ((int i, long x, long y) in new[] { (0, 128L, 256L), (1, 64L, 128L), (2, 32L, 64L), (3, 1L, 32L) })
            Filter($"deconv/deconv{i}", x, y, x);
        Add("decoder/fc/linear/fc_w", r, 123);
        Add("decoder/fc/linear/fc_b", 123);
        string scope = "decoder/rnn/" + cell switch { "lstm" => "LSTMCell", "layer_norm" => "LayerNormLSTMCell", _ => "HyperLSTMCell" };
        Add(scope + "/W_xh", 5 + z, 4 * r);
        Add(scope + "/W_hh", r, 4 * r);
        if (cell != "layer_norm")
            Add(scope + "/bias", 4 * r);
        if (cell != "lstm")
            Norms(scope, r);
        if (cell != "hyper")
            return all;
        Add(scope + "/LayerNormLSTMCell/W_xh", 5 + z + r, 1024);
        Add(scope + "/LayerNormLSTMCell/W_hh", 256, 1024);
        Norms(scope + "/LayerNormLSTMCell", 256);
        foreach (string gate in (string[])["ix", "jx", "fx", "ox", "ih", "jh", "fh", "oh"])
        {
            Add($"{scope}/hyper_{gate}/zw/super_linear_w", 256, 32);
            Add($"{scope}/hyper_{gate}/zw/super_linear_b", 32);
            Add($"{scope}/hyper_{gate}/alpha/super_linear_w", 32, r);
            if (gate[1] == 'x')
                continue;
            Add($"{scope}/hyper_{gate}/zb/super_linear_w", 256, 32);
            Add($"{scope}/hyper_{gate}/beta/super_linear_w", 32, r);
        }

        return all;

        void Norms(string of, long units)
        {
            foreach (string name in (string[])["gamma", "beta"])
            {
                Add($"{of}/ln_all/ln_{name}", 4 * units);
                Add($"{of}/ln_c/ln_{name}", units);
            }
        }
    }
}
