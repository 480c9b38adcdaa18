// Reports, settlement and imports.
import { button, pick, press, screens } from "./steps.mjs";

async function report(page, by) {
  await pick(page, /^Period/, "Everything");
  await pick(page, /^Rows/, by);
}

async function lookAtFile(page) {
  await button(page, "Import a file…").first().click();
  await page.getByRole("button", { name: /Choose file/ }).click();
  await page.getByRole("textbox", { name: "Bank account" }).fill("GTBank business");
  await button(page, "Look at the file").click();
  await page.getByText("One question first").waitFor();
}

async function answer(page) {
  await lookAtFile(page);
  await pick(page, /^In which order/, /^Day, month/);
  await page.getByText("Lines to import").waitFor();
}

export const MONEY = [
  ...screens("#/reports", {
    reports: (page) => report(page, "By day"),
    "reports-week": (page) => report(page, "By week"),
    "reports-channel": (page) => report(page, "By way to pay"),
    "reports-currency": (page) => report(page, "By currency"),
    "reports-empty": { scene: "empty" },
    "reports-loading": { silent: "report" },
    "reports-custom": async (page) => {
      await pick(page, /^Period/, "Other dates");
      await page.getByLabel("To", { exact: true }).fill("2026-01-01");
    },
    "reports-bad-filter": async (page) => {
      await page.getByLabel("Only what matches").fill("colour:green");
      await page.getByText(/There is no filter called/).waitFor();
    },
    "reports-print": press("Print or save as PDF…"),
  }),
  ...screens("#/settlement", {
    settlement: {},
    "settlement-empty": { scene: "empty" },
    "settlement-loading": { silent: "settlement" },
    "settlement-open": (page) => page.getByText(/^Arrived \(/).click(),
    "settlement-match": (page) => button(page, "Match…").first().click(),
    "settlement-terms": async (page) => {
      await button(page, "Terms…").click();
      await page.getByLabel("What a bank may keep").fill("a lot");
      await button(page, "Keep terms").click();
      await page.getByText(/is neither/).waitFor();
    },
  }),
  ...screens("#/imports", {
    imports: {},
    "imports-empty": { scene: "empty" },
    "import-open": { at: "#/imports/imp_seed_3" },
    "import-undone": { at: "#/imports/imp_seed_1" },
    "import-choose": async (page) => {
      await button(page, "Import a file…").click();
      await button(page, "Look at the file").click();
    },
    "import-questions": lookAtFile,
    "import-plan": answer,
    "import-mapping": async (page) => {
      await answer(page);
      await page.getByText("What the columns mean").scrollIntoViewIfNeeded();
      await page.mouse.wheel(0, 900);
    },
    "import-done": async (page) => {
      await answer(page);
      await page.getByRole("radio", { name: /leave them out/ }).check();
      await page.getByRole("button", { name: /^Import 6 lines/ }).click();
      await button(page, "Check settlement").waitFor();
    },
    "import-undo": {
      at: "#/imports/imp_seed_3",
      steps: async (page) => {
        await button(page, "Take back…").click();
        await button(page, "Take it back").click();
      },
    },
  }),
];
