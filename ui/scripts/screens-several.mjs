// Refunds as a list, many refunds at once, customers.
const button = (page, name) => page.getByRole("button", { name, exact: true });

/** Lets a bulk refund stand still after `lines` of its refunds. */
async function holdAfter(page, lines) {
  await page.evaluate((wanted) => {
    const shop = window["tillkeeper-fake-shop"];
    shop.pace = 1;
    const tell = shop.tell;
    shop.tell = (event, payload) => {
      if (event === "batch-changed" && shop.batches[0].lines[wanted - 1]?.word) shop.pace = 1e8;
      tell(event, payload);
    };
  }, lines);
}

async function choose(page, filter, reason = "Concert cancelled, mixed weather") {
  await button(page, "Refund several…").first().click();
  const search = page.getByRole("textbox", { name: "Search", exact: true });
  if (filter !== null) await search.fill(filter);
  await page.getByLabel("Reason").fill(reason);
  await page.getByLabel("Your name").fill("Ngozi Ade");
}

async function plan(page, filter = "from:2026-01-01 fabric") {
  await choose(page, filter);
  await button(page, "Show the plan").click();
  await page.getByRole("dialog", { name: "The plan" }).waitFor();
}

async function confirm(page, filter) {
  await plan(page, filter);
  await page.getByRole("button", { name: /^Continue with/ }).click();
  await page.getByRole("dialog", { name: /refunds\?$/ }).waitFor();
}

async function run(page, lines) {
  await holdAfter(page, lines);
  await confirm(page, "status:paid,settled gateway:novac fabric");
  await page.getByRole("button", { name: /^Pay back/ }).click();
}

export const SEVERAL = [
  { name: "refunds", scene: "books", at: "#/refunds" },
  { name: "refunds-open", scene: "books", at: "#/refunds/pay_99994" },
  { name: "refunds-empty", scene: "empty", at: "#/refunds" },
  { name: "refunds-loading", scene: "books", at: "#/refunds", silent: "refunds_page" },
  { name: "refunds-bad-filter", scene: "books", at: "#/refunds?q=refund:gone" },
  { name: "batches", scene: "books", at: "#/batches" },
  { name: "batches-empty", scene: "empty", at: "#/batches" },
  { name: "batch-unfinished", scene: "books", at: "#/batches/bat_seed_2" },
  {
    name: "batch-give-up",
    scene: "books",
    at: "#/batches/bat_seed_2",
    steps: (page) => button(page, "Give up the rest…").click(),
  },
  {
    name: "several-choose",
    scene: "books",
    at: "#/refunds",
    steps: (page) => choose(page, "fabric from:2026-01-01"),
  },
  {
    name: "several-missing",
    scene: "books",
    at: "#/refunds",
    steps: async (page) => {
      await button(page, "Refund several…").click();
      await button(page, "Show the plan").click();
    },
  },
  {
    name: "several-file",
    scene: "books",
    at: "#/refunds",
    steps: async (page) => {
      await choose(page, null);
      await page.getByLabel("Those in a list").check();
      await page.getByRole("button", { name: /Choose a file…$/ }).click();
      await page.getByText("What the list must look like").click();
    },
  },
  {
    name: "several-plan",
    scene: "books",
    at: "#/refunds",
    steps: (page) => plan(page),
  },
  {
    name: "several-plan-file",
    scene: "books",
    at: "#/refunds",
    steps: async (page) => {
      await choose(page, null);
      await page.getByLabel("Those in a list").check();
      await page.getByRole("button", { name: /Choose a file…$/ }).click();
      await button(page, "Show the plan").click();
      await page.getByRole("dialog", { name: "The plan" }).waitFor();
    },
  },
  {
    name: "several-plan-nothing",
    scene: "books",
    at: "#/refunds",
    steps: (page) => plan(page, "status:failed"),
  },
  {
    name: "several-plan-changed",
    scene: "books",
    at: "#/refunds",
    steps: async (page) => {
      await confirm(page, "status:paid,settled fabric");
      await page.evaluate(() => {
        const { payments } = window["tillkeeper-fake-shop"];
        const one = payments.find(
          ({ payment, refund }) =>
            refund.allowed &&
            refund.by_api.available &&
            payment.description?.includes("fabric") &&
            ["paid", "settled"].includes(payment.status),
        );
        one.refund = { ...one.refund, allowed: false, reason: "All of it was paid back." };
      });
      await page.getByRole("button", { name: /^Pay back/ }).click();
      await page.getByText("The plan is another one now").waitFor();
    },
  },
  {
    name: "several-confirm",
    scene: "books",
    at: "#/refunds",
    steps: (page) => confirm(page),
  },
  {
    name: "several-confirm-many",
    scene: "practice",
    at: "#/refunds",
    steps: (page) => confirm(page, "status:paid,settled"),
  },
  {
    name: "several-running",
    scene: "books",
    at: "#/refunds",
    steps: async (page) => {
      await run(page, 4);
      await page.getByText(/^4 of \d+ done$/).waitFor();
    },
  },
  {
    name: "several-result",
    scene: "books",
    at: "#/refunds",
    steps: async (page) => {
      await run(page, 1000);
      await button(page, "Save result…").click();
      await page.getByText(/^Saved: /).waitFor();
    },
  },
  {
    name: "batch-running",
    scene: "books",
    at: "#/refunds",
    steps: async (page) => {
      await run(page, 4);
      await button(page, "Let it go on").click();
      await page.getByRole("link", { name: "Several at once" }).click();
      await page.locator("[data-row=bat_3]").click();
      await button(page, "Stop after this one").waitFor();
    },
  },
  {
    name: "batch-ended",
    scene: "books",
    at: "#/refunds",
    steps: async (page) => {
      await run(page, 1000);
      await button(page, "Show each refund").click();
      await page.getByRole("heading", { name: "Each refund" }).waitFor();
    },
  },
  { name: "customers", scene: "books", at: "#/customers" },
  { name: "customers-empty", scene: "empty", at: "#/customers" },
  { name: "customers-none", scene: "books", at: "#/customers?q=zzz" },
  { name: "customer", scene: "books", at: "#/customers/ada.obi%40example.com" },
  {
    name: "customer-exported",
    scene: "books",
    at: "#/customers/ada.obi%40example.com",
    steps: (page) => button(page, "Export data…").click(),
  },
  {
    name: "mask",
    scene: "books",
    at: "#/customers/ada.obi%40example.com",
    steps: async (page) => {
      await page.evaluate(() => {
        for (const { payment } of window["tillkeeper-fake-shop"].payments) {
          if (payment.status === "pending" || payment.status === "unknown") payment.status = "paid";
        }
      });
      await button(page, "Mask…").click();
      await button(page, "Mask for good").click();
    },
  },
  {
    name: "mask-not-yet",
    scene: "books",
    at: "#/customers/ada.obi%40example.com",
    steps: async (page) => {
      await button(page, "Mask…").click();
      await page.getByText("Come back once this is settled.").waitFor();
    },
  },
];
