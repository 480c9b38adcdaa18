// Writes the union of all message keys; `--check` only says whether it is current.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("../src/locales/en-GB/", import.meta.url));
const target = fileURLToPath(new URL("../src/text/keys.ts", import.meta.url));

const keys = readdirSync(folder)
  .filter((name) => name.endsWith(".ftl"))
  .flatMap((name) => [...readFileSync(folder + name, "utf8").matchAll(/^([a-z][\w-]*) *=/gm)])
  .map((match) => match[1])
  .sort();

const twice = keys.find((key, index) => key === keys[index + 1]);
if (twice) throw new Error(`message key defined twice: ${twice}`);

// Keys with the same first word share lines: a screen's words change together.
const WIDTH = 110;
const lines = [];
let before = "";
for (const key of keys) {
  const [group] = key.split("-");
  const piece = `| "${key}"`;
  const line = lines.at(-1) ?? "";
  if (group === before && line.length + piece.length < WIDTH)
    lines[lines.length - 1] = `${line} ${piece}`;
  else lines.push(`  ${piece}`);
  before = group;
}
const union = lines.join("\n");
const text = `/** Every message key, written by \`npm run keys\`. */\nexport type Key =\n${union};\n`;

if (process.argv.includes("--check")) {
  if (readFileSync(target, "utf8") !== text) {
    console.error("src/text/keys.ts is not current: run npm run keys");
    process.exit(1);
  }
} else {
  writeFileSync(target, text);
}
