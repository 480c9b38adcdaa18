// Reports, settlement and imports.
const button = (page, name) => page.getByRole("button", { name, exact: true });

async function choose(page, label, option) {
  await page.getByRole("combobox", { name: label }).click();
  await page.getByRole("option", { name: option }).click();
  await page.waitForTimeout(300);
}

async function report(page, by) {
  await choose(page, /^Period/, "Everything");
  await choose(page, /^Rows/, by);
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
  await choose(page, /^In which order/, /^Day, month/);
  await page.getByText("Lines to import").waitFor();
}

export const MONEY = [
  { name: "reports", scene: "books", at: "#/reports", steps: (page) => report(page, "By day") },
  {
    name: "reports-week",
    scene: "books",
    at: "#/reports",
    steps: (page) => report(page, "By week"),
  },
  {
    name: "reports-channel",
    scene: "books",
    at: "#/reports",
    steps: (page) => report(page, "By way to pay"),
  },
  {
    name: "reports-currency",
    scene: "books",
    at: "#/reports",
    steps: (page) => report(page, "By currency"),
  },
  { name: "reports-empty", scene: "empty", at: "#/reports" },
  { name: "reports-loading", scene: "books", at: "#/reports", silent: "report" },
  {
    name: "reports-custom",
    scene: "books",
    at: "#/reports",
    async steps(page) {
      await choose(page, /^Period/, "Other dates");
      await page.getByLabel("To", { exact: true }).fill("2026-01-01");
    },
  },
  {
    name: "reports-bad-filter",
    scene: "books",
    at: "#/reports",
    async steps(page) {
      await page.getByLabel("Only what matches").fill("colour:green");
      await page.getByText(/There is no filter called/).waitFor();
    },
  },
  {
    name: "reports-print",
    scene: "books",
    at: "#/reports",
    steps: (page) => button(page, "Print or save as PDF…").click(),
  },
  { name: "settlement", scene: "books", at: "#/settlement" },
  { name: "settlement-empty", scene: "empty", at: "#/settlement" },
  { name: "settlement-loading", scene: "books", at: "#/settlement", silent: "settlement" },
  {
    name: "settlement-open",
    scene: "books",
    at: "#/settlement",
    steps: (page) => page.getByText(/^Arrived \(/).click(),
  },
  {
    name: "settlement-match",
    scene: "books",
    at: "#/settlement",
    steps: (page) => button(page, "Match…").first().click(),
  },
  {
    name: "settlement-terms",
    scene: "books",
    at: "#/settlement",
    async steps(page) {
      await button(page, "Terms…").click();
      await page.getByLabel("What a bank may keep").fill("a lot");
      await button(page, "Keep terms").click();
      await page.getByText(/is neither/).waitFor();
    },
  },
  { name: "imports", scene: "books", at: "#/imports" },
  { name: "imports-empty", scene: "empty", at: "#/imports" },
  { name: "import-open", scene: "books", at: "#/imports/imp_seed_3" },
  { name: "import-undone", scene: "books", at: "#/imports/imp_seed_1" },
  {
    name: "import-choose",
    scene: "books",
    at: "#/imports",
    async steps(page) {
      await button(page, "Import a file…").click();
      await button(page, "Look at the file").click();
    },
  },
  { name: "import-questions", scene: "books", at: "#/imports", steps: lookAtFile },
  { name: "import-plan", scene: "books", at: "#/imports", steps: answer },
  {
    name: "import-mapping",
    scene: "books",
    at: "#/imports",
    async steps(page) {
      await answer(page);
      await page.getByText("What the columns mean").scrollIntoViewIfNeeded();
      await page.mouse.wheel(0, 900);
    },
  },
  {
    name: "import-done",
    scene: "books",
    at: "#/imports",
    async steps(page) {
      await answer(page);
      await page.getByRole("radio", { name: /leave them out/ }).check();
      await page.getByRole("button", { name: /^Import 6 lines/ }).click();
      await button(page, "Check settlement").waitFor();
    },
  },
  {
    name: "import-undo",
    scene: "books",
    at: "#/imports/imp_seed_3",
    async steps(page) {
      await button(page, "Take back…").click();
      await button(page, "Take it back").click();
    },
  },
];
