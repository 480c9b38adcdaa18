// Files for the books: choosing, looking, saving, and what was saved before.
const button = (page, name) => page.getByRole("button", { name, exact: true });

async function kind(page, typed, title) {
  const box = page.getByRole("combobox", { name: "Kind of file" });
  await box.fill(typed);
  await page.getByRole("option", { name: title }).first().click();
  await page.waitForTimeout(400);
}

async function period(page, name) {
  await page.getByRole("combobox", { name: /^Period/ }).click();
  await page.getByRole("option", { name }).click();
  await page.waitForTimeout(400);
}

/** The next export stands still after its first step. */
const hold = (page) => page.evaluate(() => (window["tillkeeper-fake-shop"].pace = null));

export const EXPORTS = [
  { name: "exports", scene: "books", at: "#/exports", steps: (page) => period(page, "Everything") },
  { name: "exports-empty", scene: "empty", at: "#/exports" },
  { name: "exports-loading", scene: "books", at: "#/exports", silent: "export_preview" },
  { name: "exports-unread", scene: "books", at: "#/exports", silent: "export_profiles" },
  { name: "exports-bad-filter", scene: "books", at: "#/exports?q=colour:green" },
  {
    name: "exports-kinds",
    scene: "books",
    at: "#/exports",
    // A list floats outside the landmarks while it is open.
    ignore: "region:",
    steps: (page) => button(page, "Open the list: Kind of file").click(),
  },
  {
    name: "exports-kinds-typed",
    scene: "books",
    at: "#/exports",
    ignore: "region:",
    steps: (page) => page.getByRole("combobox", { name: "Kind of file" }).fill("quick"),
  },
  {
    name: "exports-custom",
    scene: "books",
    at: "#/exports",
    async steps(page) {
      await period(page, "Other dates");
      await page.getByLabel("To", { exact: true }).fill("2026-01-01");
    },
  },
  {
    name: "exports-choices",
    scene: "books",
    at: "#/exports",
    async steps(page) {
      await period(page, "Everything");
      await kind(page, "4 columns", /QuickBooks Online, 4/);
    },
  },
  {
    name: "exports-free-choice",
    scene: "books",
    at: "#/exports",
    async steps(page) {
      await period(page, "Everything");
      await kind(page, "xero sales", /^Xero sales invoices/);
    },
  },
  {
    name: "exports-choice-open",
    scene: "books",
    at: "#/exports",
    ignore: "region:",
    async steps(page) {
      await kind(page, "csv for a", /^CSV for a spreadsheet/);
      await page.getByRole("combobox", { name: /^What parts the cells/ }).click();
    },
  },
  {
    name: "exports-columns",
    scene: "books",
    at: "#/exports",
    // So does the name of a button.
    ignore: "region:",
    async steps(page) {
      await period(page, "Everything");
      await kind(page, "tillkeeper csv", "Tillkeeper CSV");
      await page.getByText(/^Columns: all/).click();
      await page.getByRole("checkbox", { name: "schema" }).uncheck();
      await page.getByRole("checkbox", { name: "row_id" }).uncheck();
      await button(page, "Move amount to the front").click();
    },
  },
  {
    name: "exports-ledger",
    scene: "books",
    at: "#/exports",
    async steps(page) {
      await period(page, "Everything");
      await kind(page, "beancount", "Beancount");
      await page.getByText("Names of accounts").click();
      await page.getByLabel("Sales").fill("Income::Shop");
      await page.getByLabel("Sales").blur();
      await page.getByText(/empty level/).waitFor();
    },
  },
  {
    name: "exports-findings",
    scene: "books",
    at: "#/exports",
    async steps(page) {
      await period(page, "Everything");
      await kind(page, "freeagent", "FreeAgent");
    },
  },
  {
    name: "exports-nothing-new",
    scene: "books",
    at: "#/exports",
    async steps(page) {
      await period(page, "Everything");
      await page.getByRole("button", { name: /^Save/ }).last().click();
      await button(page, "Make another file").click();
      await period(page, "Since the last export");
    },
  },
  {
    name: "exports-writing",
    scene: "books",
    at: "#/exports",
    async steps(page) {
      await period(page, "Everything");
      await hold(page);
      await page.getByRole("button", { name: /^Save/ }).last().click();
      await button(page, "Stop").waitFor();
    },
  },
  {
    name: "exports-saved",
    scene: "books",
    at: "#/exports",
    async steps(page) {
      await period(page, "Everything");
      await page.getByRole("button", { name: /^Save/ }).last().click();
      await button(page, "Make another file").waitFor();
    },
  },
  {
    name: "exports-preset",
    scene: "books",
    at: "#/exports",
    async steps(page) {
      await button(page, "Use the preset Month for Ngozi").click();
      await button(page, "Save as preset…").click();
      await page.getByRole("textbox", { name: "Name" }).fill("Month for Ngozi");
    },
  },
  {
    name: "exports-preset-remove",
    scene: "books",
    at: "#/exports",
    steps: (page) => button(page, "Remove the preset Weekly into Xero").click(),
  },
  { name: "export-history", scene: "books", at: "#/export-history" },
  { name: "export-history-empty", scene: "empty", at: "#/export-history" },
  { name: "export-history-open", scene: "books", at: "#/export-history/exp_seed_1" },
  {
    name: "export-history-again",
    scene: "books",
    at: "#/export-history/exp_seed_5",
    async steps(page) {
      await button(page, "Write again…").click();
      await page.getByText("the same byte for byte").waitFor();
    },
  },
  {
    name: "settings-zone",
    scene: "books",
    at: "#/settings",
    ignore: "region:",
    steps: (page) => page.getByRole("combobox", { name: "Time zone" }).fill("new y"),
  },
];
