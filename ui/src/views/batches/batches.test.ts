import { screen, waitFor, within } from "@testing-library/svelte";
import type { UserEvent } from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { advance } from "../../api/fake/batches";
import type { Shop } from "../../api/fake/shop";
import { button, dialog, expectNoFindings, start } from "../../test/window";
import { moneyList } from "../../format/money";
import { outcomes, resultOf, stateWord } from "./words";

const PAID = "status:paid,settled gateway:novac";

async function plan(user: UserEvent, filter = PAID, reason = "Concert cancelled") {
  await user.click(await button("Refund several…"));
  const open = await dialog("Refund several payments");
  await user.type(open.getByRole("textbox", { name: "Search" }), filter);
  await user.type(open.getByLabelText("Reason"), reason);
  await user.type(open.getByLabelText("Your name"), "Ngozi Ade");
  await user.click(open.getByRole("button", { name: "Show the plan" }));
  return dialog("The plan");
}

async function agree(user: UserEvent, open: Awaited<ReturnType<typeof dialog>>) {
  await user.click(open.getByRole("button", { name: /^Continue with/ }));
  const confirm = await dialog(/^Make \d+ refunds?\?$/);
  await user.click(confirm.getByRole("button", { name: /^Pay back/ }));
}

/** Starts a bulk refund that gets on only when it is told to. */
async function running(reason?: string) {
  const started = await start("books", "#/refunds");
  started.fake.pace = null;
  await agree(started.user, await plan(started.user, PAID, reason));
  const open = await dialog("Paying back…");
  return { ...started, open };
}

const newest = (fake: Shop) => {
  const [kept] = fake.batches;
  if (!kept) throw new Error("there is no bulk refund");
  return kept;
};

const figure = (open: Awaited<ReturnType<typeof dialog>>, name: string) =>
  open.getAllByText(name)[0]?.closest("div")?.textContent;

describe("the plan of many refunds", () => {
  it("says how many, how much, and what is left out and why, before any money moves", async () => {
    const { fake, user } = await start("books", "#/refunds");
    const before = JSON.stringify(fake.payments);
    const open = await plan(user, "fabric");
    const rows = open.getAllByRole("row").slice(1);
    const [first, last] = [rows[0], rows.at(-1)];
    expect(first).toHaveTextContent(/Left out.*refunds in its own dashboard|Only a paid payment/);
    expect(last).toHaveTextContent(/Paid back 18,500.00 NGN/);
    expect(figure(open, "In all")).toMatch(/NGN/);
    expect(JSON.stringify(fake.payments)).toBe(before);
    await expectNoFindings();
    await user.click(open.getByRole("button", { name: /^Left out/ }));
    expect(open.queryByText(/18,500.00/, { selector: "tbody tr:last-child *" })).toBeNull();
  });

  it("is asked for only where payments, reason and name are given", async () => {
    const { fake, user } = await start("books", "#/refunds");
    await user.click(await button("Refund several…"));
    const open = await dialog("Refund several payments");
    await user.click(open.getByRole("button", { name: "Show the plan" }));
    expect(await open.findByText(/so that not all of them are refunded by accident/)).toBeVisible();
    expect(open.getByText("Say why the money goes back.")).toBeVisible();
    expect(open.getByText("Write your name.")).toBeVisible();
    await waitFor(() => expect(open.getByRole("textbox", { name: "Search" })).toHaveFocus());
    await expectNoFindings();
    await user.type(open.getByRole("textbox", { name: "Search" }), "colour:green");
    expect(await open.findByText(/There is no filter called “colour”/)).toBeVisible();
    expect(fake.batches).toHaveLength(2);
  });

  it("takes the search of the payments with it", async () => {
    const { user } = await start("books", "#/payments?q=fabric");
    await user.click(await button("Refund these…"));
    const open = await dialog("Refund several payments");
    expect(open.getByRole("textbox", { name: "Search" })).toHaveValue("fabric");
    expect(await open.findByText(/^Finds \d+ payments\.$/)).toBeVisible();
  });

  it("of a list names unknown orders, rows that come twice, and columns it does not use", async () => {
    const { user } = await start("books", "#/refunds");
    await user.click(await button("Refund several…"));
    const open = await dialog("Refund several payments");
    await user.click(open.getByRole("radio", { name: "Those in a list" }));
    await user.type(open.getByLabelText("Reason"), "Sizes were mixed up");
    await user.type(open.getByLabelText("Your name"), "Ngozi Ade");
    await user.click(open.getByRole("button", { name: "Show the plan" }));
    expect(await open.findByText("Choose a file.")).toBeVisible();
    await user.click(open.getByRole("button", { name: /Choose a file/ }));
    expect(await open.findByText("refunds.csv")).toBeVisible();
    await user.click(open.getByRole("button", { name: "Show the plan" }));
    const shown = await dialog("The plan");
    expect(shown.getByText("One column of the list is not used: phone")).toBeVisible();
    expect(shown.getByText(/No payment with this order number/)).toBeVisible();
    expect(shown.getByText(/Line 2 already refunds this payment/)).toBeVisible();
  });

  it("says what is wrong with a file in the words of the shell", async () => {
    const { fake, user } = await start("books", "#/refunds");
    const message = "The list has no column called reference. It has: order, sum.";
    await user.click(await button("Refund several…"));
    const open = await dialog("Refund several payments");
    await user.click(open.getByRole("radio", { name: "Those in a list" }));
    await user.click(open.getByRole("button", { name: /Choose a file/ }));
    await open.findByText("refunds.csv");
    await user.type(open.getByLabelText("Reason"), "Sizes");
    await user.type(open.getByLabelText("Your name"), "Ngozi Ade");
    fake.faults.set("batch_plan", { code: "invalid_input", message });
    await user.click(open.getByRole("button", { name: "Show the plan" }));
    expect(await open.findByText(message)).toBeVisible();
  });

  it("offers nothing to agree to where nothing can be paid back", async () => {
    const { user } = await start("books", "#/refunds");
    const open = await plan(user, "status:failed");
    expect(open.getByText(/None of these can be paid back by the gateway/)).toBeVisible();
    expect(open.queryByRole("button", { name: /^Continue/ })).toBeNull();
  });

  it("that changed between look and yes is shown again, and nothing was paid back", async () => {
    const { fake, user } = await start("books", "#/refunds");
    const open = await plan(user);
    const count = Number(/\d+/.exec(figure(open, "Paid back at once") ?? "")?.[0]);
    await user.click(open.getByRole("button", { name: /^Continue with/ }));
    const confirm = await dialog(/^Make \d+ refunds\?$/);
    const one = fake.payments.find(
      ({ payment, refund }) =>
        refund.allowed && refund.by_api.available && ["paid", "settled"].includes(payment.status),
    );
    if (!one) throw new Error("nothing can be refunded");
    one.refund = { ...one.refund, allowed: false, reason: "All of it was paid back." };
    await user.click(confirm.getByRole("button", { name: /^Pay back/ }));
    const again = await dialog("The plan");
    expect(again.getByRole("alert")).toHaveTextContent(`You agreed to ${count} refunds`);
    expect(again.getByRole("row", { name: new RegExp(one.payment.reference) })).toBeVisible();
    expect(again.getAllByRole("row")).toHaveLength(2);
    expect(fake.batches).toHaveLength(2);
    await user.click(again.getByRole("button", { name: /^Continue with/ }));
    await agreeAgain(user);
    await waitFor(() => expect(fake.batches).toHaveLength(3));
    expect(newest(fake).lines).toHaveLength(count - 1);
  });

  async function agreeAgain(user: UserEvent) {
    const confirm = await dialog(/^Make \d+ refunds?\?$/);
    await user.click(confirm.getByRole("button", { name: /^Pay back/ }));
  }

  it("warns of payments that had something back before", async () => {
    const { user } = await start("books", "#/refunds");
    const open = await plan(user, "gateway:novac");
    expect(open.getByText(/had something paid back before/)).toBeVisible();
    await user.click(open.getByRole("button", { name: /^Had some back before/ }));
    for (const row of open.getAllByRole("row").slice(1)) {
      expect(row).toHaveTextContent(/Paid back [\d,.]+ NGN went back before/);
    }
  });

  it("asks for approval, and says so, where every refund is above the limit", async () => {
    const { fake, user } = await start("books", "#/refunds");
    for (const { refund } of fake.payments) {
      refund.approval_above = [{ amount: "1.00", currency: "NGN", exponent: 2 }];
    }
    const open = await plan(user);
    await user.click(open.getByRole("button", { name: /^Continue with/ }));
    const ask = await dialog(/^Ask for approval of \d+ refunds\?$/);
    expect(ask.getByText(/Nothing is sent for them until a second person says yes/)).toBeVisible();
    await user.click(ask.getByRole("button", { name: /^Ask for approval of [\d,.]+ NGN$/ }));
    await dialog("All refunds wait for approval");
    expect(newest(fake).lines.every(({ word }) => word === "requested")).toBe(true);
  });
});

describe("many refunds", () => {
  it("name their exact sum at the last look, then tell what came of them and save it", async () => {
    const { fake, user } = await start("books", "#/refunds");
    const open = await plan(user, PAID, "Concert cancelled, mixed");
    await user.click(open.getByRole("button", { name: /^Continue with/ }));
    const confirm = await dialog(/^Make \d+ refunds\?$/);
    const pay = confirm.getByRole("button", { name: /^Pay back/ });
    await expectNoFindings();
    await user.click(pay);
    const done = await dialog("The outcome of some refunds is not known yet");
    const kept = newest(fake);
    const total = kept.lines.reduce((sum, { amount }) => sum + Number(amount.amount), 0);
    expect(pay.textContent).toContain(`${total.toLocaleString("en-GB")}.00 NGN`);
    expect(done.getByText(/Do not refund it again/)).toBeVisible();
    await expectNoFindings();
    await user.click(done.getByRole("button", { name: "Save result…" }));
    expect(await done.findByText(/^Saved: .*\.csv$/)).toBeVisible();
    await user.click(done.getByRole("button", { name: "Show each refund" }));
    const panel = within(
      await screen.findByRole("complementary", { name: /Concert cancelled, mixed/ }),
    );
    expect(panel.getByText("Some unknown")).toBeVisible();
    expect(panel.getAllByRole("link", { name: /^ORDER-/ })).toHaveLength(kept.lines.length);
    await expectNoFindings();
  });

  it("show how far they are, and stop after the one that is under way", async () => {
    const { fake, user, open } = await running();
    const { id, lines } = newest(fake);
    advance(fake, id);
    expect(await open.findByText(`1 of ${lines.length} done`)).toBeVisible();
    expect(open.getByRole("progressbar")).toHaveAttribute("aria-valuenow", "1");
    await expectNoFindings();
    await user.click(open.getByRole("button", { name: "Stop after this one" }));
    expect(await open.findByText(/once the gateway has answered about the refund/)).toBeVisible();
    await waitFor(() => expect(newest(fake).stopping).toBe(true));
    advance(fake, id);
    const stopped = await dialog("Stopped early: not all refunds were made");
    expect(stopped.getByText(/^It was stopped before/)).toBeVisible();
    expect(newest(fake).lines.filter(({ word }) => word !== "skipped")).toHaveLength(2);
  });

  it("go on while nobody looks, and say so", async () => {
    const { fake, user, open } = await running();
    expect(open.getByText(/You can close this and go on working/)).toBeVisible();
    await user.click(open.getByRole("button", { name: "Let it go on" }));
    await user.click(await screen.findByRole("link", { name: "Several at once" }));
    const row = await screen.findByRole("row", { name: /Concert cancelled .*Running 0 of/ });
    const { id, lines } = newest(fake);
    lines.forEach(() => advance(fake, id));
    await waitFor(() => expect(row).toHaveTextContent("Done"));
    expect(await screen.findByText("Concert cancelled: All refunds are made")).toBeVisible();
  });

  it("that may have started are not started once more", async () => {
    const { fake, user } = await start("books", "#/refunds");
    const open = await plan(user);
    await user.click(open.getByRole("button", { name: /^Continue with/ }));
    const confirm = await dialog(/^Make \d+ refunds\?$/);
    fake.faults.set("batch_start", { code: "unknown_outcome", message: "No answer came back." });
    await user.click(confirm.getByRole("button", { name: /^Pay back/ }));
    expect(await confirm.findByText("We do not know whether it has started")).toBeVisible();
    expect(confirm.getByRole("button", { name: /^Pay back/ })).toBeDisabled();
  });
});

describe("refunds that were left in the middle", () => {
  it("are resumed where they stopped", async () => {
    const { fake, user } = await start("books", "#/batches/bat_seed_2");
    const kept = fake.batches.find(({ id }) => id === "bat_seed_2");
    const panel = within(await screen.findByRole("complementary", { name: /wrong size/ }));
    expect(panel.getByText("It stopped before the end")).toBeVisible();
    await expectNoFindings();
    await user.click(panel.getByRole("button", { name: "Resume" }));
    expect(await panel.findByText("Done")).toBeVisible();
    const made = fake.payments.flatMap(({ refunds }) => refunds);
    for (const { refund_id } of kept?.lines ?? []) {
      expect(made.filter(({ id }) => id === refund_id)).toHaveLength(1);
    }
  });

  it("are given up after saying what is not made", async () => {
    const { fake, user } = await start("books", "#/batches/bat_seed_2");
    const left = fake.batches.find(({ id }) => id === "bat_seed_2")?.lines.slice(1) ?? [];
    await user.click(await button("Give up the rest…"));
    const open = await dialog("Give up the rest?");
    expect(open.getByText(/They will not be made|It will not be made/)).toBeVisible();
    await user.click(open.getByRole("button", { name: "Give up the rest" }));
    expect(await screen.findAllByText("Stopped early")).not.toHaveLength(0);
    expect(left.every(({ word }) => word === "skipped")).toBe(true);
  });

  it("say why they cannot be resumed now", async () => {
    const { fake, user } = await start("books", "#/batches/bat_seed_2");
    const message = "Another window is working on these refunds.";
    fake.faults.set("batch_resume", { code: "conflict", message });
    await user.click(await button("Resume"));
    expect(await screen.findByText(message)).toBeVisible();
  });
});

describe("the list of refunds made together", () => {
  it("can be read by a machine, and says what it is where it is empty", async () => {
    await start("books", "#/batches");
    await screen.findByRole("table", { name: "Refunds made together, newest first" });
    await expectNoFindings();
  });

  it("says what it is for where nothing is in it", async () => {
    await start("empty", "#/batches");
    expect(await screen.findByText("Never refunded several at once")).toBeVisible();
    await expectNoFindings();
  });
});

describe("words", () => {
  const batch = (results: [string, number][], extra = {}) => ({
    id: "b",
    of: "",
    reason: "",
    by: "",
    lines: 9,
    sums: [],
    started_at: "",
    ended_at: "2026-11-22T10:00:00Z" as string | null,
    cancelled: false,
    running: false,
    done: 9,
    results: results.map(([word, count]) => ({ word, count })),
    ...extra,
  });

  it("let what is unknown speak before what failed and what went well", () => {
    const mixed = batch([
      ["processed", 7],
      ["failed", 1],
      ["unknown", 1],
    ]);
    expect(resultOf(mixed).title).toBe("batch-result-unknown");
    expect(stateWord(mixed).tone).toBe("wait");
    expect(outcomes(mixed).map(({ word }) => word)).toEqual(["unknown", "failed", "processed"]);
  });

  it("tell all, some and none apart", () => {
    expect(resultOf(batch([["pending", 9]])).title).toBe("batch-result-done");
    expect(resultOf(batch([["refused", 9]])).title).toBe("batch-result-none");
    expect(resultOf(batch([["processed", 8], ["refused", 1]])).title).toBe("batch-result-partly"); // prettier-ignore
    expect(resultOf(batch([["processed", 2]], { ended_at: null })).title).toBe("batch-result-unfinished"); // prettier-ignore
  });

  it("name sums of several currencies in one sentence", () => {
    const sums = [
      { amount: "25000.00", currency: "NGN", exponent: 2 },
      { amount: "12", currency: "JPY", exponent: 0 },
    ];
    expect(moneyList(sums, "en-GB")).toBe("25,000.00 NGN and 12 JPY");
  });
});
