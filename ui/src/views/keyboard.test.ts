import { screen, waitFor } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import { dialog, start } from "../test/window";

const row = (reference: string) => screen.findByRole("link", { name: reference });

describe("by keyboard alone", () => {
  it("moves along the rows, opens one, and comes back to it", async () => {
    const { user } = await start("books");
    await row("ORDER-01320");
    await user.keyboard("j");
    expect(await row("ORDER-01320")).toHaveFocus();
    await user.keyboard("jj{ArrowUp}");
    expect(await row("ORDER-01319")).toHaveFocus();
    await user.keyboard("{Enter}");
    await screen.findByRole("complementary", { name: "Payment ORDER-01319" });
    await user.keyboard("{Escape}");
    await waitFor(async () => expect(await row("ORDER-01319")).toHaveFocus());
    expect(screen.queryByRole("complementary", { name: /^Payment / })).toBeNull();
  });

  it("keeps one row in the tab order", async () => {
    await start("books");
    await row("ORDER-01320");
    const links = screen.getAllByRole("link", { name: /^ORDER-/ });
    expect(links.filter((link) => link.tabIndex === 0)).toHaveLength(1);
  });

  it("reaches the search, a new link, the refund and the list of keys", async () => {
    const { user } = await start("books", "#/payments/pay_100000");
    await screen.findByRole("heading", { name: "History" });
    await user.keyboard("r");
    await dialog("Refund ORDER-01320");
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    await user.keyboard("n");
    const open = await dialog("New payment link");
    await waitFor(() => expect(open.getByLabelText("Amount")).toHaveFocus());
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    await user.keyboard("?");
    await dialog("Keyboard shortcuts");
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    await user.keyboard("/");
    await waitFor(() => expect(screen.getByLabelText("Search payments")).toHaveFocus());
    await user.keyboard("n");
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  it("does from the palette what it finds there", async () => {
    const { user } = await start("books");
    await row("ORDER-01320");
    await user.keyboard("{Control>}k{/Control}");
    const open = await dialog("Find or do");
    await user.type(open.getByRole("combobox"), "accounts{Enter}");
    expect(await screen.findByRole("heading", { name: "Accounts", level: 1 })).toBeVisible();
    await user.keyboard("{Control>}k{/Control}");
    await user.type((await dialog("Find or do")).getByRole("combobox"), "zainab{Enter}");
    expect(await screen.findByLabelText("Search payments")).toHaveValue("zainab");
  });
});
