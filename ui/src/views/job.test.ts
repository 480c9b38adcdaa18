import { screen, waitFor, within } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import { button, dialog, start } from "../test/window";

describe("the main job", () => {
  it("goes from first start over link, payment and refund to the file", async () => {
    const { fake, user } = await start("first_start");
    await user.click(await button("Try it with practice money"));
    expect(await screen.findByText(/No real money moves/)).toBeVisible();

    await user.click(await button("New payment link"));
    let open = await dialog("New payment link");
    await user.type(open.getByLabelText("Amount"), "25000.00");
    await user.type(open.getByLabelText("Customer’s e-mail"), "ada@example.com");
    await user.type(await open.findByLabelText(/^Order number/), "ORDER-90001");
    await user.click(open.getByRole("button", { name: "Make link" }));

    open = await dialog("The link is ready");
    expect(open.getByRole("img", { name: /QR code .* ORDER-90001/ })).toBeVisible();
    await user.click(open.getByRole("button", { name: "Copy link" }));
    await waitFor(() => expect(fake.copied).toMatch(/^https:/));
    await user.click(open.getByRole("button", { name: "Open" }));
    await waitFor(() => expect(fake.opened).toHaveLength(1));
    await user.click(open.getByRole("button", { name: "Show payment" }));

    const panel = within(await screen.findByRole("complementary", { name: "Payment ORDER-90001" }));
    expect(panel.getByText("Pending")).toBeVisible();
    await user.click(panel.getByRole("button", { name: "Look up now" }));
    expect(await panel.findByText("Paid")).toBeVisible();
    expect(await screen.findByText("ORDER-90001 is paid: 25,000.00 NGN")).toBeVisible();
    expect(await screen.findByRole("row", { name: /ORDER-90001 .*Paid/ })).toBeVisible();

    await user.click(panel.getByRole("button", { name: "Refund" }));
    open = await dialog("Refund ORDER-90001");
    expect(open.getByLabelText("Amount to pay back")).toHaveValue("25000.00");
    await user.clear(open.getByLabelText("Amount to pay back"));
    await user.type(open.getByLabelText("Amount to pay back"), "7500");
    await user.type(open.getByLabelText("Reason"), "One item was missing");
    await user.click(open.getByRole("button", { name: "Review refund" }));
    open = await dialog("Pay 7,500.00 NGN back?");
    await user.click(open.getByRole("button", { name: "Pay back 7,500.00 NGN" }));
    open = await dialog("7,500.00 NGN is on its way");
    await user.click(open.getByRole("button", { name: "Done" }));
    expect(await panel.findByText("Because: One item was missing")).toBeVisible();
    expect(fake.payments[0]?.payment.refundable.amount).toBe("17500.00");

    await user.click(await button("Export"));
    expect(await screen.findByRole("heading", { name: "Exports" })).toBeVisible();
    await screen.findByRole("table", { name: "First rows of the file" });
    await user.click(await button("Save file"));
    expect(await screen.findByRole("heading", { name: "The file is saved" })).toHaveFocus();
    expect(screen.getByText(/tillkeeper-[^/]*\.csv$/)).toBeVisible();
  });

  it("throws practice away only after asking", async () => {
    const { user } = await start("practice");
    await user.click(await button("Leave practice"));
    const open = await dialog("Leave practice?");
    await user.click(open.getByRole("button", { name: "Leave practice" }));
    expect(await button("Try it with practice money")).toBeVisible();
  });
});

describe("a new link", () => {
  it("is judged as it is typed, at fields that were left", async () => {
    const { user } = await start("books");
    await user.click(await button("New payment link"));
    const open = await dialog("New payment link");
    const amount = open.getByLabelText("Amount");
    await user.type(amount, "25,000");
    expect(screen.queryByText(/is not an amount/)).toBeNull();
    await user.tab();
    expect(await open.findByText(/“25,000” is not an amount/)).toBeVisible();
    expect(amount).toBeInvalid();
    await user.clear(amount);
    await user.type(amount, "25000.00");
    await waitFor(() => expect(amount).toBeValid());
  });

  it("does not call a lost answer a failure", async () => {
    const { fake, user } = await start("books");
    const message = "Novac did not answer. The link may exist; it is being looked up.";
    fake.faults.set("link_create", { code: "unknown_outcome", message });
    await user.click(await button("New payment link"));
    const open = await dialog("New payment link");
    await user.type(open.getByLabelText("Amount"), "10.00");
    await user.type(open.getByLabelText("Customer’s e-mail"), "ada@example.com");
    await user.click(open.getByRole("button", { name: "Make link" }));
    expect(await open.findByText("We do not know whether the link was made")).toBeVisible();
    expect(open.getByText(message)).toBeVisible();
  });
});

describe("a refund", () => {
  async function write(reason: string, amount?: string) {
    const started = await start("books", "#/payments/pay_100000");
    const { user } = started;
    await user.click(await button("Refund"));
    const open = await dialog("Refund ORDER-01320");
    if (amount !== undefined) {
      await user.clear(open.getByLabelText("Amount to pay back"));
      await user.type(open.getByLabelText("Amount to pay back"), amount);
    }
    if (reason) await user.type(open.getByLabelText("Reason"), reason);
    await user.click(open.getByRole("button", { name: "Review refund" }));
    return { ...started, open };
  }

  it("needs a reason", async () => {
    const { open } = await write("");
    expect(await open.findByText("Say why the money goes back.")).toBeVisible();
    expect(open.getByLabelText("Reason")).toBeInvalid();
  });

  it("cannot be more than what is left", async () => {
    const { open } = await write("Too much", "25000.01");
    expect(await open.findByText(/Only 25000.00 NGN is left/)).toBeVisible();
  });

  it("with a lost answer says not to send it again", async () => {
    const { user } = await write("Parcel lost", "100.00");
    const confirm = await dialog("Pay 100.00 NGN back?");
    await user.click(confirm.getByRole("button", { name: "Pay back 100.00 NGN" }));
    const open = await dialog("We do not know yet whether it was paid back");
    expect(open.getByText(/Do not send it again/)).toBeVisible();
  });

  it("that may have been sent cannot be sent once more", async () => {
    const { fake, user } = await write("Broken", "100.00");
    fake.faults.set("refund_create", { code: "unknown_outcome", message: "No answer came back." });
    const confirm = await dialog("Pay 100.00 NGN back?");
    await user.click(confirm.getByRole("button", { name: "Pay back 100.00 NGN" }));
    expect(await confirm.findByText("No answer came back.")).toBeVisible();
    expect(confirm.getByRole("button", { name: "Pay back 100.00 NGN" })).toBeDisabled();
  });

  it("by hand is recorded where the gateway cannot do it", async () => {
    const { fake, user } = await start("books", "#/payments/pay_99997");
    await user.click(await button("Record a refund"));
    const open = await dialog("Record a refund of ORDER-01317");
    expect(open.getByText(/refunds in its own dashboard/)).toBeVisible();
    await user.type(open.getByLabelText("Reason"), "Returned");
    await user.type(open.getByLabelText(/^Proof/), "RF-77");
    await user.click(open.getByRole("button", { name: "Review refund" }));
    const confirm = await dialog(/^Record .* as paid back\?/);
    await user.click(confirm.getByRole("button", { name: /^Record / }));
    await dialog(/ recorded$/);
    const [refund] = fake.payments.find((one) => one.payment.id === "pay_99997")?.refunds ?? [];
    expect(refund).toMatchObject({ method: "dashboard", evidence: "RF-77", status: "processed" });
  });
});

describe("accounts", () => {
  it("take keys in and say loudly that they are live", async () => {
    const { fake, user } = await start("first_start");
    await user.click(await button("Connect a gateway"));
    const open = await dialog("Connect a gateway");
    await user.type(await open.findByLabelText("Name"), "Main shop");
    await user.type(open.getByLabelText("Public key"), "nc_livepk_0123456789abcdef");
    const secret = open.getByLabelText("Secret key");
    expect(secret).toHaveAttribute("type", "password");
    await user.type(secret, " nc_livesk_0123456789abcdef ");
    await user.click(open.getByRole("button", { name: "Check keys and connect" }));
    expect(await screen.findByText(/Main shop is connected. It is LIVE/)).toBeVisible();
    expect(fake.overview.accounts).toHaveLength(1);
    expect(document.body.innerHTML).not.toContain("0123456789abcdef");
  });

  it("ask for a passphrase first where there is no safe place for keys", async () => {
    const { user } = await start("no_vault", "#/accounts");
    await user.click(await button("Connect a gateway"));
    const vault = await dialog("Choose a passphrase for your keys");
    await user.type(vault.getByLabelText("Passphrase"), "four quiet green tills");
    await user.type(vault.getByLabelText("The same once more"), "four quiet green tills");
    await user.click(vault.getByRole("button", { name: "Create the vault" }));
    const open = await dialog("Connect a gateway");
    expect(await open.findByText(/kept in the encrypted vault/)).toBeVisible();
  });

  it("say at the field which key is missing", async () => {
    const { user } = await start("first_start");
    await user.click(await button("Connect a gateway"));
    const open = await dialog("Connect a gateway");
    await user.type(await open.findByLabelText("Name"), "Main shop");
    await user.click(open.getByRole("button", { name: "Check keys and connect" }));
    expect(await open.findByText("Public key is missing.")).toBeVisible();
    await waitFor(() => expect(open.getByLabelText("Public key")).toHaveFocus());
  });

  it("are removed after saying what stays", async () => {
    const { fake, user } = await start("books", "#/accounts");
    const card = within(await screen.findByRole("article", { name: "Export sales" }));
    await user.click(card.getByRole("button", { name: "Remove" }));
    const open = await dialog("Remove Export sales?");
    await user.click(open.getByRole("button", { name: "Remove account and keys" }));
    await waitFor(() =>
      expect(fake.overview.accounts.map(({ name }) => name)).not.toContain("Export sales"),
    );
    expect(await screen.findByText("Export sales is removed. Its history stays.")).toBeVisible();
  });
});
