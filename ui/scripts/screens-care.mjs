// The desk and everything it leads to, as scenes of the fake shop.
import { button, screens } from "./steps.mjs";

const card = (page, title) => page.getByRole("article", { name: title });

const UNKNOWN = "Novac did not answer when this refund was sent.";
const WAITS = "A refund waits for a second person.";
const TWIN = "The gateway reports a refund that looks like one you recorded.";

async function step(page, title, name) {
  await card(page, title).first().getByRole("button", { name }).first().click();
  await page.getByRole("dialog").waitFor();
}

export const CARE = [
  ...screens("#/attention", {
    attention: {},
    "attention-clear": { scene: "empty" },
    "attention-loading": { silent: "attention" },
    "attention-locked": { scene: "vault_locked" },
    "attention-snooze": async (page) => {
      await step(page, UNKNOWN, "Set aside…");
      await button(page, "Set aside").click();
      await page.getByText("Say why it can wait.").waitFor();
    },
    "attention-snoozed": async (page) => {
      await step(page, UNKNOWN, "Set aside…");
      await page.getByLabel("Why can it wait?").fill("Novac looks into it");
      await page.getByLabel("Your name").fill("Ngozi Ade");
      await button(page, "Set aside").click();
      await page.getByText("1 thing set aside").click();
      await button(page, "Bring back").scrollIntoViewIfNeeded();
    },
    "attention-accept": (page) => step(page, /^You asked for/, "It is fine as it is…"),
    approve: async (page) => {
      await step(page, WAITS, "Look at it…");
      await page.getByLabel("Your name").waitFor();
    },
    "approve-same-person": async (page) => {
      await step(page, WAITS, "Look at it…");
      await page.getByLabel("Your name").fill("Ngozi Ade");
      await page
        .getByRole("dialog")
        .getByRole("button", { name: /^Pay back/ })
        .click();
      await page.getByText("Another person must say yes.").waitFor();
    },
    reject: async (page) => {
      await step(page, WAITS, "Look at it…");
      await page.getByRole("radio", { name: "No" }).check();
      await button(page, "Reject").click();
      await page.getByText("Say why not.").waitFor();
    },
    resolve: async (page) => {
      await step(page, UNKNOWN, "Find out and decide…");
      await page.getByLabel("Your name").waitFor();
    },
    "resolve-problems": async (page) => {
      await step(page, UNKNOWN, "Find out and decide…");
      await page.getByRole("button", { name: /Choose a file…$/ }).click();
      await button(page, "Record this").click();
      await page.getByText("Say how you know.").waitFor();
    },
    "resolve-payout": async (page) => {
      await step(page, /payout was sent/, "Find out and decide…");
      await page.getByLabel("Your name").waitFor();
    },
    match: async (page) => {
      await step(page, TWIN, "It is the same refund…");
      await page.getByLabel("Your name").waitFor();
    },
  }),
  ...screens("#/payments", {
    "payment-refund-unknown": { at: "#/payments/pay_99994" },
    "payment-refund-waits": { at: "#/payments/pay_99992" },
    "payment-refund-twin": { at: "#/payments/pay_99989" },
    "payment-join": { at: "#/payments/pay_99984" },
    "payment-notes": {
      at: "#/payments/pay_99994",
      steps: async (page) => {
        await button(page, "Add a tag").click();
        await page.getByLabel("New note").fill("Asked Novac by telephone.");
        await page.getByLabel("Your name").scrollIntoViewIfNeeded();
      },
    },
    "refund-wants-approval": {
      at: "#/payments/pay_99980",
      steps: async (page) => {
        await button(page, "Refund").click();
        await page.getByLabel("Reason").fill("Cancelled");
        await page.getByText("a second person must say yes").scrollIntoViewIfNeeded();
      },
    },
  }),
  ...screens("#/accounts", {
    "account-approval": async (page) => {
      const account = page.getByRole("article", { name: "Main shop" });
      await account.getByRole("button", { name: "Settings…" }).click();
      await page.getByRole("tab", { name: "Second person" }).click();
    },
  }),
];
