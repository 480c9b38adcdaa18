// Every screen worth looking at, as a scene of the fake shop and the steps that lead there.
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
  {
    name: "export",
    scene: "books",
    async steps(page) {
      await button(page, "Export").click();
      await page.getByRole("table", { name: "First rows" }).waitFor();
    },
  },
  {
    name: "export-saved",
    scene: "books",
    async steps(page) {
      await button(page, "Export").click();
      await page.getByRole("table", { name: "First rows" }).waitFor();
      await button(page, "Save file").click();
      await page.getByText("The file is saved").waitFor();
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
];
