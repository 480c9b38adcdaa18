// Every screen worth looking at, as a scene of the fake shop and the steps that lead there.
import { CARE } from "./screens-care.mjs";
import { EXPORTS } from "./screens-exports.mjs";
import { MONEY } from "./screens-money.mjs";
import { SEVERAL } from "./screens-several.mjs";

const button = (page, name) => page.getByRole("button", { name, exact: true });

async function fillLink(page) {
  await button(page, "New payment link").click();
  await page.getByLabel("Amount").fill("25000.00");
  await page.getByLabel("Customer’s e-mail").fill("ada@example.com");
  await page.getByLabel("Order number").fill("ORDER-90001");
  await page.getByLabel("What it is for").fill("Premium plan, yearly");
}

async function openRefund(page) {
  await page.getByRole("button", { name: "Refund" }).click();
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

export const SCREENS = [
  { name: "welcome", scene: "first_start" },
  { name: "payments", scene: "books" },
  { name: "practice", scene: "practice" },
  { name: "empty", scene: "empty" },
  { name: "locked", scene: "vault_locked" },
  { name: "loading", scene: "books", silent: "payments_page" },
  { name: "nothing-found", scene: "books", at: "#/payments?q=status:failed+gateway:ovgc+zzz" },
  { name: "bad-filter", scene: "books", at: "#/payments?q=colour:green" },
  { name: "filtered", scene: "books", at: "#/payments?q=status:paid+gateway:novac" },
  {
    name: "status-menu",
    scene: "books",
    // A menu floats outside the landmarks while it is open.
    ignore: "region:",
    steps: (page) => page.getByRole("button", { name: "Status" }).click(),
  },
  { name: "payment-paid", scene: "books", at: "#/payments/pay_100000" },
  { name: "payment-flagged", scene: "books", at: "#/payments/pay_99995" },
  { name: "payment-unknown", scene: "books", at: "#/payments/pay_99985" },
  {
    name: "link-form",
    scene: "books",
    steps: fillLink,
  },
  {
    name: "link-problems",
    scene: "books",
    async steps(page) {
      await fillLink(page);
      await page.getByLabel("Amount").fill("25,000");
      await page.getByLabel("Customer’s e-mail").fill("ada@");
      await page.getByLabel("Customer’s e-mail").blur();
      await page.getByText("is not an e-mail address").waitFor();
    },
  },
  {
    name: "link-ready",
    scene: "practice",
    async steps(page) {
      await fillLink(page);
      await button(page, "Make link").click();
      await page.getByText("The link is ready").waitFor();
    },
  },
  {
    name: "payment-open-link",
    scene: "practice",
    async steps(page) {
      await fillLink(page);
      await button(page, "Make link").click();
      await button(page, "Show payment").click();
      await page.getByRole("heading", { name: "History" }).waitFor();
    },
  },
  {
    name: "refund",
    scene: "books",
    at: "#/payments/pay_100000",
    steps: openRefund,
  },
  {
    name: "refund-confirm",
    scene: "books",
    at: "#/payments/pay_100000",
    async steps(page) {
      await openRefund(page);
      await button(page, "Review refund").click();
      await page.getByText("cannot be undone").waitFor();
    },
  },
  {
    name: "refund-unknown",
    scene: "books",
    at: "#/payments/pay_100000",
    async steps(page) {
      await openRefund(page);
      await page.getByLabel("Reason").fill("Parcel lost");
      await button(page, "Review refund").click();
      await page.getByRole("button", { name: /^Pay back/ }).click();
      await page.getByText("We do not know yet").first().waitFor();
    },
  },
  {
    name: "refund-manual",
    scene: "books",
    at: "#/payments/pay_99997",
    async steps(page) {
      await page.getByRole("button", { name: "Record a refund" }).click();
      await page.getByLabel("Reason").waitFor();
    },
  },
  {
    name: "payment-refunded",
    scene: "books",
    at: "#/payments/pay_100000",
    async steps(page) {
      await openRefund(page);
      await button(page, "Review refund").click();
      await page.getByRole("button", { name: /^Pay back/ }).click();
      await button(page, "Done").click();
      await page.getByRole("heading", { name: "Refunds" }).waitFor();
    },
  },
  { name: "accounts", scene: "books", at: "#/accounts" },
  {
    name: "connect",
    scene: "books",
    at: "#/accounts",
    async steps(page) {
      await button(page, "Connect a gateway").first().click();
      await page.getByLabel("Secret key").waitFor();
    },
  },
  {
    name: "connect-advanced",
    scene: "first_start",
    async steps(page) {
      await button(page, "Connect a gateway").click();
      await page.getByText("Advanced").click();
    },
  },
  {
    name: "account-remove",
    scene: "books",
    at: "#/accounts",
    steps: (page) => page.getByRole("button", { name: "Remove" }).first().click(),
  },
  { name: "payouts", scene: "books", at: "#/payouts" },
  { name: "payouts-empty", scene: "empty", at: "#/payouts" },
  { name: "payouts-loading", scene: "books", at: "#/payouts", silent: "payouts" },
  { name: "payouts-bad-filter", scene: "books", at: "#/payouts?q=status:lost" },
  { name: "payout-unknown", scene: "books", at: "#/payouts/out_novac_3" },
  { name: "payout-arrived", scene: "books", at: "#/payouts/out_novac_1" },
  {
    name: "payout-form",
    scene: "books",
    at: "#/payouts",
    async steps(page) {
      await button(page, "New payout").click();
      await page.getByRole("combobox", { name: "Bank" }).waitFor();
    },
  },
  {
    name: "payout-checked",
    scene: "books",
    at: "#/payouts",
    async steps(page) {
      await fillPayout(page);
      await button(page, "Check the receiver").click();
      await page.getByText("ADAOBI").first().waitFor();
    },
  },
  {
    name: "payout-recharge",
    scene: "books",
    at: "#/payouts",
    async steps(page) {
      await button(page, "New payout").click();
      await page.getByRole("combobox", { name: "From" }).click();
      await page.getByRole("option", { name: /Wallet desk/ }).click();
      await page.getByLabel("Mobile recharge").check();
      await page.getByRole("combobox", { name: "Operator" }).waitFor();
      await button(page, "Review payout").click();
      await page.getByText("Operator is missing").waitFor();
    },
  },
  {
    name: "payout-parts",
    scene: "books",
    at: "#/payouts",
    async steps(page) {
      await button(page, "New payout").click();
      await page.getByRole("combobox", { name: "From" }).click();
      await page.getByRole("option", { name: /Wallet desk/ }).click();
      await page.getByLabel("Account number").fill("50100123456789");
      await page.getByLabel("IFSC").fill("HDFC0001234");
      await page
        .getByLabel("Receiver’s name")
        .or(page.getByLabel("Receiver's name"))
        .fill("Ravi Kumar");
      await page.getByRole("combobox", { name: "Way to transfer" }).click();
      await page.getByRole("option", { name: "IMPS" }).click();
      await page.getByLabel("Amount that arrives").fill("12500");
      await page.getByLabel("What it is for").fill("Packaging");
      await button(page, "Review payout").click();
      await page.getByText("In 3 parts").waitFor();
    },
  },
  {
    name: "payout-confirm",
    scene: "books",
    at: "#/payouts",
    async steps(page) {
      await fillPayout(page);
      await button(page, "Review payout").click();
      await page.getByText("cannot be undone").waitFor();
    },
  },
  {
    name: "payout-result",
    scene: "books",
    at: "#/payouts",
    steps: (page) => sendPayout(page, "Rent"),
  },
  {
    name: "payout-result-unknown",
    scene: "books",
    at: "#/payouts",
    steps: (page) => sendPayout(page, "Parcel lost"),
  },
  { name: "webhooks", scene: "books", at: "#/webhooks" },
  { name: "webhooks-empty", scene: "empty", at: "#/webhooks" },
  { name: "webhooks-loading", scene: "books", at: "#/webhooks", silent: "webhooks" },
  {
    name: "webhooks-addresses",
    scene: "books",
    at: "#/webhooks",
    steps: (page) => page.getByText("Addresses for your gateways").click(),
  },
  { name: "webhook-accepted", scene: "books", at: "#/webhooks/del_99" },
  { name: "webhook-rejected", scene: "books", at: "#/webhooks/del_97" },
  { name: "webhook-hex", scene: "books", at: "#/webhooks/del_92" },
  {
    name: "replay",
    scene: "books",
    at: "#/webhooks",
    async steps(page) {
      await page.getByLabel("Choose payment.succeeded").last().check();
      await page.getByLabel("Choose test_assess").check();
      await button(page, "Replay chosen…").click();
      await button(page, "Do it").waitFor();
    },
  },
  {
    name: "listener",
    scene: "books",
    at: "#/webhooks",
    async steps(page) {
      await button(page, "Listener settings").click();
      await page.getByLabel("Port", { exact: true }).waitFor();
    },
  },
  {
    name: "account-settings",
    scene: "books",
    at: "#/accounts",
    async steps(page) {
      await openSettings(page, "Wallet desk");
      await page.getByRole("combobox", { name: "Connection without encryption" }).click();
      await page.getByRole("option", { name: "allowed" }).click();
      await page.getByText("readable on its way").waitFor();
    },
  },
  {
    name: "account-keys",
    scene: "books",
    at: "#/accounts",
    async steps(page) {
      await openSettings(page, "Export sales");
      await page.getByRole("tab", { name: "Keys" }).click();
      await page.getByText("still accepted").waitFor();
    },
  },
  {
    name: "account-abilities",
    scene: "books",
    at: "#/accounts",
    async steps(page) {
      await openSettings(page, "Export sales");
      await page.getByRole("tab", { name: "Can do" }).click();
    },
  },
  { name: "settings", scene: "books", at: "#/settings" },
  {
    name: "faults",
    scene: "practice",
    async steps(page) {
      await button(page, "Make things go wrong…").click();
      await page.getByText("Answer lost").click();
      await page.getByText("1 thing goes wrong").waitFor();
    },
  },
  {
    name: "vault",
    scene: "no_vault",
    steps: (page) => button(page, "Choose a passphrase").click(),
  },
  { name: "leave", scene: "practice", steps: (page) => button(page, "Leave practice").click() },
  {
    name: "palette",
    scene: "books",
    async steps(page) {
      await page.keyboard.press("Control+k");
      await page.getByRole("combobox").waitFor();
    },
  },
  {
    name: "shortcuts",
    scene: "books",
    async steps(page) {
      await page.locator("body").press("?");
      await page.getByText("Keyboard shortcuts").waitFor();
    },
  },
  ...CARE,
  ...SEVERAL,
  ...EXPORTS,
  ...MONEY,
];
