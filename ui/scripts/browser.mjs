// Opens every screen of the built window in Chromium, under its content policy,
// in light and dark: no policy violation, no error, no finding of axe with
// contrast measured. `--shots SIZE` keeps pictures in ui/shots.
//   node scripts/browser.mjs [--shots 1280x800] [--only NAME,NAME] [--theme dark]
import { mkdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { serve } from "./serve.mjs";
import { SCREENS } from "./screens.mjs";

const given = (name) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? null : process.argv[at + 1];
};
const shots = given("shots");
const only = given("only")?.split(",");
const themes = given("theme") ? [given("theme")] : ["light", "dark"];
const [width, height] = (shots ?? "1280x800").split("x").map(Number);
const root = fileURLToPath(new URL("..", import.meta.url));
const axe = readFileSync(new URL("../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
if (shots) mkdirSync(`${root}shots`, { recursive: true });

const { server, address } = await serve(`${root}dist-fake`);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--force-prefers-reduced-motion"],
});

let found = 0;
const complain = (screen, theme, what) => {
  found += 1;
  console.error(`✗ ${screen} (${theme}): ${what}`);
};

for (const theme of themes) {
  for (const screen of SCREENS.filter((one) => !only || only.includes(one.name))) {
    await visit(screen, theme);
  }
}
await browser.close();
server.close();
console.log(found === 0 ? "✓ every screen is clean" : `${found} findings`);
process.exit(found === 0 ? 0 : 1);

async function visit(screen, theme) {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: theme,
    reducedMotion: "reduce",
    bypassCSP: false,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(5000);
  // As the shell's `freezePrototype` does.
  await page.addInitScript(() => Object.freeze(Object.prototype));
  page.on("pageerror", (error) => complain(screen.name, theme, error.message));
  page.on("console", (message) => {
    const text = message.text();
    if (message.type() === "error" && !text.includes("favicon")) complain(screen.name, theme, text);
  });
  try {
    const query = `?scene=${screen.scene}&delay=0&silent=${screen.silent ?? ""}`;
    await page.goto(`${address}/${query}${screen.at ?? ""}`);
    await page.getByRole("heading").first().waitFor();
    await page.waitForTimeout(250);
    await screen.steps?.(page);
    await page.waitForTimeout(250);
    if (shots) await page.screenshot({ path: `${root}shots/${screen.name}-${theme}-${width}.png` });
    for (const finding of await findings(page)) {
      if (!screen.ignore || !finding.startsWith(screen.ignore)) {
        complain(screen.name, theme, finding);
      }
    }
  } catch (error) {
    complain(screen.name, theme, error.message);
    if (shots) await page.screenshot({ path: `${root}shots/${screen.name}-${theme}-${width}.png` });
  }
  await context.close();
}

/** What axe finds; it is evaluated by the debugger, which the policy does not bind. */
async function findings(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() =>
    globalThis.axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"] }),
  );
  return violations.flatMap((one) =>
    one.nodes.slice(0, 3).map((node) => `${one.id}: ${node.target} ${node.failureSummary}`),
  );
}
