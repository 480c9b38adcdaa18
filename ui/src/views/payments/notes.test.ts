import { screen, waitFor, within } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import { expectNoFindings, start } from "../../test/window";

async function openNotes() {
  const started = await start("books", "#/payments/pay_99999");
  const region = await screen.findByRole("region", { name: "Notes and tags" });
  return { ...started, notes: within(region) };
}

describe("notes and tags of a payment", () => {
  it("keep what was written, with who wrote it", async () => {
    const { fake, user, notes } = await openNotes();
    await user.type(notes.getByLabelText("New note"), "Customer called");
    await user.click(notes.getByRole("button", { name: "Add note" }));
    expect(notes.getByText("Write your name.")).toBeVisible();
    await user.type(notes.getByLabelText("Your name"), "Ngozi Ade");
    await user.click(notes.getByRole("button", { name: "Add note" }));
    expect(await notes.findByText(/^Ngozi Ade/)).toBeVisible();
    expect(notes.getByLabelText("New note")).toHaveValue("");
    expect(fake.payment("pay_99999").notes).toMatchObject([{ text: "Customer called" }]);
  });

  it("suggest the tags that are in use, take new ones, and let them go", async () => {
    const { fake, user, notes } = await openNotes();
    const tags = () => fake.payment("pay_99999").tags;
    await user.click(notes.getByRole("button", { name: "Add a tag" }));
    await user.click(await notes.findByRole("button", { name: "Add the tag wholesale" }));
    await waitFor(() => expect(tags()).toEqual(["wholesale"]));
    await user.type(notes.getByLabelText("Add a tag"), "May-2026{Enter}");
    await waitFor(() => expect(tags()).toEqual(["may-2026", "wholesale"]));
    await expectNoFindings();
    await user.click(await notes.findByRole("button", { name: "Take the tag wholesale away" }));
    await waitFor(() => expect(tags()).toEqual(["may-2026"]));
  });

  it("say what is no tag", async () => {
    const { user, notes } = await openNotes();
    await user.click(notes.getByRole("button", { name: "Add a tag" }));
    await user.type(notes.getByLabelText("Add a tag"), "two words{Enter}");
    expect(await notes.findByText(/letters, digits and hyphens, at most/)).toBeVisible();
  });
});
