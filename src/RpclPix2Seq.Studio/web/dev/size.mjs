// Fails the build when the page grows beyond what it may weigh, compressed as servers do.
import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const limit = 150 * 1024;
const folder = new URL("../dist/", import.meta.url);
const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => gzipSync(readFileSync(`${entry.parentPath}/${entry.name}`)).length);
const total = files.reduce((sum, size) => sum + size, 0);

console.log(`${files.length} files, ${(total / 1024).toFixed(1)} of ${limit / 1024} KiB gzip`);
if (total > limit) {
    console.error("The page is too heavy: drop a dependency or load less.");
    process.exit(1);
}
