// Loads a studio and tries what breaks servers. Usage: node load-studio.mjs ADDRESS PROCESS SECONDS
import { readFileSync } from "node:fs";
import http from "node:http";
import net from "node:net";

const [address, pid, seconds] = [new URL(process.argv[2]), process.argv[3], Number(process.argv[4])];
const clients = 64, aboveLimit = 300, tries = 30;
const line = [[[10, 10], [200, 40], [180, 200], [30, 180], [10, 10]]];
const now = () => performance.now();
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const json = { "Content-Type": "application/json" };

/** A request; `first` is when its first stroke arrived. */
function ask(path, body, headers = {}) {
  return new Promise((resolve) => {
    const begun = now();
    let first = null, text = "";
    const options = { method: body === undefined ? "GET" : "POST", headers: { ...json, ...headers } };
    const request = http.request(new URL(path, address), options, (response) => {
      response.setEncoding("utf8");
      response.on("data", (part) => {
        text += part;
        if (first === null && text.includes("event: point")) first = now() - begun;
      });
      response.on("end", () => resolve({ status: response.statusCode, headers: response.headers, text, first, took: now() - begun }));
      response.on("error", (error) => resolve({ status: 0, headers: {}, text: String(error), first, took: now() - begun }));
    });
    request.on("error", (error) => resolve({ status: 0, headers: {}, text: String(error), first, took: now() - begun }));
    request.end(typeof body === "string" || body === undefined ? body : JSON.stringify(body));
  });
}

const source = (seed) => ({ component: { id: styles[seed % styles.length] } });
const draw = (seed, count = 1) => ask("/api/draw", { source: source(seed), count, sampling: { seed } });
const isGood = ({ status, text }) => status === 200 && !text.includes("event: failed");
const quantile = (values, share) => values[Math.min(values.length - 1, Math.floor(share * values.length))];
const memory = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]) / 1024;
let faults = 0;

function expect(good, what) {
  console.log(`${good ? "ok  " : "FAIL"} ${what}`);
  if (!good) faults++;
}

const styles = JSON.parse((await ask("/api/info")).text).components.map((component) => component.id);

// One client alone: when does the first stroke appear?
const alone = [];
for (let i = 0; i < tries; i++) alone.push((await draw(i)).first);
alone.sort((a, b) => a - b);

// 64 clients, each with one request at a time.
const took = [];
let errors = 0, seed = 1000, ends = now() + 1000 * (seconds + seconds / 4);
const counted = now() + 1000 * (seconds / 4); // what is warm by then no longer grows
let before = 0;
async function client(number) {
  while (now() < ends) {
    const i = seed++;
    const kind = i % 10;
    const answer = kind < 7 ? await draw(i) : kind < 9
      ? await ask("/api/encode", { strokes: line })
      : await ask("/api/complete", { strokes: line, source: source(i), sampling: { seed: i } });
    if (!isGood(answer)) {
      errors++;
      console.log(`client ${number}: ${answer.status} ${answer.text.slice(0, 200)}`);
      await sleep(100);
    }
    if (now() > counted) {
      before ||= memory();
      took.push(answer.took);
    }
  }
}
await Promise.all(Array.from({ length: clients }, (_, number) => client(number)));
const growth = memory() - before;
took.sort((a, b) => a - b);
expect(errors === 0, `${clients} clients for ${seconds} s: ${took.length} requests, ${errors} errors`);

// More at a time than are let in.
const crowd = await Promise.all(Array.from({ length: aboveLimit }, (_, i) => draw(i, 16)));
const refused = crowd.filter(({ status }) => status === 429);
const areTold = refused.length > 0 && refused.every(({ headers }) => headers["retry-after"] === "1");
expect(areTold, `${aboveLimit} at a time: ${refused.length} are asked to come again`);
expect(crowd.every((answer) => answer.status === 429 || isGood(answer)), "the others are served");

// What breaks servers.
function socket(text) {
  return new Promise((resolve) => {
    const opened = net.connect(Number(address.port), address.hostname, () => (opened.write(text), resolve(opened)));
    opened.on("error", () => {});
  });
}
const body = JSON.stringify({ source: source(0), count: 64 });
const head = (path, length) =>
  `POST ${path} HTTP/1.1\r\nHost: ${address.host}\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n`;
const slow = await Promise.all(Array.from({ length: 32 }, () => socket(head("/api/draw", body.length) + body)));
for (const each of slow) each.pause();
const half = await Promise.all(Array.from({ length: 100 }, () => socket("POST /api/draw HTTP/1.1\r\nHost: ")));
expect(isGood(await draw(1)), "a sketch beside 32 clients that do not read and 100 that do not finish their request");

const huge = await socket(head("/api/encode", 100 << 20));
const end = new Promise((resolve) =>
  huge.once("close", () => resolve(true)).once("data", (data) => String(data).includes(" 413 ") && resolve(true)));
for (let i = 0; i < 100 && !huge.destroyed; i++) {
  huge.write(Buffer.alloc(1 << 20, 32));
  await sleep(2);
}
expect(await Promise.race([end, sleep(10_000).then(() => false)]), "a body of 100 MB is refused");
expect((await ask("/api/draw", "{\"source\":")).status === 400, "JSON that ends early is refused");
expect((await ask("/api/draw", "[".repeat(100_000))).status === 400, "JSON that is too deep is refused");
expect((await ask("/api/draw", body, { Origin: "http://elsewhere.example" })).status === 403, "a page of another site is refused");
expect((await ask("/api/info", undefined, { Host: "elsewhere.example" })).status === 403, "another name of this machine is refused");
for (const each of [...slow, ...half, huge]) each.destroy();
await sleep(500);
expect((await ask("/api/health")).text === '{"status":"ok"}' && isGood(await draw(2)), "the server is up");

console.log(`figure studio_p50_ms ${quantile(took, 0.5).toFixed(1)}`);
console.log(`figure studio_p95_ms ${quantile(took, 0.95).toFixed(1)}`);
console.log(`figure studio_p99_ms ${quantile(took, 0.99).toFixed(1)}`);
console.log(`figure studio_requests_per_second ${(took.length / seconds).toFixed(1)}`);
console.log(`figure studio_errors ${errors}`);
console.log(`figure studio_rss_growth_mb ${growth.toFixed(1)}`);
console.log(`figure studio_first_stroke_ms ${quantile(alone, 0.5).toFixed(1)}`);
process.exit(faults > 0 ? 1 : 0);
