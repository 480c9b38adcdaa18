import { screen, waitFor } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";
import { button, expectNoFindings, start } from "../../test/window";

const table = () => screen.findByRole("table", { name: "Refunds, newest first" });
const search = () => screen.findByRole("textbox", { name: "Search refunds" });

describe("the refunds", () => {
  it("can be read by a machine, list and payment", async () => {
    const { user } = await start("books", "#/refunds");
    await table();
    await expectNoFindings();
    const [first] = screen.getAllByRole("link", { name: /^ORDER-/ });
    await user.click(first as HTMLElement);
    await screen.findByRole("complementary", { name: /^Payment ORDER-/ });
    await expectNoFindings();
  });

  it("open the payment they belong to, and lead back", async () => {
    const { user } = await start("books", "#/refunds");
    await user.click(await screen.findByText("Two of six yards were damaged"));
    await screen.findByRole("complementary", { name: /^Payment ORDER-/ });
    expect(screen.getByRole("link", { current: "page", name: "Refunds" })).toBeVisible();
    await user.keyboard("{Escape}");
    await waitFor(() =>
      expect(screen.queryByRole("complementary", { name: /^Payment / })).toBeNull(),
    );
    expect(location.hash).toBe("#/refunds");
  });

  it("are chosen by their state", async () => {
    const { user } = await start("books", "#/refunds");
    await table();
    await user.click(await button("Status"));
    await user.click(await screen.findByRole("menuitemcheckbox", { name: "Failed" }));
    expect(await search()).toHaveValue("refund:failed");
    await waitFor(() => expect(screen.getAllByRole("row")).toHaveLength(2));
    expect(screen.getByText("Wrong colour")).toBeVisible();
  });

  it("say at the search what is wrong with it", async () => {
    const { user } = await start("books", "#/refunds");
    await user.type(await search(), "refund:gone");
    expect(await screen.findByText(/“gone” is none of requested, approved/)).toBeVisible();
    await user.clear(await search());
    await user.type(await search(), "colour:green");
    expect(await screen.findByText(/There is no filter called “colour”/)).toBeVisible();
    expect(await search()).toBeInvalid();
  });

  it("say what they are where there are none, and why they could not be read", async () => {
    const { fake, user } = await start("empty", "#/refunds");
    expect(await screen.findByText("No refunds yet")).toBeVisible();
    await user.type(await search(), "zzz");
    expect(await screen.findByText("Nothing matches")).toBeVisible();
    await user.click(await screen.findByRole("link", { name: "Accounts" }));
    fake.faults.set("refunds_page", { code: "storage", message: "The disk is gone." });
    await user.click(await screen.findByRole("link", { name: "Refunds" }));
    expect(await screen.findByText(/The disk is gone\./)).toBeVisible();
    await user.click(await button("Try again"));
    expect(await screen.findByText("No refunds yet")).toBeVisible();
  });
});
