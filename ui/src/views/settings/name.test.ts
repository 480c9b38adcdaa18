import { screen, waitFor, within } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import { button, dialog, start } from "../../test/window";

describe("your name", () => {
  it("is kept once and stands by itself where a decision is signed", async () => {
    const { fake, user } = await start("books", "#/settings");
    await user.type(await screen.findByLabelText("Your name"), "Ngozi Ade");
    await user.click(await button("Save name"));
    await waitFor(() => expect(fake.overview.signer).toBe("Ngozi Ade"));
    location.hash = "#/payments/pay_99989";
    await user.click(await button("Yes, the same"));
    const open = await dialog("The same refund?");
    expect(open.getByLabelText("Your name")).toHaveValue("Ngozi Ade");
  });

  it("does not stand where another person is wanted", async () => {
    const { fake, user } = await start("books", "#/settings");
    fake.overview.signer = "Ngozi Ade";
    fake.tell("attention-changed", {});
    location.hash = "#/payments/pay_99992";
    await user.click(await button("Approve or reject…"));
    const open = await dialog("May this be paid back?");
    expect(await open.findByLabelText("Your name")).toHaveValue("");
  });
});

describe("limits for a second person", () => {
  it("are kept per currency, and taken away by emptying them", async () => {
    const { fake, user } = await start("books", "#/accounts");
    const account = within(await screen.findByRole("article", { name: "Main shop" }));
    await user.click(account.getByRole("button", { name: "Settings…" }));
    const open = await dialog("Settings of Main shop");
    await user.click(await open.findByRole("tab", { name: "Second person" }));
    const [id = ""] = fake.approvals.keys();
    const naira = await open.findByLabelText("Above, in NGN");
    expect(naira).toHaveValue("40000.00");
    await user.type(open.getByLabelText("Above, in USD"), "5.001");
    await user.click(open.getByRole("button", { name: "Save limits" }));
    expect(await open.findByText(/USD has 2 decimals/)).toBeVisible();
    await user.clear(open.getByLabelText("Above, in USD"));
    await user.clear(naira);
    await user.click(open.getByRole("button", { name: "Save limits" }));
    await waitFor(() => expect(fake.approvals.get(id)).toEqual([]));
  });
});
