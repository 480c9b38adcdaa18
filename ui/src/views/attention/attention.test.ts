import { screen, waitFor, within } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import type { Step } from "../../api/bindings";
import type { Shop } from "../../api/fake/shop";
import { button, dialog, expectNoFindings, start } from "../../test/window";
import { take } from "./steps";
import { STEP } from "./words";

type User = Awaited<ReturnType<typeof start>>["user"];

const UNKNOWN = "Novac did not answer when this refund was sent.";

const card = async (title: string | RegExp) =>
  within(await screen.findByRole("article", { name: title }));

async function fill(user: User, open: Awaited<ReturnType<typeof dialog>>, why: string) {
  await user.type(open.getByLabelText(/^Why/), why);
  await user.type(open.getByLabelText("Your name"), "Ngozi Ade");
}

/** Leaves nothing that wants a person. */
function solveAll(fake: Shop) {
  for (const { payment, refunds } of fake.payments) {
    payment.flags = [];
    if (payment.status === "unknown") payment.status = "failed";
    for (const refund of refunds)
      Object.assign(refund, { status: "processed", unconfirmed: false });
  }
  fake.payouts = [];
  fake.deliveries = [];
  fake.listening.silent = [];
}

describe("the desk", () => {
  it("lists what wants a person, money in doubt before all else", async () => {
    const { fake } = await start("books", "#/attention");
    const headings = await screen.findAllByRole("heading", { level: 2 });
    expect(headings.map((one) => one.textContent)).toEqual([
      expect.stringMatching(/^Money in doubt/),
      expect.stringMatching(/^Waits for your decision/),
      expect.stringMatching(/^Something does not work/),
    ]);
    const first = await card(UNKNOWN);
    expect(first.getByText("21,000.00", { exact: false })).toBeVisible();
    expect(first.getByText("ORDER-01314")).toBeVisible();
    expect(screen.getAllByRole("article")).toHaveLength(fake.look().attention);
    await expectNoFindings();
  });

  it("puts locked keys before all else", async () => {
    await start("vault_locked", "#/attention");
    const [first] = await screen.findAllByRole("article");
    expect(first).toHaveAccessibleName("The vault with your keys is locked.");
  });

  it("stands first in the sidebar with how many there are", async () => {
    const { fake } = await start("books");
    const { attention } = fake.look();
    const nav = within(screen.getByRole("navigation", { name: "Main" }));
    const [first] = nav.getAllByRole("link");
    expect(first).toHaveAccessibleName(new RegExp(`^Attention ${attention} things want you`));
  });

  it("says at closing time that everything is square", async () => {
    const { fake } = await start("books");
    solveAll(fake);
    location.hash = "#/attention";
    expect(await screen.findByRole("heading", { name: "All square" })).toBeVisible();
    expect(screen.getByText("Every refund has an outcome")).toBeVisible();
    await expectNoFindings();
  });

  it("says why it could not be read, and is read when asked again", async () => {
    const { fake, user } = await start("books");
    fake.faults.set("attention", { code: "storage", message: "The disk is gone." });
    location.hash = "#/attention";
    expect(await screen.findByText("The disk is gone.")).toBeVisible();
    await user.click(await button("Try again"));
    expect(await screen.findByRole("article", { name: UNKNOWN })).toBeVisible();
  });

  it("is worked through by keyboard alone", async () => {
    const { user } = await start("books", "#/attention");
    const firstStep = async (title: string) =>
      (await card(title)).getAllByRole("button")[0] as HTMLElement;
    await firstStep(UNKNOWN);
    await user.keyboard("j");
    expect(await firstStep(UNKNOWN)).toHaveFocus();
    await user.keyboard("{ArrowDown}");
    expect(await firstStep(UNKNOWN)).not.toHaveFocus();
    await user.keyboard("k{Enter}");
    await dialog("Was 21,000.00 NGN paid back?");
    await user.keyboard("{Escape}");
    await waitFor(async () => expect(await firstStep(UNKNOWN)).toHaveFocus());
  });
});

describe("what failed to go back", () => {
  it("is offered again with the amount that failed", async () => {
    const { user } = await start("books", "#/attention");
    const failed = await card("This refund failed after it had seemed to go well.");
    await user.click(failed.getByRole("button", { name: "Pay back…" }));
    const open = await dialog("Refund ORDER-01307");
    expect(open.getByLabelText("Amount to pay back")).toHaveValue("1750.00");
  });
});

describe("setting aside", () => {
  it("wants a reason and a name, and can be taken back", async () => {
    const { fake, user } = await start("books", "#/attention");
    const before = fake.look().attention;
    await user.click((await card(UNKNOWN)).getByRole("button", { name: "Set aside…" }));
    const open = await dialog("Set this aside");
    await expectNoFindings();
    await user.click(open.getByRole("button", { name: "Set aside" }));
    expect(open.getByText("Say why it can wait.")).toBeVisible();
    expect(open.getByText("Write your name.")).toBeVisible();
    await user.click(open.getByLabelText("A week"));
    await fill(user, open, "Novac looks into it");
    await user.click(open.getByRole("button", { name: "Set aside" }));
    await waitFor(() => expect(screen.queryByRole("article", { name: UNKNOWN })).toBeNull());
    expect(fake.look().attention).toBe(before - 1);
    const [snoozed] = fake.snoozes.values();
    expect(Date.parse(snoozed?.until ?? "") - Date.now()).toBeGreaterThan(6 * 24 * 3_600_000);

    await user.click(await screen.findByText("1 thing set aside"));
    expect(screen.getByText(/by Ngozi Ade: Novac looks into it$/)).toBeVisible();
    await user.click(await button("Bring back"));
    expect(await screen.findByRole("article", { name: UNKNOWN })).toBeVisible();
  });
});

describe("accepting", () => {
  it("keeps why in the payment's history and goes on with the next", async () => {
    const { fake, user } = await start("books", "#/attention");
    const late = await card("The customer paid after the link had expired.");
    await user.click(late.getByRole("button", { name: "It is fine as it is…" }));
    const open = await dialog("Is this fine as it is?");
    await fill(user, open, "Price is the same");
    await user.click(open.getByRole("button", { name: "It is fine" }));
    await waitFor(() =>
      expect(screen.queryByRole("article", { name: /after the link had expired/ })).toBeNull(),
    );
    await waitFor(() => expect(document.activeElement?.closest("article")).not.toBeNull());
    expect(fake.payment("pay_99987").timeline.at(-1)?.text).toContain("Price is the same");
  });
});

describe("each step leads somewhere", () => {
  const about = {
    key: "x",
    kind: "late",
    payment_id: "pay_99994",
    refund_id: "ref_pay_99994_1",
    payout_id: "out_novac_3",
    delivery_id: "del_97",
    account_id: null,
    batch_id: "bat_seed_2",
    reference: null,
    account: null,
    amount: null,
    since: "",
    happened: "",
    means: "",
    steps: [],
    snoozed: null,
  } as const;

  const PLACES: Partial<Record<Step, string>> = {
    open_payment: "#/payments/pay_99994",
    open_payout: "#/payouts/out_novac_3",
    open_settlement: "#/settlement",
    open_webhook: "#/webhooks/del_97",
    open_account: "#/accounts",
    replace_keys: "#/accounts",
    resume_batch: "#/batches/bat_seed_2",
  };

  it.each(Object.keys(STEP) as Step[])("%s", async (step) => {
    await start("books", "#/attention");
    await take(step, { ...about, steps: [] });
    const place = PLACES[step];
    if (place) await waitFor(() => expect(location.hash).toBe(place));
    else if (step === "look_up") await screen.findByText(/^The gateway has answered/);
    else expect(await screen.findByRole("dialog")).toBeVisible();
  });

  it("and a look-up says whether it settled anything", async () => {
    const { user } = await start("books", "#/attention");
    const unclear = await card(/last answer about this payment made no sense/);
    await user.click(unclear.getByRole("button", { name: "Look up now" }));
    expect(
      await screen.findByText("The gateway was asked just now. Nothing is new."),
    ).toBeVisible();
  });
});
