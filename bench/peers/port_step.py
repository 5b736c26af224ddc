"""One training step of the original, line by line in PyTorch (specification sections 7 to 9): latent mixture, losses, clip, Adam."""
import math

import torch
import torch.nn.functional as F

import port_model as model

SMOOTHING = 0.05
DE_LEARNING = 1e-4
POSTERIOR_FLOOR = 1e-5


def initial_mixture(components, code_size):
    return {
        "mu": torch.rand(components, code_size) * 2 - 1, "sigma2": torch.ones(components, code_size),
        "alpha": torch.full((components, 1), 1.0 / components)}


def posterior(mixture, z):
    """[B, Z] -> gamma [B, K]: exponentials of log densities in double precision, clipped from below."""
    variance = mixture["sigma2"] + 1e-30
    log_density = (
        -0.5 * ((z.unsqueeze(1) - mixture["mu"]) ** 2 / variance).sum(2) - torch.log(torch.sqrt(variance)).sum(1)
        - z.shape[1] / 2 * math.log(2 * 3.1416))
    weighted = mixture["alpha"].view(1, -1).double() * torch.exp(log_density.double())
    ratio = (weighted / (weighted.sum(1, keepdim=True) + 1e-300)).to(z.dtype)
    clipped = torch.clamp(ratio, POSTERIOR_FLOOR, 1.0)
    return clipped / (clipped.sum(1, keepdim=True) + 1e-10)


def competition_weights(gamma):
    """One for the winner, a little less than nothing for its rival."""
    components = gamma.shape[1]
    winner = F.one_hot(gamma.argmax(1), components).to(gamma.dtype)
    rival = F.one_hot((gamma * (1 - winner)).argmax(1), components).to(gamma.dtype)
    return winner - DE_LEARNING * rival


def updated_mixture(mixture, weights, mean, variance):
    mass = weights.sum(0).unsqueeze(1)
    new_mu = (weights.t() @ mean) / (mass + 1e-10)
    spread = (mean.unsqueeze(1) - new_mu) ** 2 + variance.unsqueeze(1)
    new_sigma2 = (weights.unsqueeze(2) * spread).sum(0) / (mass + 1e-10)
    new_alpha = weights.mean(0).unsqueeze(1)
    alpha = torch.clamp((1 - SMOOTHING) * mixture["alpha"] + SMOOTHING * new_alpha, 0.0, 1.0)
    return {
        "mu": (1 - SMOOTHING) * mixture["mu"] + SMOOTHING * new_mu,
        "sigma2": torch.clamp((1 - SMOOTHING) * mixture["sigma2"] + SMOOTHING * new_sigma2, 1e-10, 1e10),
        "alpha": alpha / alpha.sum()}


def is_rival_step(step):
    return step > 500 and step % 3 == 0


def latent_losses(gamma, mean, variance, q):
    alpha_loss = (gamma * torch.log(gamma / (q["alpha"].view(1, -1) + 1e-10) + 1e-10)).mean(0).sum()
    divergence = (
        torch.log(q["sigma2"] + 1e-10) + (variance.unsqueeze(1) + (mean.unsqueeze(1) - q["mu"]) ** 2) / (q["sigma2"] + 1e-10)
        - 1 - torch.log(variance.unsqueeze(1) + 1e-10)).sum(2)
    return alpha_loss, (0.5 * gamma * divergence).sum(1).mean()


def sequence_loss(density, target, batch, training):
    """Target [B*T, 5]; densities are evaluated as they are, not in log space."""
    dx, dy = target[:, 0:1], target[:, 1:2]
    x = (dx - density["mux"]) / density["sigmax"]
    y = (dy - density["muy"]) / density["sigmay"]
    rho = density["corr"]
    rest = 1 - rho ** 2
    distance = x ** 2 + y ** 2 - 2 * rho * x * y
    normal = torch.exp(-distance / (2 * rest)) / (2 * math.pi * density["sigmax"] * density["sigmay"] * torch.sqrt(rest))
    going_on = 1 - target[:, 4]
    stroke = -torch.log((density["pi"] * normal).sum(1) + 1e-6) * going_on
    pen = -(target[:, 2:5] * F.log_softmax(density["pen_logits"], 1)).sum(1)
    if not training:
        pen = pen * going_on
    return (stroke + pen).sum() / batch


def kl_weight(step):
    return 1 - 0.999 * 0.9999 ** step


def learning_rate(step, first=1e-3, least=1e-5, decay=0.9999):
    return (first - least) * decay ** (step / 3) + least


def forward(p, mixture, cell, size, strokes, images, noise, step, training, keep, pixel_weight=0.5):
    """Strokes [B, T+1, 5], images [B, 48, 48] in -1 to 1, noise [B, Z]. Returns everything that the parity cases hold."""
    mean, variance = model.encode(p, images)
    z = mean + torch.sqrt(variance) * noise
    gamma = posterior(mixture, z)
    with torch.no_grad():
        weights = competition_weights(gamma) if is_rival_step(step) else gamma
        q = updated_mixture(mixture, weights, mean, variance)
    hidden, first, last = model.unroll(p, cell, size, strokes[:, :-1], z, keep)
    density = model.head(p, hidden.reshape(-1, size))
    drawn = model.decode_pixels(p, z)
    alpha_loss, gaussian_loss = latent_losses(gamma, mean, variance, q)
    lil_loss = sequence_loss(density, strokes[:, 1:].reshape(-1, 5), strokes.shape[0], training)
    de_loss = ((images - drawn) ** 2).sum((1, 2)).mean()
    weight = kl_weight(step)
    loss = weight * (alpha_loss + gaussian_loss) + lil_loss + pixel_weight * de_loss
    return {
        **density, "p_mu": mean, "p_sigma2": variance, "batch_z": z, "initial_state": first, "final_state": last,
        "gen_img": drawn.unsqueeze(3), "p_alpha": gamma, "gau_label": gamma.argmax(1), "q_mu": q["mu"], "q_sigma2": q["sigma2"],
        "q_alpha": q["alpha"], "alpha_loss": alpha_loss, "gaussian_loss": gaussian_loss, "lil_loss": lil_loss, "de_loss": de_loss,
        "kl_weight": weight, "loss": loss, "lr": learning_rate(step)}


class Adam:
    """Adam in TensorFlow's form, after every element of a gradient was clipped."""

    def __init__(self, p, limit=1.0, beta1=0.5, beta2=0.999, epsilon=1e-8):
        self.p, self.limit, self.beta1, self.beta2, self.epsilon, self.steps = p, limit, beta1, beta2, epsilon, 0
        self.first = {name: torch.zeros_like(value) for name, value in p.items()}
        self.second = {name: torch.zeros_like(value) for name, value in p.items()}

    @torch.no_grad()
    def step(self, rate):
        self.steps += 1
        corrected = rate * math.sqrt(1 - self.beta2 ** self.steps) / (1 - self.beta1 ** self.steps)
        for name, value in self.p.items():
            gradient = value.grad.clamp_(-self.limit, self.limit)
            first = self.first[name].mul_(self.beta1).add_(gradient, alpha=1 - self.beta1)
            second = self.second[name].mul_(self.beta2).addcmul_(gradient, gradient, value=1 - self.beta2)
            value.addcdiv_(first, second.sqrt().add_(self.epsilon), value=-corrected)
            value.grad = None


def train_step(p, mixture, optimizer, cell, size, strokes, images, step, keep=model.KEEP):
    """Forward, backward, clip, Adam; the mixture takes its new values."""
    noise = torch.randn(strokes.shape[0], mixture["mu"].shape[1])
    result = forward(p, mixture, cell, size, strokes, images, noise, step, True, keep)
    result["loss"].backward()
    optimizer.step(learning_rate(step))
    for name in mixture:
        mixture[name] = result["q_" + name].detach()
    return float(result["loss"])
