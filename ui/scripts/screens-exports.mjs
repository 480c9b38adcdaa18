// Files for the books: choosing, looking, saving, and what was saved before.
import { FLOATS, button, pick, press, screens } from "./steps.mjs";

async function kind(page, typed, title) {
  const box = page.getByRole("combobox", { name: "Kind of file" });
  await box.fill(typed);
  await page.getByRole("option", { name: title }).first().click();
  await page.waitForTimeout(400);
}

const period = (page, name) => pick(page, /^Period/, name);

/** The next export stands still after its first step. */
const hold = (page) => page.evaluate(() => (window["tillkeeper-fake-shop"].pace = null));

export const EXPORTS = [
  ...screens("#/exports", {
    exports: (page) => period(page, "Everything"),
    "exports-empty": { scene: "empty" },
    "exports-loading": { silent: "export_preview" },
    "exports-unread": { silent: "export_profiles" },
    "exports-bad-filter": { at: "#/exports?q=colour:green" },
    "exports-kinds": { ignore: FLOATS, steps: press("Open the list: Kind of file") },
    "exports-kinds-typed": {
      ignore: FLOATS,
      steps: (page) => page.getByRole("combobox", { name: "Kind of file" }).fill("quick"),
    },
    "exports-custom": async (page) => {
      await period(page, "Other dates");
      await page.getByLabel("To", { exact: true }).fill("2026-01-01");
    },
    "exports-choices": async (page) => {
      await period(page, "Everything");
      await kind(page, "4 columns", /QuickBooks Online, 4/);
    },
    "exports-free-choice": async (page) => {
      await period(page, "Everything");
      await kind(page, "xero sales", /^Xero sales invoices/);
    },
    "exports-choice-open": {
      ignore: FLOATS,
      steps: async (page) => {
        await kind(page, "csv for a", /^CSV for a spreadsheet/);
        await page.getByRole("combobox", { name: /^What separates the cells/ }).click();
      },
    },
    "exports-columns": {
      ignore: FLOATS,
      steps: async (page) => {
        await period(page, "Everything");
        await kind(page, "tillkeeper csv", "Tillkeeper CSV");
        await page.getByText(/^Columns: all/).click();
        await page.getByRole("checkbox", { name: "schema" }).uncheck();
        await page.getByRole("checkbox", { name: "row_id" }).uncheck();
        await button(page, "Move amount to the front").click();
      },
    },
    "exports-ledger": async (page) => {
      await period(page, "Everything");
      await kind(page, "beancount", "Beancount");
      await page.getByText("Names of accounts").click();
      await page.getByLabel("Sales").fill("Income::Shop");
      await page.getByLabel("Sales").blur();
      await page.getByText(/empty level/).waitFor();
    },
    "exports-findings": async (page) => {
      await period(page, "Everything");
      await kind(page, "freeagent", "FreeAgent");
    },
    "exports-nothing-new": async (page) => {
      await period(page, "Everything");
      await page.getByRole("button", { name: /^Save/ }).last().click();
      await button(page, "Make another file").click();
      await period(page, "Since the last export");
    },
    "exports-writing": async (page) => {
      await period(page, "Everything");
      await hold(page);
      await page.getByRole("button", { name: /^Save/ }).last().click();
      await button(page, "Stop").waitFor();
    },
    "exports-saved": async (page) => {
      await period(page, "Everything");
      await page.getByRole("button", { name: /^Save/ }).last().click();
      await button(page, "Make another file").waitFor();
    },
    "exports-preset": async (page) => {
      await button(page, "Use the preset Month for Ngozi").click();
      await button(page, "Save as preset…").click();
      await page.getByRole("textbox", { name: "Name" }).fill("Month for Ngozi");
    },
    "exports-preset-remove": press("Remove the preset Weekly into Xero"),
  }),
  ...screens("#/export-history", {
    "export-history": {},
    "export-history-empty": { scene: "empty" },
    "export-history-open": { at: "#/export-history/exp_seed_1" },
    "export-history-again": {
      at: "#/export-history/exp_seed_5",
      steps: async (page) => {
        await button(page, "Write again…").click();
        await page.getByText("the same byte for byte").waitFor();
      },
    },
  }),
  ...screens("#/settings", {
    "settings-zone": {
      ignore: FLOATS,
      steps: (page) => page.getByRole("combobox", { name: "Time zone" }).fill("new y"),
    },
  }),
];
