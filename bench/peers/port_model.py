"""The networks of the original, line by line in PyTorch (specification sections 3 to 6), as a straightforward port writes them: one
operator a term, one step at a time. Parameters are tensors under the original's variable names; filters are [out, in, rows, columns] for
convolutions and [in, out, rows, columns] for transposed ones, the rest is laid out as the original's."""
import math

import torch
import torch.nn.functional as F

HYPER_UNITS = 256
HYPER_EMBEDDING = 32
MIXTURES = 20
KEEP = 0.9
GATES = ("i", "j", "f", "o")
CELL_SCOPES = {"lstm": "LSTMCell", "layer_norm": "LayerNormLSTMCell", "hyper": "HyperLSTMCell"}


def instance_norm(p, scope, x):
    mean = x.mean((2, 3), keepdim=True)
    variance = ((x - mean) ** 2).mean((2, 3), keepdim=True)
    gamma = p[scope + "/InstanceNorm/gamma"].view(1, -1, 1, 1)
    beta = p[scope + "/InstanceNorm/beta"].view(1, -1, 1, 1)
    inverse = gamma * torch.rsqrt(variance + 1e-6)
    return x * inverse + (beta - mean * inverse)


def linear(p, scope, x):
    return torch.mm(x, p[scope + "/linear/fc_w"]) + p[scope + "/linear/fc_b"]


def halving(p, scope, x):
    x = F.conv2d(F.pad(x, (0, 1, 0, 1)), p[scope + "/filter"], stride=2)
    return F.relu(instance_norm(p, scope, x))


def dilated_block(p, scope, x):
    total = 0
    for i, rate in enumerate((1, 2, 5)):
        name = f"{scope}/dcn{i + 1}/conv0"
        total = total + instance_norm(p, name, F.conv2d(x, p[name + "/filter"], padding=rate, dilation=rate))
    return halving(p, scope + "/combine/conv0", F.relu(total))


def encode(p, images):
    """[B, 48, 48] -> mean and variance of the code, [B, Z] each."""
    x = images.unsqueeze(1)
    x = dilated_block(p, "encoder/layer_1", x)
    x = dilated_block(p, "encoder/layer_2", x)
    x = halving(p, "encoder/conv0", x)
    x = halving(p, "encoder/conv1", x)
    x = x.permute(0, 2, 3, 1).reshape(x.shape[0], -1)
    return linear(p, "encoder/fc_mu", x), F.softplus(linear(p, "encoder/fc_sigma2", x)) + 1e-10


def decode_pixels(p, codes):
    """[B, Z] -> [B, 48, 48]."""
    x = F.relu(linear(p, "deconv/fc1", codes)).view(-1, 3, 3, 256).permute(0, 3, 1, 2)
    for i in range(4):
        scope = f"deconv/deconv{i}"
        side = 2 * x.shape[2]
        x = F.conv_transpose2d(x, p[scope + "/filter"], stride=2)[:, :, :side, :side]
        x = instance_norm(p, scope, x)
        x = F.relu(x) if i < 3 else torch.tanh(x)
    return x.squeeze(1)


def layer_norm(x, gamma, beta):
    mean = x.mean(-1, keepdim=True)
    variance = ((x - mean) ** 2).mean(-1, keepdim=True)
    return (x - mean) * torch.rsqrt(variance + 1e-3) * gamma + beta


def layer_norm_all(x, size, gamma, beta):
    chunks = x.view(x.shape[0], 4, size)
    mean = chunks.mean(2, keepdim=True)
    variance = ((chunks - mean) ** 2).mean(2, keepdim=True)
    return ((chunks - mean) * torch.rsqrt(variance + 1e-3)).reshape(x.shape) * gamma + beta


def dropout(x, keep):
    return x / keep * torch.floor(keep + torch.rand_like(x)) if keep < 1 else x


class LstmCell:
    def __init__(self, p, size, keep):
        self.p, self.size, self.keep = p, size, keep
        self.scope = "decoder/rnn/LSTMCell/"
        # Once a sequence: a port that joined the weights at every step would be slower still.
        self.weight = torch.cat([p[self.scope + "W_xh"], p[self.scope + "W_hh"]], 0)

    def __call__(self, x, state):
        c, h = torch.split(state, self.size, 1)
        a = torch.mm(torch.cat([x, h], 1), self.weight) + self.p[self.scope + "bias"]
        i, j, f, o = torch.split(a, self.size, 1)
        g = dropout(torch.tanh(j), self.keep)
        new_c = c * torch.sigmoid(f + 1.0) + torch.sigmoid(i) * g
        new_h = torch.tanh(new_c) * torch.sigmoid(o)
        return new_h, torch.cat([new_c, new_h], 1)


class LayerNormLstmCell:
    def __init__(self, p, size, keep, scope="decoder/rnn/LayerNormLSTMCell/"):
        self.p, self.size, self.keep, self.scope = p, size, keep, scope
        self.weight = torch.cat([p[scope + "W_xh"], p[scope + "W_hh"]], 0)

    def __call__(self, x, state):
        p, scope = self.p, self.scope
        h, c = torch.split(state, self.size, 1)
        a = torch.mm(torch.cat([x, h], 1), self.weight)
        a = layer_norm_all(a, self.size, p[scope + "ln_all/ln_gamma"], p[scope + "ln_all/ln_beta"])
        i, j, f, o = torch.split(a, self.size, 1)
        g = dropout(torch.tanh(j), self.keep)
        new_c = c * torch.sigmoid(f + 1.0) + torch.sigmoid(i) * g
        new_h = torch.tanh(layer_norm(new_c, p[scope + "ln_c/ln_gamma"], p[scope + "ln_c/ln_beta"])) * torch.sigmoid(o)
        return new_h, torch.cat([new_h, new_c], 1)


class HyperLstmCell:
    def __init__(self, p, size, keep):
        self.p, self.size, self.keep = p, size, keep
        self.scope = "decoder/rnn/HyperLSTMCell/"
        self.auxiliary = LayerNormLstmCell(p, HYPER_UNITS, 1.0, self.scope + "LayerNormLSTMCell/")

    def scaled(self, name, value, hyper_h, shifted):
        p, scope = self.p, f"{self.scope}hyper_{name}/"
        zw = torch.mm(hyper_h, p[scope + "zw/super_linear_w"]) + p[scope + "zw/super_linear_b"]
        result = torch.mm(zw, p[scope + "alpha/super_linear_w"]) * value
        if shifted:
            zb = torch.mm(hyper_h, p[scope + "zb/super_linear_w"])
            result = result + torch.mm(zb, p[scope + "beta/super_linear_w"])
        return result

    def __call__(self, x, state):
        p, scope, size = self.p, self.scope, self.size
        h, hyper_h, c, hyper_c = torch.split(state, [size, HYPER_UNITS, size, HYPER_UNITS], 1)
        _, hyper_state = self.auxiliary(torch.cat([x, h], 1), torch.cat([hyper_h, hyper_c], 1))
        new_hyper_h, new_hyper_c = torch.split(hyper_state, HYPER_UNITS, 1)
        xh = torch.split(torch.mm(x, p[scope + "W_xh"]), size, 1)
        hh = torch.split(torch.mm(h, p[scope + "W_hh"]), size, 1)
        biases = torch.split(p[scope + "bias"], size)
        gates = []
        for k, gate in enumerate(GATES):
            from_x = self.scaled(gate + "x", xh[k], new_hyper_h, shifted=False)
            from_h = self.scaled(gate + "h", hh[k], new_hyper_h, shifted=True)
            gates.append(from_x + from_h + biases[k])
        a = layer_norm_all(torch.cat(gates, 1), size, p[scope + "ln_all/ln_gamma"], p[scope + "ln_all/ln_beta"])
        i, j, f, o = torch.split(a, size, 1)
        g = dropout(torch.tanh(j), self.keep)
        new_c = c * torch.sigmoid(f + 1.0) + torch.sigmoid(i) * g
        new_h = torch.tanh(layer_norm(new_c, p[scope + "ln_c/ln_gamma"], p[scope + "ln_c/ln_beta"])) * torch.sigmoid(o)
        return new_h, torch.cat([new_h, new_hyper_h, new_c, new_hyper_c], 1)


CELLS = {"lstm": LstmCell, "layer_norm": LayerNormLstmCell, "hyper": HyperLstmCell}


def state_size(cell, size):
    return 2 * (size + HYPER_UNITS) if cell == "hyper" else 2 * size


def initial_state(p, codes):
    return torch.tanh(linear(p, "init_state", codes))


def unroll(p, cell, size, strokes, codes, keep):
    """Strokes [B, T, 5], codes [B, Z] -> hidden states [B, T, R], first and last state."""
    step = CELLS[cell](p, size, keep)
    first = state = initial_state(p, codes)
    hidden = []
    for t in range(strokes.shape[1]):
        h, state = step(torch.cat([strokes[:, t, :], codes], 1), state)
        hidden.append(h)
    return torch.stack(hidden, 1), first, state


def head(p, hidden):
    """[N, R] -> the density's parts, [N, 20] each, and the pen's logits [N, 3]."""
    raw = linear(p, "decoder/fc", hidden)
    pen, weight, mu_x, mu_y, sigma_x, sigma_y, rho = torch.split(raw, [3] + [MIXTURES] * 6, 1)
    return {
        "pi": torch.softmax(weight, 1), "mux": mu_x, "muy": mu_y, "sigmax": torch.exp(sigma_x), "sigmay": torch.exp(sigma_y),
        "corr": torch.tanh(rho), "pen": torch.softmax(pen, 1), "pen_logits": pen}


def initial_parameters(cell, size, code_size, decoder_only=False):
    """Fresh parameters with the original's initial values (specification section 13)."""
    p = {}

    def normal(name, shape, deviation):
        p[name] = torch.randn(shape) * deviation

    def convolution(scope, inputs, outputs, transposed=False):
        normal(scope + "/filter", (inputs, outputs, 3, 3) if transposed else (outputs, inputs, 3, 3), math.sqrt(2 / 3))
        p[scope + "/InstanceNorm/beta"] = torch.zeros(outputs)
        p[scope + "/InstanceNorm/gamma"] = torch.ones(outputs)

    def fully(scope, inputs, outputs):
        normal(scope + "/linear/fc_w", (inputs, outputs), math.sqrt(2 / inputs))
        p[scope + "/linear/fc_b"] = torch.zeros(outputs)

    def recurrent(scope, inputs, units, norms):
        limit = math.sqrt(6 / (inputs + 4 * units))
        p[scope + "W_xh"] = (torch.rand(inputs, 4 * units) * 2 - 1) * limit
        p[scope + "W_hh"] = torch.cat([torch.nn.init.orthogonal_(torch.empty(units, units)) for _ in GATES], 1)
        if norms:
            for name, width in (("ln_all", 4 * units), ("ln_c", units)):
                p[f"{scope}{name}/ln_gamma"] = torch.ones(width)
                p[f"{scope}{name}/ln_beta"] = torch.zeros(width)

    if not decoder_only:
        for scope, inputs, outputs in (("encoder/layer_1", 1, 32), ("encoder/layer_2", 32, 64)):
            for i in range(3):
                convolution(f"{scope}/dcn{i + 1}/conv0", inputs, outputs)
            convolution(scope + "/combine/conv0", outputs, outputs)
        convolution("encoder/conv0", 64, 128)
        convolution("encoder/conv1", 128, 256)
        fully("encoder/fc_mu", 2304, code_size)
        fully("encoder/fc_sigma2", 2304, code_size)
        fully("deconv/fc1", code_size, 2304)
        for i, (inputs, outputs) in enumerate(((256, 128), (128, 64), (64, 32), (32, 1))):
            convolution(f"deconv/deconv{i}", inputs, outputs, transposed=True)
    fully("init_state", code_size, state_size(cell, size))
    fully("decoder/fc", size, 6 * MIXTURES + 3)

    scope = f"decoder/rnn/{CELL_SCOPES[cell]}/"
    inputs = 5 + code_size
    recurrent(scope, inputs, size, norms=cell != "lstm")
    if cell != "layer_norm":
        p[scope + "bias"] = torch.zeros(4 * size)
    if cell == "hyper":
        recurrent(scope + "LayerNormLSTMCell/", inputs + size, HYPER_UNITS, norms=True)
        for gate in GATES:
            for source in "xh":
                name = f"{scope}hyper_{gate}{source}/"
                p[name + "zw/super_linear_w"] = torch.zeros(HYPER_UNITS, HYPER_EMBEDDING)
                p[name + "zw/super_linear_b"] = torch.ones(HYPER_EMBEDDING)
                p[name + "alpha/super_linear_w"] = torch.full((HYPER_EMBEDDING, size), 0.1 / HYPER_EMBEDDING)
            normal(name + "zb/super_linear_w", (HYPER_UNITS, HYPER_EMBEDDING), 0.01)
            p[name + "beta/super_linear_w"] = torch.zeros(HYPER_EMBEDDING, size)
    return {name: value.requires_grad_(True) for name, value in p.items()}
