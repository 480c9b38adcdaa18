import { screen, waitFor, within } from "@testing-library/svelte";
import { describe, expect, it, vi } from "vitest";
import { button, dialog, expectNoFindings, start } from "../../test/window";
import { readBind, writeBind } from "./bind";

const row = (name: RegExp) => screen.findByRole("row", { name });

describe("the inbox", () => {
  it("can be read by a machine, list and panel", async () => {
    await start("books", "#/webhooks/del_97");
    await screen.findByRole("table", { name: "Webhooks, newest first" });
    await screen.findByRole("heading", { name: "Message" });
    await expectNoFindings();
  });

  it("says in a sentence what was found, and leads to the payment", async () => {
    const { user } = await start("books", "#/webhooks");
    expect(await row(/Seen before The same as one of 4 minutes earlier/)).toBeVisible();
    const accepted = await row(/transaction .*Accepted Looked up: the payment is paid/);
    await user.click(within(accepted).getByRole("link", { name: /^ORDER-/ }));
    await screen.findByRole("complementary", { name: /^Payment ORDER-/ });
  });

  it("is searched by verdict, account and words", async () => {
    const { user } = await start("books", "#/webhooks");
    await screen.findAllByRole("row", { name: /Accepted/ });
    await user.click(await button("Verdict"));
    await user.click(await screen.findByRole("menuitemcheckbox", { name: "Rejected" }));
    await waitFor(() => expect(screen.getAllByRole("row")).toHaveLength(4));
    const search = screen.getByRole("textbox", { name: "Search webhooks" });
    expect(search).toHaveValue("verdict:rejected");
    await user.type(search, " signature");
    await waitFor(() => expect(screen.getAllByRole("row")).toHaveLength(2));
    await user.clear(search);
    await user.type(search, "zzz");
    expect(await screen.findByText("Nothing matches")).toBeVisible();
  });

  it("explains itself while it is empty", async () => {
    await start("empty", "#/webhooks");
    expect(await screen.findByText("No webhooks yet")).toBeVisible();
    expect(screen.getByText(/Tillkeeper works without them/)).toBeVisible();
    expect(screen.getByText(/docs\/webhooks.md/)).toBeVisible();
    await expectNoFindings();
  });

  it("shows a webhook that comes in while it is open", async () => {
    const { fake } = await start("books", "#/webhooks");
    await screen.findAllByRole("row", { name: /Accepted/ });
    const [first] = fake.deliveries;
    if (!first) throw new Error("the inbox is empty");
    fake.deliveries.unshift({ ...first, id: "del_new", event: "payment.declined" });
    fake.tell("webhooks-changed", {});
    expect(await screen.findByRole("link", { name: "payment.declined" })).toBeVisible();
  });

  it("takes stored deliveries in and says what could not be read", async () => {
    const { user } = await start("books", "#/webhooks");
    await user.click(await button("Import webhooks…"));
    expect(
      await screen.findByText("Imported: 12 accepted, 3 seen before, 1 rejected."),
    ).toBeVisible();
    expect(screen.getByText(/Line 9 is no stored delivery/)).toBeVisible();
  });
});

describe("a webhook", () => {
  it("is laid out where it is JSON, and shown as it came when asked", async () => {
    const { user } = await start("books", "#/webhooks/del_97");
    const message = await screen.findByRole("group", { name: "Message" });
    expect(message.textContent).toMatch(/{\n {2}"event": "payment.succeeded",\n/);
    expect(message.textContent).toMatch(/"amount": \d+\.\d\d,/);
    await user.click(await button("As it came"));
    expect(message.textContent).toMatch(/^{"event":"payment.succeeded","data":{/);
    expect(screen.getByText(/Secrets in it were blanked out/)).toBeVisible();
  });

  it("that is no text is shown as numbers", async () => {
    await start("books", "#/webhooks/del_92");
    expect(await screen.findByText("00 01 62 69 6e 61 72 79")).toBeVisible();
    expect(screen.queryByRole("button", { name: "As it came" })).toBeNull();
  });

  it("that came twice leads to the first", async () => {
    const { user } = await start("books", "#/webhooks/del_98");
    await user.click(await screen.findByRole("link", { name: "Show the first one" }));
    await waitFor(() => expect(location.hash).toBe("#/webhooks/del_99"));
  });
});

describe("replaying", () => {
  it("shows what would change before it does anything", async () => {
    const { fake, user } = await start("books", "#/webhooks");
    await user.click(await screen.findByLabelText("Choose test_assess"));
    const rejected = await row(/Rejected The signature does not fit/);
    await user.click(within(rejected).getByRole("checkbox"));
    expect(screen.getByText("2 webhooks chosen")).toBeVisible();
    await user.click(await button("Replay chosen…"));
    const open = await dialog("Replay 2 webhooks?");
    expect(await open.findByText("1 of 2 would change something.")).toBeVisible();
    expect(open.getByText(/would become paid/)).toBeVisible();
    expect(fake.deliveries.filter((one) => one.verdict === "rejected")).toHaveLength(3);

    await user.click(open.getByRole("button", { name: "Do it" }));
    const done = await dialog("Replayed");
    expect(done.getByText("1 of 2 changed something.")).toBeVisible();
    await user.click(done.getAllByRole("button", { name: "Close" }).at(-1) as HTMLElement);
    expect(fake.deliveries.filter((one) => one.verdict === "rejected")).toHaveLength(2);
    await waitFor(() => expect(screen.queryByText("2 webhooks chosen")).toBeNull());
  });

  it("offers nothing to do where nothing would change", async () => {
    const { user } = await start("books", "#/webhooks/del_98");
    await user.click(await button("Replay…"));
    const open = await dialog("Replay this webhook?");
    expect(await open.findByText("Nothing would change.")).toBeVisible();
    expect(open.queryByRole("button", { name: "Do it" })).toBeNull();
  });

  it("says what went wrong and can be tried again", async () => {
    const { fake, user } = await start("books", "#/webhooks/del_97");
    fake.faults.set("webhook_replay", { code: "locked", message: "The keys are locked away." });
    await user.click(await button("Replay…"));
    const open = await dialog("Replay this webhook?");
    expect(await open.findByText("The keys are locked away.")).toBeVisible();
    expect(open.getByRole("button", { name: /^Looking/ })).toBeDisabled();
  });

  it("works by keyboard alone", async () => {
    const { user } = await start("books", "#/webhooks");
    await screen.findAllByRole("row", { name: /Accepted/ });
    await user.keyboard("jjx");
    expect(await screen.findByText("1 webhook chosen")).toBeVisible();
    await user.keyboard("j ");
    expect(await screen.findByText("2 webhooks chosen")).toBeVisible();
    await user.keyboard("w");
    await dialog("Replay 2 webhooks?");
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    await user.keyboard("{Enter}");
    await screen.findByRole("complementary", { name: /^Webhook / });
  });
});

describe("the listener", () => {
  it("is started and stopped, and says what that means", async () => {
    const { fake, user } = await start("empty", "#/webhooks");
    await user.click(await button("Start listening"));
    expect(await screen.findByText("Webhooks sent to http://127.0.0.1:8377 come in.")).toBeVisible(); // prettier-ignore
    expect(fake.listening.running).toBe(true);
    await user.click(await button("Stop"));
    expect(await screen.findByText(/Payments are looked up all the same/)).toBeVisible();
  });

  it("names an address to copy and a proof for each account", async () => {
    const { user } = await start("books", "#/webhooks");
    const copy = vi.spyOn(navigator.clipboard, "writeText").mockResolvedValue();
    await user.click(await screen.findByText("Addresses for your gateways"));
    expect(screen.getByText(/counts if it comes from 18.233.137.110/)).toBeVisible();
    await user.click(await button("Copy the address for Export sales"));
    expect(copy).toHaveBeenCalledWith("http://127.0.0.1:8377/webhooks/Export%20sales");
  });

  it("tells which gateway has been silent although payments were made", async () => {
    await start("books", "#/webhooks");
    expect(
      await screen.findByText(/Nothing has come from Export sales since .*4 payments were made/),
    ).toBeVisible();
  });

  it("is set up in plain words, and says at the field what is wrong", async () => {
    const { fake, user } = await start("books", "#/webhooks");
    await user.click(await button("Listener settings"));
    const open = await dialog("How webhooks come in");
    await waitFor(() => expect(open.getByLabelText("Port")).toHaveValue("8377"));
    await user.click(open.getByRole("radio", { name: "The whole network" }));
    expect(open.getByText(/keep a firewall in front/)).toBeVisible();
    await user.clear(open.getByLabelText("Port"));
    await user.type(open.getByLabelText("Port"), "80");
    await user.type(open.getByLabelText(/^Trusted tunnels/), "10.0.0.7");
    await user.click(open.getByRole("switch", { name: "Start with the window" }));
    await user.click(open.getByRole("button", { name: "Save" }));
    expect(await open.findByText("Another program already listens on port 80.")).toBeVisible();
    await user.type(open.getByLabelText("Port"), "81");
    await user.click(open.getByRole("button", { name: "Save" }));
    await waitFor(() =>
      expect(fake.listening).toMatchObject({
        bind: "0.0.0.0:8081",
        trusted_proxies: "10.0.0.7",
        starts_with_window: true,
      }),
    );
  });

  it("reads every address it writes", () => {
    for (const bind of ["127.0.0.1:8377", "0.0.0.0:80", "192.168.1.5:9000", "[::1]:8377"]) {
      expect(writeBind(readBind(bind))).toBe(bind);
    }
    expect(readBind("[::1]:8377").reach).toBe("other");
  });
});
