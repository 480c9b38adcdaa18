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

const union = keys.map((key) => `  | "${key}"`).join("\n");
const text = `/** Every message key, written by \`npm run keys\`. */\nexport type Key =\n${union};\n`;

if (process.argv.includes("--check")) {
  if (readFileSync(target, "utf8") !== text) {
    console.error("src/text/keys.ts is not current: run npm run keys");
    process.exit(1);
  }
} else {
  writeFileSync(target, text);
}
