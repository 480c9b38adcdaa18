import { screen, waitFor, within } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import { button, dialog, expectNoFindings, start } from "../../test/window";

const AT = "#/settlement";

const strangers = async () =>
  within(await screen.findByRole("region", { name: "Bank lines without a payout" }));

describe("settlement", () => {
  it("can be read by a machine and stands what is missing first", async () => {
    await start("books", AT);
    const urgent = within(await screen.findByRole("region", { name: "Wants a look" }));
    expect(urgent.getByText("Missing")).toBeVisible();
    expect(urgent.getByText(/It left 9 days ago and no bank line has it/)).toBeVisible();
    expect(urgent.queryByText("Arrived")).toBeNull();
    await expectNoFindings();
  });

  it("marks money that has been at a gateway for too long", async () => {
    await start("books", AT);
    const waiting = within(await screen.findByRole("region", { name: "Still at the gateways" }));
    const [late] = waiting.getAllByRole("listitem").filter((one) => one.textContent?.includes("Overdue")); // prettier-ignore
    expect(late).toHaveTextContent("Campus store");
  });

  it("shows what a bank wrote as text, whatever it wrote", async () => {
    await start("books", AT);
    const list = await strangers();
    expect(list.getByText('ECHEZONA <script>alert("x")</script> SETTLEMENT')).toBeVisible();
    expect(document.querySelector("main script")).toBeNull();
  });

  it("matches a line with a payout under a name, and takes it back", async () => {
    const { fake, user } = await start("books", AT);
    await user.click((await strangers()).getAllByRole("button", { name: "Match…" })[0]!);
    const open = await dialog("Match with a payout");
    await user.click(open.getByRole("button", { name: "Match" }));
    expect(await open.findByText("Choose one.")).toBeVisible();
    expect(open.getByText("Write your name.")).toBeVisible();
    await user.click(open.getByRole("combobox", { name: /^Payout/ }));
    await user.click((await screen.findAllByRole("option"))[0]!);
    await user.type(open.getByLabelText("Your name"), "Ngozi Ade");
    await expectNoFindings();
    await user.click(open.getByRole("button", { name: "Match" }));
    expect(await screen.findByText("The line is matched.")).toBeVisible();
    expect([...fake.settling.matched]).toEqual([[31, "po_1"]]);

    await user.click(await screen.findByText(/^Arrived \(/));
    await user.click(await button("Release…"));
    const release = await dialog("Release this line");
    await user.type(release.getByLabelText("Your name"), "Ngozi Ade");
    await user.click(release.getByRole("button", { name: "Release" }));
    await waitFor(() => expect(fake.settling.matched.size).toBe(0));
  });

  it("books a line as a payout of an account, and says what the shell refuses", async () => {
    const { fake, user } = await start("books", AT);
    await user.click((await strangers()).getAllByRole("button", { name: "Book as payout…" })[1]!);
    const open = await dialog("Book as a payout");
    await user.click(open.getByRole("combobox", { name: /^Account/ }));
    await user.click(await screen.findByRole("option", { name: "Campus store" }));
    await user.type(open.getByLabelText("Your name"), "Ngozi Ade");
    fake.faults.set("line_book", { code: "conflict", message: "Somebody matched it meanwhile." });
    await user.click(open.getByRole("button", { name: "Book payout" }));
    expect(await open.findByText("Somebody matched it meanwhile.")).toBeVisible();
    await user.click(open.getByRole("button", { name: "Book payout" }));
    await waitFor(() => expect(fake.settling.matched.has(36)).toBe(true));
  });

  it("keeps terms, says at the field what cannot be kept, and gives the usual ones back", async () => {
    const { fake, user } = await start("books", AT);
    await user.click(await button("Terms…"));
    const open = await dialog("Terms of settlement");
    const tolerance = await open.findByLabelText("What a bank may keep");
    await user.clear(tolerance);
    await user.type(tolerance, "a lot");
    await user.click(open.getByRole("button", { name: "Keep terms" }));
    expect(await open.findByText(/is neither/)).toBeVisible();
    await user.clear(tolerance);
    await user.type(tolerance, "0.5%");
    await user.click(open.getByRole("button", { name: "Keep terms" }));
    await waitFor(() => expect(fake.settling.terms.get("Main shop")?.fee_tolerance).toBe("0.5%"));
    await user.click(await open.findByRole("button", { name: "As usual" }));
    await waitFor(() => expect(fake.settling.terms.size).toBe(0));
  });

  it("without payouts or statements says what to do", async () => {
    const { user } = await start("empty", AT);
    expect(await screen.findByText("Nothing to check yet")).toBeVisible();
    await user.click((await screen.findAllByRole("button", { name: "Import a file…" }))[0]!);
    await dialog("Import a file");
  });
});
