import { screen, waitFor, within } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import { money } from "../../api/fake/money";
import type { Shop } from "../../api/fake/shop";
import { button, dialog, expectNoFindings, start } from "../../test/window";

const refundOf = (fake: Shop, payment: string) => fake.payment(payment).refunds[0];

/** Opens a payment and one of the dialogs its refund leads to. */
async function open(payment: string, name: string, title: string | RegExp) {
  const started = await start("books", `#/payments/${payment}`);
  const panel = within(await screen.findByRole("complementary", { name: /^Payment/ }));
  const [first] = await panel.findAllByRole("button", { name });
  await started.user.click(first as HTMLElement);
  return { ...started, panel, box: await dialog(title) };
}

describe("a refund above the limit", () => {
  async function ask(amount: string) {
    const started = await start("books", "#/payments/pay_100000");
    const { fake, user } = started;
    fake.payment("pay_100000").refund.approval_above = [money(1_000_000n, "NGN")];
    location.hash = "#/payments";
    location.hash = "#/payments/pay_100000";
    await screen.findByRole("heading", { name: "History" });
    fake.tell("payments-changed", { ids: ["pay_100000"] });
    await user.click(await button("Refund"));
    const box = await dialog("Refund ORDER-01320");
    await user.clear(box.getByLabelText("Amount to pay back"));
    await user.type(box.getByLabelText("Amount to pay back"), amount);
    await user.type(box.getByLabelText("Reason"), "Cancelled");
    return { fake, user, box };
  }

  it("says that a second person must say yes, and sends nothing", async () => {
    const { fake, user, box } = await ask("10000.01");
    expect(box.getByText(/Above 10,000.00 NGN a second person must say yes/)).toBeVisible();
    await user.click(box.getByRole("button", { name: "Review refund" }));
    expect(await box.findByText("Write your name.")).toBeVisible();
    await user.type(box.getByLabelText("Your name"), "Ngozi Ade");
    await user.click(box.getByRole("button", { name: "Review refund" }));
    const confirm = await dialog("Ask for 10,000.01 NGN to be paid back?");
    await user.click(confirm.getByRole("button", { name: "Ask for approval" }));
    await dialog("10,000.01 NGN waits for approval");
    expect(refundOf(fake, "pay_100000")).toMatchObject({ status: "requested", by: "Ngozi Ade" });
  });

  it("asks nobody at the limit itself", async () => {
    const { user, box } = await ask("10000.00");
    expect(box.queryByText(/a second person must say yes/)).toBeNull();
    await user.click(box.getByRole("button", { name: "Review refund" }));
    await dialog("Pay 10,000.00 NGN back?");
  });
});

describe("the second person", () => {
  const TITLE = "May this be paid back?";
  const look = () => open("pay_99992", "Approve or reject…", TITLE);

  it("sees who asks, what is left and the whole history, and says yes", async () => {
    const { fake, user, box } = await look();
    expect(await box.findByText(/^Ngozi Ade asked for it/)).toBeVisible();
    expect(box.getByText("Left after it")).toBeVisible();
    expect(box.getByText("Link requested")).toBeVisible();
    await expectNoFindings();
    await user.type(box.getByLabelText("Your name"), "Ben Okoro");
    await user.click(box.getByRole("button", { name: "Pay back 7,400.50 NGN" }));
    await dialog("7,400.50 NGN is on its way");
    expect(refundOf(fake, "pay_99992")?.decision).toMatchObject({
      approved: true,
      by: "Ben Okoro",
    });
  });

  it("is another than the one who asks", async () => {
    const { fake, user, box } = await look();
    await user.type(await box.findByLabelText("Your name"), "ngozi ade");
    await user.click(box.getByRole("button", { name: /^Pay back/ }));
    expect(await box.findByText(/Another person must say yes/)).toBeVisible();
    expect(refundOf(fake, "pay_99992")?.status).toBe("requested");
  });

  it("says why not", async () => {
    const { fake, user, box } = await look();
    await user.click(await box.findByLabelText("No"));
    await user.type(box.getByLabelText("Your name"), "Ben Okoro");
    await user.click(box.getByRole("button", { name: "Reject" }));
    expect(box.getByText("Say why not.")).toBeVisible();
    await user.type(box.getByLabelText("Why not?"), "Was delivered");
    await user.click(box.getByRole("button", { name: "Reject" }));
    const done = await dialog("7,400.50 NGN is not paid back");
    expect(done.getByText(/Nothing was sent/)).toBeVisible();
    expect(refundOf(fake, "pay_99992")).toMatchObject({ status: "failed" });
  });

  it("learns that somebody else was quicker", async () => {
    const { fake, user, box } = await look();
    await user.type(await box.findByLabelText("Your name"), "Ben Okoro");
    const message = "Ada has already decided about this refund.";
    fake.faults.set("refund_approve", { code: "conflict", message });
    await user.click(box.getByRole("button", { name: /^Pay back/ }));
    expect(await box.findByText(message)).toBeVisible();
  });
});

describe("an unknown refund", () => {
  const TITLE = "Was 21,000.00 NGN paid back?";
  const look = () => open("pay_99994", "Find out and decide…", TITLE);

  it("is compared with the gateway's list and decided with proof", async () => {
    const { fake, user, box } = await look();
    const table = within(await box.findByRole("table", { name: "Refunds of this payment" }));
    expect(table.getByText("RF-77012")).toBeVisible();
    expect(table.getByText("the one in question")).toBeVisible();
    expect(box.getByText(/It is most likely this one: it happened/)).toBeVisible();
    await expectNoFindings();
    await user.click(box.getByRole("button", { name: "Record this" }));
    expect(box.getByText("Choose what you know.")).toBeVisible();
    expect(box.getByText("Say how you know.")).toBeVisible();
    await user.click(box.getByLabelText("It was paid back"));
    await user.type(box.getByLabelText("How do you know?"), "Dashboard shows RF-77012");
    await user.click(box.getByRole("button", { name: /Choose a file…$/ }));
    expect(await box.findByText("receipt.jpg · 182 KB")).toBeVisible();
    await user.type(box.getByLabelText("Your name"), "Ben Okoro");
    await user.click(box.getByRole("button", { name: "Record: it was paid back" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(refundOf(fake, "pay_99994")).toMatchObject({
      status: "processed",
      resolved_by: "Ben Okoro",
      file: { name: "receipt.jpg" },
    });
  });

  it("cannot be decided before the gateway was asked", async () => {
    const { fake, user } = await start("books", "#/payments/pay_99994");
    fake.broken.add("novac:broken");
    const panel = within(await screen.findByRole("complementary", { name: /^Payment/ }));
    const [first] = await panel.findAllByRole("button", { name: "Find out and decide…" });
    await user.click(first as HTMLElement);
    const box = await dialog(TITLE);
    expect(await box.findByText(/so that you do not guess/)).toBeVisible();
    expect(box.queryByLabelText("It was paid back")).toBeNull();
    expect(box.getByRole("button", { name: "Record this" })).toBeDisabled();
    fake.broken.clear();
    await user.click(box.getByRole("button", { name: "Ask again" }));
    expect(await box.findByLabelText("It was paid back")).toBeVisible();
  });

  it("needs no decision once the gateway has answered", async () => {
    const { fake, user } = await start("books", "#/payments/pay_99994");
    const panel = within(await screen.findByRole("complementary", { name: /^Payment/ }));
    const [first] = await panel.findAllByRole("button", { name: "Find out and decide…" });
    Object.assign(refundOf(fake, "pay_99994") ?? {}, { status: "processed" });
    await user.click(first as HTMLElement);
    expect(await (await dialog(TITLE)).findByText("The gateway has answered")).toBeVisible();
  });
});

describe("refunds that may be one", () => {
  it("become one when a person says so", async () => {
    const { fake, user, box } = await open("pay_99989", "Yes, the same", "The same refund?");
    await user.click(box.getByRole("button", { name: "They are one" }));
    expect(box.getByText("Write your name.")).toBeVisible();
    await user.type(box.getByLabelText("Your name"), "Ben Okoro");
    await user.click(box.getByRole("button", { name: "They are one" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(refundOf(fake, "pay_99989")?.unconfirmed).toBe(false);
  });

  it("stay two when a person says so", async () => {
    const { fake, user, box } = await open("pay_99989", "No, they are two", "Two refunds?");
    const before = fake.payment("pay_99989").refunds.length;
    await user.type(box.getByLabelText("Your name"), "Ben Okoro");
    await user.click(box.getByRole("button", { name: "They are two" }));
    await waitFor(() => expect(fake.payment("pay_99989").refunds).toHaveLength(before + 1));
  });

  it("are offered as a pair where two entries look alike", async () => {
    const { fake, user, box } = await open("pay_99984", "Make them one…", "The same refund?");
    const before = fake.payment("pay_99984").refunds.length;
    await user.type(box.getByLabelText("Your name"), "Ben Okoro");
    await user.click(box.getByRole("button", { name: "They are one" }));
    await waitFor(() => expect(fake.payment("pay_99984").refunds).toHaveLength(before - 1));
  });
});

describe("what a refund leaves", () => {
  it("is a slip to print or save, and the file that proves it", async () => {
    const { fake, user } = await start("books", "#/payments/pay_99982");
    const panel = within(await screen.findByRole("complementary", { name: /^Payment/ }));
    expect(await panel.findByText("Decided by hand by Ben Okoro")).toBeVisible();
    await user.click(panel.getByRole("button", { name: "Print slip" }));
    await waitFor(() => expect(fake.opened).toContain("ref_pay_99982_1"));
    await user.click(panel.getByRole("button", { name: "Save statement.jpg" }));
    expect(await screen.findByText(/^Saved: .*receipt\.jpg$/)).toBeVisible();
  });

  it("takes a file with it when it is recorded by hand", async () => {
    const { fake, user } = await start("books", "#/payments/pay_99997");
    await user.click(await button("Record a refund"));
    const box = await dialog(/^Record a refund of/);
    await user.type(box.getByLabelText("Reason"), "Paid back at the till");
    await user.click(box.getByRole("button", { name: /Choose a file…$/ }));
    await box.findByText("receipt.jpg · 182 KB");
    await user.click(box.getByRole("button", { name: "Review refund" }));
    const confirm = await dialog(/as paid back\?$/);
    await user.click(confirm.getByRole("button", { name: /^Record / }));
    await dialog(/recorded$/);
    expect(refundOf(fake, "pay_99997")?.file).toEqual({ name: "receipt.jpg", bytes: 182_400 });
  });
});

describe("an unknown payout", () => {
  it("is asked for once more and then decided", async () => {
    const { fake, user } = await start("books", "#/payouts/out_novac_3");
    await user.click(await button("Find out and decide…"));
    const box = await dialog("Did 75,000.00 NGN arrive?");
    expect(await box.findByText(/was asked just now and still cannot say/)).toBeVisible();
    await expectNoFindings();
    await user.click(box.getByLabelText("It did not arrive"));
    await user.type(box.getByLabelText("How do you know?"), "Not on the statement");
    await user.type(box.getByLabelText("Your name"), "Ben Okoro");
    await user.click(box.getByRole("button", { name: "Record: it did not arrive" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(fake.payouts.find(({ id }) => id === "out_novac_3")?.status).toBe("failed");
  });
});
