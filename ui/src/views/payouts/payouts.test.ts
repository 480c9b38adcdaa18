import { screen, waitFor, within } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import type { Shop } from "../../api/fake/shop";
import { button, dialog, expectNoFindings, start } from "../../test/window";
import { newReference } from "./reference";

type Started = Awaited<ReturnType<typeof start>>;
type User = Started["user"];

/** Fills the form for a bank account in Nigeria in. */
async function fill(user: User, { amount = "42500.00", reason = "Tailoring" } = {}) {
  await user.click(await button("New payout"));
  const open = await dialog("New payout");
  const bank = await open.findByRole("combobox", { name: "Bank" });
  await waitFor(() => expect(bank).toBeEnabled());
  await user.type(bank, "zen");
  await user.click(await screen.findByRole("option", { name: "Zenith Bank" }));
  await user.type(open.getByLabelText("Account number"), "0123456789");
  await user.type(open.getByLabelText("Amount that arrives"), amount);
  await user.type(open.getByLabelText("What it is for"), reason);
  return open;
}

async function review(user: User, given: Parameters<typeof fill>[1] = {}) {
  const open = await fill(user, given);
  await user.click(open.getByRole("button", { name: "Review payout" }));
  return dialog(/^Send /);
}

const lastOf = (fake: Shop) => fake.payouts[0];

describe("a payout", () => {
  it("goes from the form over the receiver's name to the gateway and into the list", async () => {
    const { fake, user } = await start("books", "#/payouts");
    const form = await fill(user);
    expect(await form.findByText(/482,150.50 NGN/)).toBeVisible();
    await user.click(form.getByRole("button", { name: "Check the receiver" }));
    await form.findByText("ADAOBI GRACE NWACHUKWU");
    expect(form.getByLabelText(/^Receiver's name/)).toHaveValue("ADAOBI GRACE NWACHUKWU");
    await user.click(form.getByRole("button", { name: "Review payout" }));

    const confirm = await dialog("Send 42,500.00 NGN?");
    expect(confirm.getAllByText("ADAOBI GRACE NWACHUKWU")).not.toHaveLength(0);
    expect(confirm.getByText("Zenith Bank")).toBeVisible();
    expect(confirm.getByText(/Real money leaves your balance in Main shop/)).toBeVisible();
    expect(confirm.queryByText(/You have not checked/)).toBeNull();
    await user.click(confirm.getByRole("button", { name: "Send 42,500.00 NGN" }));

    const done = await dialog("42,500.00 NGN is on its way");
    expect(lastOf(fake)).toMatchObject({ status: "pending", to: "Zenith Bank ••6789" });
    await user.click(done.getByRole("button", { name: "Show payout" }));
    const panel = within(await screen.findByRole("complementary", { name: /^Payout PO-/ }));
    await user.click(await panel.findByRole("button", { name: "Look up now" }));
    expect(await panel.findByText("Arrived")).toBeVisible();
  });

  it("says before anything is sent that nobody checked the receiver", async () => {
    const { fake, user } = await start("books", "#/payouts");
    const before = fake.payouts.length;
    const confirm = await review(user);
    expect(confirm.getByText(/You have not checked whose account this is/)).toBeVisible();
    await user.click(confirm.getByRole("button", { name: "Back" }));
    expect((await dialog("New payout")).getByLabelText("Account number")).toHaveValue("0123456789");
    expect(fake.payouts).toHaveLength(before);
  });

  it("with a lost answer says not to send it again", async () => {
    const { user } = await start("books", "#/payouts");
    const confirm = await review(user, { reason: "Parcel lost" });
    await user.click(confirm.getByRole("button", { name: "Send 42,500.00 NGN" }));
    const open = await dialog("We do not know yet whether 42,500.00 NGN was sent");
    expect(open.getByText(/It may have been sent. Do not send it again/)).toBeVisible();
  });

  it("that may have been sent cannot be sent once more", async () => {
    const { fake, user } = await start("books", "#/payouts");
    const confirm = await review(user);
    fake.faults.set("payout_create", { code: "unknown_outcome", message: "No answer came back." });
    await user.click(confirm.getByRole("button", { name: "Send 42,500.00 NGN" }));
    expect(await confirm.findByText("No answer came back.")).toBeVisible();
    expect(confirm.getByRole("button", { name: "Send 42,500.00 NGN" })).toBeDisabled();
    expect(confirm.getByRole("button", { name: "Back" })).toBeDisabled();
  });

  it("is sent under one reference however often it is tried", async () => {
    const { fake, user } = await start("books", "#/payouts");
    const confirm = await review(user);
    fake.faults.set("payout_create", { code: "offline", message: "There is no network." });
    const send = confirm.getByRole("button", { name: "Send 42,500.00 NGN" });
    await user.click(send);
    await confirm.findByText("There is no network.");
    await user.click(send);
    await dialog(/is on its way$/);
    const [made, ...others] = fake.payouts.filter((one) => one.reason === "Tailoring");
    expect(others).toEqual([]);
    expect(made?.reference).toMatch(/^PO-\d{8}-[2-9A-Z]{12}$/);
  });

  it("that the gateway declined is not sent again by a second click", async () => {
    const { fake, user } = await start("books", "#/payouts");
    const confirm = await review(user, { reason: "Rent, declined" });
    const send = confirm.getByRole("button", { name: "Send 42,500.00 NGN" });
    await user.click(send);
    await confirm.findByText("The gateway says: balance too low.");
    await user.click(send);
    expect(await confirm.findByText(/^PO-.* was already used\.$/)).toBeVisible();
    expect(send).toBeDisabled();
    expect(fake.payouts.filter((one) => one.reason === "Rent, declined")).toHaveLength(1);
  });

  it("that the gateway declined is written anew without typing it all again", async () => {
    const { fake, user } = await start("books", "#/payouts");
    const confirm = await review(user, { reason: "Rent, declined" });
    await user.click(confirm.getByRole("button", { name: "Send 42,500.00 NGN" }));
    await confirm.findByText("The gateway says: balance too low.");
    await user.click(confirm.getByRole("button", { name: "Back" }));
    const form = await dialog("New payout");
    await user.clear(form.getByLabelText("What it is for"));
    await user.type(form.getByLabelText("What it is for"), "Rent");
    await user.click(form.getByRole("button", { name: "Review payout" }));
    const again = await dialog("Send 42,500.00 NGN?");
    await user.click(again.getByRole("button", { name: "Send 42,500.00 NGN" }));
    await dialog("42,500.00 NGN is on its way");
    const [second, first] = fake.payouts;
    expect(second?.reference).not.toBe(first?.reference);
  });

  it("that was refused says that nothing left", async () => {
    const { user } = await start("books", "#/payouts");
    const confirm = await review(user, { reason: "Rent, refused" });
    await user.click(confirm.getByRole("button", { name: "Send 42,500.00 NGN" }));
    const open = await dialog("42,500.00 NGN was not sent");
    expect(open.getByText(/account is closed/)).toBeVisible();
  });

  it("names every field that is missing", async () => {
    const { user } = await start("books", "#/payouts");
    await user.click(await button("New payout"));
    const open = await dialog("New payout");
    await open.findByRole("combobox", { name: "Bank" });
    await user.click(open.getByRole("button", { name: "Review payout" }));
    expect(await open.findByText("Bank is missing.")).toBeVisible();
    expect(open.getByText("Account number is missing.")).toBeVisible();
    expect(open.getByText("Say what it is for.")).toBeVisible();
    await waitFor(() => expect(open.getByRole("combobox", { name: "Bank" })).toHaveFocus());
  });
});

describe("ways to send", () => {
  async function wallet(user: User) {
    await user.click(await button("New payout"));
    const open = await dialog("New payout");
    await user.click(await open.findByRole("combobox", { name: /^From/ }));
    await user.click(await screen.findByRole("option", { name: /Wallet desk/ }));
    return open;
  }

  it("above the most per transfer show their parts before they are sent", async () => {
    const { fake, user } = await start("books", "#/payouts");
    const open = await wallet(user);
    await user.type(await open.findByLabelText("Account number"), "50100123456789");
    await user.type(open.getByLabelText("IFSC"), "HDFC0001234");
    await user.type(open.getByLabelText("Receiver's name"), "Ravi Kumar");
    await user.click(open.getByRole("combobox", { name: /^Way to transfer/ }));
    await user.click(await screen.findByRole("option", { name: "IMPS" }));
    await user.type(open.getByLabelText("Amount that arrives"), "12500");
    await user.type(open.getByLabelText("What it is for"), "Packaging");
    expect(await open.findByText(/sent in 3 parts, because at most 5,000.00 INR/)).toBeVisible();
    await user.click(open.getByRole("button", { name: "Review payout" }));
    const confirm = await dialog("Send 12,500.00 INR?");
    expect(confirm.getByText("In 3 parts")).toBeVisible();
    expect(confirm.getAllByRole("listitem")).toHaveLength(3);
    await user.click(confirm.getByRole("button", { name: "Send 12,500.00 INR" }));
    await dialog("12,500.00 INR is on its way");
    expect(fake.payouts.filter((one) => one.reason === "Packaging" && one.part?.of === 3)).toHaveLength(3); // prettier-ignore
  });

  it("ask for a list once what it depends on is chosen, and again when that changes", async () => {
    const { user } = await start("books", "#/payouts");
    const open = await wallet(user);
    await user.click(await open.findByLabelText("Mobile recharge"));
    const choose = async (field: string, name: string | RegExp) => {
      const box = await open.findByRole("combobox", { name: new RegExp(`^${field}`) });
      await waitFor(() => expect(box).toBeEnabled());
      await user.click(box);
      await user.click(await screen.findByRole("option", { name }));
      return box;
    };
    const plan = open.getByRole("combobox", { name: /^Plan/ });
    expect(plan).toBeDisabled();
    expect(plan).toHaveAttribute("placeholder", "Choose first: Operator");
    await choose("Operator", "Jio");
    await waitFor(() => expect(plan).toHaveAttribute("placeholder", "Choose first: Circle"));
    await choose("Circle", "Karnataka");
    expect(await choose("Plan", /^₹299/)).toHaveValue("₹299 for 56 days");
    await choose("Operator", "Airtel");
    await waitFor(() => expect(open.getByRole("combobox", { name: /^Plan/ })).toHaveValue(""));
  });

  it("become a text where the gateway's list cannot be had", async () => {
    const { fake, user } = await start("books", "#/payouts");
    fake.faults.set("payout_choices", { code: "gateway", message: "Novac is out of order." });
    await user.click(await button("New payout"));
    const open = await dialog("New payout");
    expect(await open.findByText(/Novac is out of order. You can type it in/)).toBeVisible();
    expect(open.getByLabelText("Bank")).toBeEnabled();
    expect(open.getByLabelText(/^Bank's name/)).toBeEnabled();
    await user.click(open.getByRole("button", { name: "Try again" }));
    const bank = await open.findByRole("combobox", { name: "Bank" });
    await waitFor(() => expect(bank).toBeEnabled());
  });

  it("that do not exist say why, account by account", async () => {
    const { fake, user } = await start("books", "#/payouts");
    fake.overview.accounts = fake.overview.accounts.filter(({ gateway }) =>
      ["ovgc", "echezona"].includes(gateway),
    );
    await user.click(await button("New payout"));
    expect(await screen.findByText("No account can send money")).toBeVisible();
    const open = await dialog("New payout");
    expect(open.getByText(/^OVGC Payments tells of payouts/)).toBeVisible();
    expect(open.getByText("Campus store")).toBeVisible();
  });
});

describe("the payouts", () => {
  it("can be read by a machine, list, panel and form", async () => {
    const { user } = await start("books", "#/payouts/out_novac_3");
    await screen.findByRole("table", { name: "Payouts, newest first" });
    expect(await screen.findByText(/Do not send it again/)).toBeVisible();
    await expectNoFindings();
    await user.click(await button("New payout"));
    await (await dialog("New payout")).findByRole("combobox", { name: "Bank" });
    await expectNoFindings();
  });

  it("are found by state, account and name", async () => {
    const { user } = await start("books", "#/payouts");
    const search = await screen.findByRole("textbox", { name: "Search payouts" });
    await user.type(search, "bakare");
    await waitFor(() => expect(screen.getAllByRole("row")).toHaveLength(2));
    await user.clear(search);
    await user.type(search, 'status:processed account:"Wallet desk"');
    await waitFor(() => expect(screen.getAllByRole("row")).toHaveLength(3));
    await user.clear(search);
    await user.type(search, "status:gone");
    expect(await screen.findByText(/“gone” is none of requested, submitted/)).toBeVisible();
    expect(search).toBeInvalid();
  });

  it("say what they are where there are none", async () => {
    const { user } = await start("empty", "#/payouts");
    expect(await screen.findByText("No payouts yet")).toBeVisible();
    await user.type(screen.getByRole("textbox", { name: "Search payouts" }), "zzz");
    expect(await screen.findByText("Nothing matches")).toBeVisible();
  });

  it("say why they could not be read, and are read when asked again", async () => {
    const { fake, user } = await start("books", "#/accounts");
    fake.faults.set("payouts", { code: "storage", message: "The disk is gone." });
    await user.click(await screen.findByRole("link", { name: "Payouts" }));
    expect(await screen.findByText("The disk is gone.")).toBeVisible();
    await user.click(await button("Try again"));
    expect(await screen.findByRole("link", { name: "Chiamaka Eze" })).toBeVisible();
  });
});

describe("a reference", () => {
  it("is of a length every gateway takes, and never the same", () => {
    const made = Array.from({ length: 200 }, () => newReference(Date.UTC(2026, 10, 22)));
    expect(new Set(made).size).toBe(200);
    for (const one of made) expect(one).toMatch(/^PO-20261122-[2-9A-HJ-NP-Z]{12}$/);
  });
});
