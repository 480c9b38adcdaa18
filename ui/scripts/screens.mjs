// Every screen worth looking at, as a scene of the fake shop and the steps that lead there.
import { CARE } from "./screens-care.mjs";
import { EXPORTS } from "./screens-exports.mjs";
import { MONEY } from "./screens-money.mjs";
import { SEVERAL } from "./screens-several.mjs";
import { FLOATS, button, pick, press, screens } from "./steps.mjs";

async function fillLink(page) {
  await button(page, "New payment link").click();
  await page.getByLabel("Amount").fill("25000.00");
  await page.getByLabel("Customer’s e-mail").fill("ada@example.com");
  await page.getByLabel("Order number").fill("ORDER-90001");
  await page.getByLabel("What it is for").fill("Premium plan, yearly");
}

async function openRefund(page) {
  await button(page, "Refund").click();
  await page.getByLabel("Amount to pay back").fill("7500.00");
  await page.getByLabel("Reason").fill("Two of six yards were damaged");
}

async function fillPayout(page) {
  await button(page, "New payout").first().click();
  const bank = page.getByRole("combobox", { name: "Bank" });
  await bank.fill("zen");
  await page.getByRole("option", { name: "Zenith Bank" }).click();
  await page.getByLabel("Account number").fill("0123456789");
  await page.getByLabel("Amount that arrives").fill("42500.00");
  await page.getByLabel("What it is for").fill("Tailoring, 12 pieces");
}

async function sendPayout(page, reason) {
  await fillPayout(page);
  await page.getByLabel("What it is for").fill(reason);
  await button(page, "Review payout").click();
  await page.getByRole("button", { name: /^Send / }).click();
  await button(page, "Done").waitFor();
}

async function openSettings(page, account) {
  await page
    .getByRole("article", { name: account })
    .getByRole("button", { name: "Settings…" })
    .click();
  await page.getByRole("tab", { name: "Keys" }).waitFor();
}

/** A payment that can be paid back. */
const PAID = "#/payments/pay_100000";

export const SCREENS = [
  ...screens("", {
    welcome: { scene: "first_start" },
    payments: {},
    practice: { scene: "practice" },
    empty: { scene: "empty" },
    locked: { scene: "vault_locked" },
    loading: { silent: "payments_page" },
    "status-menu": {
      ignore: FLOATS,
      steps: (page) => page.getByRole("button", { name: "Status" }).click(),
    },
    "link-form": fillLink,
    "link-problems": async (page) => {
      await fillLink(page);
      await page.getByLabel("Amount").fill("25,000");
      await page.getByLabel("Customer’s e-mail").fill("ada@");
      await page.getByLabel("Customer’s e-mail").blur();
      await page.getByText("is not an e-mail address").waitFor();
    },
    "link-ready": {
      scene: "practice",
      steps: async (page) => {
        await fillLink(page);
        await button(page, "Make link").click();
        await page.getByText("The link is ready").waitFor();
      },
    },
    "payment-open-link": {
      scene: "practice",
      steps: async (page) => {
        await fillLink(page);
        await button(page, "Make link").click();
        await button(page, "Show payment").click();
        await page.getByRole("heading", { name: "History" }).waitFor();
      },
    },
    "connect-advanced": {
      scene: "first_start",
      steps: async (page) => {
        await button(page, "Connect a gateway").click();
        await page.getByText("Advanced").click();
      },
    },
    faults: {
      scene: "practice",
      steps: async (page) => {
        await button(page, "Make things go wrong…").click();
        await page.getByText("Answer lost").click();
        await page.getByText("1 thing goes wrong").waitFor();
      },
    },
    vault: { scene: "no_vault", steps: press("Choose a passphrase") },
    leave: { scene: "practice", steps: press("Leave practice") },
    palette: async (page) => {
      await page.keyboard.press("Control+k");
      await page.getByRole("combobox").waitFor();
    },
    shortcuts: async (page) => {
      await page.locator("body").press("?");
      await page.getByText("Keyboard shortcuts").waitFor();
    },
  }),
  ...screens("#/payments", {
    "nothing-found": { at: "#/payments?q=status:failed+gateway:ovgc+zzz" },
    "bad-filter": { at: "#/payments?q=colour:green" },
    filtered: { at: "#/payments?q=status:paid+gateway:novac" },
    "payment-paid": { at: PAID },
    "payment-flagged": { at: "#/payments/pay_99995" },
    "payment-unknown": { at: "#/payments/pay_99985" },
    refund: {
      at: PAID,
      steps: openRefund,
    },
    "refund-confirm": {
      at: PAID,
      steps: async (page) => {
        await openRefund(page);
        await button(page, "Review refund").click();
        await page.getByText("cannot be undone").waitFor();
      },
    },
    "refund-unknown": {
      at: PAID,
      steps: async (page) => {
        await openRefund(page);
        await page.getByLabel("Reason").fill("Parcel lost");
        await button(page, "Review refund").click();
        await page.getByRole("button", { name: /^Pay back/ }).click();
        await page.getByText("We do not know yet").first().waitFor();
      },
    },
    "refund-manual": {
      at: "#/payments/pay_99997",
      steps: async (page) => {
        await page.getByRole("button", { name: "Record a refund" }).click();
        await page.getByLabel("Reason").waitFor();
      },
    },
    "payment-refunded": {
      at: PAID,
      steps: async (page) => {
        await openRefund(page);
        await button(page, "Review refund").click();
        await page.getByRole("button", { name: /^Pay back/ }).click();
        await button(page, "Done").click();
        await page.getByRole("heading", { name: "Refunds" }).waitFor();
      },
    },
  }),
  ...screens("#/accounts", {
    accounts: {},
    connect: async (page) => {
      await button(page, "Connect a gateway").first().click();
      await page.getByLabel("Secret key").waitFor();
    },
    "account-remove": (page) => page.getByRole("button", { name: "Remove" }).first().click(),
    "account-settings": async (page) => {
      await openSettings(page, "Wallet desk");
      await pick(page, "Connection without encryption", "allowed");
      await page.getByText("readable on its way").waitFor();
    },
    "account-keys": async (page) => {
      await openSettings(page, "Export sales");
      await page.getByRole("tab", { name: "Keys" }).click();
      await page.getByText("still accepted").waitFor();
    },
    "account-abilities": async (page) => {
      await openSettings(page, "Export sales");
      await page.getByRole("tab", { name: "Can do" }).click();
    },
  }),
  ...screens("#/payouts", {
    payouts: {},
    "payouts-empty": { scene: "empty" },
    "payouts-loading": { silent: "payouts" },
    "payouts-bad-filter": { at: "#/payouts?q=status:lost" },
    "payout-unknown": { at: "#/payouts/out_novac_3" },
    "payout-arrived": { at: "#/payouts/out_novac_1" },
    "payout-form": async (page) => {
      await button(page, "New payout").click();
      await page.getByRole("combobox", { name: "Bank" }).waitFor();
    },
    "payout-checked": async (page) => {
      await fillPayout(page);
      await button(page, "Check the receiver").click();
      await page.getByText("ADAOBI").first().waitFor();
    },
    "payout-recharge": async (page) => {
      await button(page, "New payout").click();
      await pick(page, "From", /Wallet desk/);
      await page.getByLabel("Mobile recharge").check();
      await page.getByRole("combobox", { name: "Operator" }).waitFor();
      await button(page, "Review payout").click();
      await page.getByText("Operator is missing").waitFor();
    },
    "payout-parts": async (page) => {
      await button(page, "New payout").click();
      await pick(page, "From", /Wallet desk/);
      await page.getByLabel("Account number").fill("50100123456789");
      await page.getByLabel("IFSC").fill("HDFC0001234");
      await page
        .getByLabel("Receiver’s name")
        .or(page.getByLabel("Receiver's name"))
        .fill("Ravi Kumar");
      await pick(page, "Way to transfer", "IMPS");
      await page.getByLabel("Amount that arrives").fill("12500");
      await page.getByLabel("What it is for").fill("Packaging");
      await button(page, "Review payout").click();
      await page.getByText("In 3 parts").waitFor();
    },
    "payout-confirm": async (page) => {
      await fillPayout(page);
      await button(page, "Review payout").click();
      await page.getByText("cannot be undone").waitFor();
    },
    "payout-result": (page) => sendPayout(page, "Rent"),
    "payout-result-unknown": (page) => sendPayout(page, "Parcel lost"),
  }),
  ...screens("#/webhooks", {
    webhooks: {},
    "webhooks-empty": { scene: "empty" },
    "webhooks-loading": { silent: "webhooks" },
    "webhooks-addresses": (page) => page.getByText("Addresses for your gateways").click(),
    "webhook-accepted": { at: "#/webhooks/del_99" },
    "webhook-rejected": { at: "#/webhooks/del_97" },
    "webhook-hex": { at: "#/webhooks/del_92" },
    replay: async (page) => {
      await page.getByLabel("Choose payment.succeeded").last().check();
      await page.getByLabel("Choose test_assess").check();
      await button(page, "Replay chosen…").click();
      await button(page, "Do it").waitFor();
    },
    listener: async (page) => {
      await button(page, "Listener settings").click();
      await page.getByLabel("Port", { exact: true }).waitFor();
    },
  }),
  ...screens("#/settings", {
    settings: {},
  }),
  ...CARE,
  ...SEVERAL,
  ...EXPORTS,
  ...MONEY,
];
