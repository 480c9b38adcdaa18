// The built window must not carry the fake shop, nor anything its policy refuses.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";

const dist = fileURLToPath(new URL("../dist", import.meta.url));
const FORBIDDEN = [
  ["tillkeeper-fake-shop", "the fake shop"],
  ["pay.example.com", "the fake shop’s links"],
  ["nc_testpk_", "the fake gateways"],
];

const files = (folder) =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? files(path) : [path];
  });

const problems = files(dist).flatMap((path) => {
  if (!/\.(js|css|html)$/.test(path)) return [];
  const text = readFileSync(path, "utf8");
  const found = FORBIDDEN.filter(([mark]) => text.includes(mark)).map(([, what]) => what);
  if (path.endsWith(".html")) {
    if (/<style|\sstyle=/i.test(text)) found.push("inline style");
    if (/<script(?![^>]*\ssrc=)/i.test(text)) found.push("inline script");
  }
  return found.map((what) => `${path} contains ${what}`);
});

for (const problem of problems) console.error(problem);
process.exit(problems.length === 0 ? 0 : 1);
