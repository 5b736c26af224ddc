// Draws one sketch with a .gen.json as sketch-rnn's players do, with given random numbers:
//   node player.js FILE.gen.json RANDOMS.json FIRST TEMPERATURE SPREAD PEN
// RANDOMS.json has [u, n1, n2, v] for each row: a uniform number for the normal, two standard normal ones, a uniform one for the pen.
// FIRST is "zeros" or "down", the first input row of the older and of the newer players. Prints rows [dx, dy, pen] in data units.
"use strict";
const fs = require("fs");
const [file, randomsFile, first, ...temperatures] = process.argv.slice(2);
const [temperature, spread, penTemperature] = temperatures.map(Number);
const [info, dims, texts] = JSON.parse(fs.readFileSync(file, "utf8"));
const randoms = JSON.parse(fs.readFileSync(randomsFile, "utf8"));

const [outputKernel, outputBias, inputKernel, recurrentKernel, bias] = texts.map((text, i) => {
  const bytes = Buffer.from(text, "base64"), count = dims[i].reduce((a, b) => a * b, 1);
  if (bytes.length !== 2 * count) throw new Error(`array ${i}: ${bytes.length} bytes for ${dims[i]}`);
  return Float64Array.from({ length: count }, (_, k) => bytes.readInt16LE(2 * k) * 10 / 32767);
});
const units = dims[0][0], outputs = dims[0][1], normals = (outputs - 3) / 6;

/** Adds v·K to sums. */
function addProduct(sums, v, kernel) {
  for (let i = 0; i < v.length; i++) {
    if (v[i] === 0) continue;
    for (let k = 0; k < sums.length; k++) sums[k] += v[i] * kernel[i * sums.length + k];
  }
  return sums;
}

const sigmoid = x => 1 / (1 + Math.exp(-x));

/** One step of the cell, gates i, j, f, o: [row, h, c] -> [h, c]. */
function step(row, h, c) {
  const gates = addProduct(addProduct(Float64Array.from(bias), row, inputKernel), h, recurrentKernel);
  const gate = k => gates.subarray(k * units, (k + 1) * units);
  const [i, j, f, o] = [gate(0), gate(1), gate(2), gate(3)];
  const nextC = c.map((old, u) => old * sigmoid(f[u] + 1) + sigmoid(i[u]) * Math.tanh(j[u]));
  return [nextC.map((value, u) => Math.tanh(value) * sigmoid(o[u])), nextC];
}

/** The first index whose cumulative probability reaches u. */
function choose(logits, t, u) {
  const largest = Math.max(...logits), weights = Array.from(logits, x => Math.exp((x - largest) / t));
  const total = weights.reduce((a, b) => a + b);
  let sum = 0;
  for (let i = 0; i < weights.length - 1; i++) {
    sum += weights[i];
    if (sum >= u * total) return i;
  }
  return weights.length - 1;
}

let h = new Float64Array(units), c = new Float64Array(units);
let row = first === "down" ? [0, 0, 1, 0, 0] : [0, 0, 0, 0, 0];
const drawn = [];
for (let t = 0; t < info.max_seq_len && row[4] !== 1; t++) {
  [h, c] = step(row, h, c);
  const head = addProduct(Float64Array.from(outputBias), h, outputKernel), [u, n1, n2, v] = randoms[t];
  const column = k => head.subarray(3 + k * normals, 3 + (k + 1) * normals), m = choose(column(0), temperature, u);
  const rho = Math.tanh(column(5)[m]), root = Math.sqrt(spread);
  const dx = column(1)[m] + Math.exp(column(3)[m]) * root * n1;
  const dy = column(2)[m] + Math.exp(column(4)[m]) * root * (rho * n1 + Math.sqrt(1 - rho * rho) * n2);
  const pen = choose(head.subarray(0, 3), penTemperature, v);
  row = [dx, dy, 0, 0, 0];
  row[2 + pen] = 1;
  drawn.push([dx * info.scale_factor, dy * info.scale_factor, pen]);
}
console.log(JSON.stringify(drawn));
