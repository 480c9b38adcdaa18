// Refunds as a list, many refunds at once, customers.
import { button, press, screens } from "./steps.mjs";

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
  ...screens("#/refunds", {
    refunds: {},
    "refunds-open": { at: "#/refunds/pay_99994" },
    "refunds-empty": { scene: "empty" },
    "refunds-loading": { silent: "refunds_page" },
    "refunds-bad-filter": { at: "#/refunds?q=refund:gone" },
    "several-choose": (page) => choose(page, "fabric from:2026-01-01"),
    "several-missing": async (page) => {
      await button(page, "Refund several…").click();
      await button(page, "Show the plan").click();
    },
    "several-file": async (page) => {
      await choose(page, null);
      await page.getByLabel("Those in a list").check();
      await page.getByRole("button", { name: /Choose a file…$/ }).click();
      await page.getByText("What the list must look like").click();
    },
    "several-plan": plan,
    "several-plan-file": async (page) => {
      await choose(page, null);
      await page.getByLabel("Those in a list").check();
      await page.getByRole("button", { name: /Choose a file…$/ }).click();
      await button(page, "Show the plan").click();
      await page.getByRole("dialog", { name: "The plan" }).waitFor();
    },
    "several-plan-nothing": (page) => plan(page, "status:failed"),
    "several-plan-changed": async (page) => {
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
    "several-confirm": confirm,
    "several-confirm-many": {
      scene: "practice",
      steps: (page) => confirm(page, "status:paid,settled"),
    },
    "several-running": async (page) => {
      await run(page, 4);
      await page.getByText(/^4 of \d+ done$/).waitFor();
    },
    "several-result": async (page) => {
      await run(page, 1000);
      await button(page, "Save result…").click();
      await page.getByText(/^Saved: /).waitFor();
    },
    "batch-running": async (page) => {
      await run(page, 4);
      await button(page, "Let it go on").click();
      await page.getByRole("link", { name: "Several at once" }).click();
      await page.locator("[data-row=bat_3]").click();
      await button(page, "Stop after this one").waitFor();
    },
    "batch-ended": async (page) => {
      await run(page, 1000);
      await button(page, "Show each refund").click();
      await page.getByRole("heading", { name: "Each refund" }).waitFor();
    },
  }),
  ...screens("#/batches", {
    batches: {},
    "batches-empty": { scene: "empty" },
    "batch-unfinished": { at: "#/batches/bat_seed_2" },
    "batch-give-up": { at: "#/batches/bat_seed_2", steps: press("Give up the rest…") },
  }),
  ...screens("#/customers", {
    customers: {},
    "customers-empty": { scene: "empty" },
    "customers-none": { at: "#/customers?q=zzz" },
    customer: { at: "#/customers/ada.obi%40example.com" },
    "customer-exported": { at: "#/customers/ada.obi%40example.com", steps: press("Export data…") },
    mask: {
      at: "#/customers/ada.obi%40example.com",
      steps: async (page) => {
        await page.evaluate(() => {
          for (const { payment } of window["tillkeeper-fake-shop"].payments) {
            if (payment.status === "pending" || payment.status === "unknown")
              payment.status = "paid";
          }
        });
        await button(page, "Mask…").click();
        await button(page, "Mask for good").click();
      },
    },
    "mask-not-yet": {
      at: "#/customers/ada.obi%40example.com",
      steps: async (page) => {
        await button(page, "Mask…").click();
        await page.getByText("Come back once this is settled.").waitFor();
      },
    },
  }),
];
