// The desk and everything it leads to, as scenes of the fake shop.
const button = (page, name) => page.getByRole("button", { name, exact: true });
const card = (page, title) => page.getByRole("article", { name: title });

const UNKNOWN = "Novac did not answer when this refund was sent.";
const WAITS = "A refund waits for a second person.";
const TWIN = "The gateway reports a refund that looks like one you recorded.";

async function step(page, title, name) {
  await card(page, title).first().getByRole("button", { name }).first().click();
  await page.getByRole("dialog").waitFor();
}

export const CARE = [
  { name: "attention", scene: "books", at: "#/attention" },
  { name: "attention-clear", scene: "empty", at: "#/attention" },
  { name: "attention-loading", scene: "books", at: "#/attention", silent: "attention" },
  { name: "attention-locked", scene: "vault_locked", at: "#/attention" },
  {
    name: "attention-snooze",
    scene: "books",
    at: "#/attention",
    async steps(page) {
      await step(page, UNKNOWN, "Set aside…");
      await button(page, "Set aside").click();
      await page.getByText("Say why it can wait.").waitFor();
    },
  },
  {
    name: "attention-snoozed",
    scene: "books",
    at: "#/attention",
    async steps(page) {
      await step(page, UNKNOWN, "Set aside…");
      await page.getByLabel("Why can it wait?").fill("Novac looks into it");
      await page.getByLabel("Your name").fill("Ngozi Ade");
      await button(page, "Set aside").click();
      await page.getByText("1 thing set aside").click();
      await button(page, "Bring back").scrollIntoViewIfNeeded();
    },
  },
  {
    name: "attention-accept",
    scene: "books",
    at: "#/attention",
    steps: (page) => step(page, /^You asked for/, "It is fine as it is…"),
  },
  {
    name: "approve",
    scene: "books",
    at: "#/attention",
    async steps(page) {
      await step(page, WAITS, "Look at it…");
      await page.getByLabel("Your name").waitFor();
    },
  },
  {
    name: "approve-same-person",
    scene: "books",
    at: "#/attention",
    async steps(page) {
      await step(page, WAITS, "Look at it…");
      await page.getByLabel("Your name").fill("Ngozi Ade");
      await page
        .getByRole("dialog")
        .getByRole("button", { name: /^Pay back/ })
        .click();
      await page.getByText("Another person must say yes.").waitFor();
    },
  },
  {
    name: "reject",
    scene: "books",
    at: "#/attention",
    async steps(page) {
      await step(page, WAITS, "Look at it…");
      await page.getByRole("radio", { name: "No" }).check();
      await button(page, "Reject").click();
      await page.getByText("Say why not.").waitFor();
    },
  },
  {
    name: "resolve",
    scene: "books",
    at: "#/attention",
    async steps(page) {
      await step(page, UNKNOWN, "Find out and decide…");
      await page.getByLabel("Your name").waitFor();
    },
  },
  {
    name: "resolve-problems",
    scene: "books",
    at: "#/attention",
    async steps(page) {
      await step(page, UNKNOWN, "Find out and decide…");
      await page.getByRole("button", { name: /Choose a file…$/ }).click();
      await button(page, "Record this").click();
      await page.getByText("Say how you know.").waitFor();
    },
  },
  {
    name: "resolve-payout",
    scene: "books",
    at: "#/attention",
    async steps(page) {
      await step(page, /payout was sent/, "Find out and decide…");
      await page.getByLabel("Your name").waitFor();
    },
  },
  {
    name: "match",
    scene: "books",
    at: "#/attention",
    async steps(page) {
      await step(page, TWIN, "It is the same refund…");
      await page.getByLabel("Your name").waitFor();
    },
  },
  { name: "payment-refund-unknown", scene: "books", at: "#/payments/pay_99994" },
  { name: "payment-refund-waits", scene: "books", at: "#/payments/pay_99992" },
  { name: "payment-refund-twin", scene: "books", at: "#/payments/pay_99989" },
  { name: "payment-join", scene: "books", at: "#/payments/pay_99984" },
  {
    name: "payment-notes",
    scene: "books",
    at: "#/payments/pay_99994",
    async steps(page) {
      await button(page, "Add a tag").click();
      await page.getByLabel("New note").fill("Asked Novac by telephone.");
      await page.getByLabel("Your name").scrollIntoViewIfNeeded();
    },
  },
  {
    name: "refund-wants-approval",
    scene: "books",
    at: "#/payments/pay_99980",
    async steps(page) {
      await button(page, "Refund").click();
      await page.getByLabel("Reason").fill("Cancelled");
      await page.getByText("a second person must say yes").scrollIntoViewIfNeeded();
    },
  },
  {
    name: "account-approval",
    scene: "books",
    at: "#/accounts",
    async steps(page) {
      const account = page.getByRole("article", { name: "Main shop" });
      await account.getByRole("button", { name: "Settings…" }).click();
      await page.getByRole("tab", { name: "Second person" }).click();
    },
  },
];
