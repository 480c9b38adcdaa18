/** The whole window on the fake shop, for tests. */
import { render, screen, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { expect } from "vitest";
import { open } from "../api/fake/host";
import type { Scene } from "../api/fake/shop";
import App from "../App.svelte";
import { dialogs } from "../state/dialogs.svelte";
import { notices } from "../state/notices.svelte";
import { READ, shop } from "../state/shop.svelte";

/** Enough for every kind of payment; role queries slow down with each row. */
const ROWS = 20;

/** Opens the window at an address and waits until the first screen stands. */
export async function start(scene: Scene, address = "#/payments") {
  dialogs.close();
  for (const one of READ) one.forget();
  notices.list = [];
  shop.overview = null;
  location.hash = address;
  const fake = open(scene, ROWS);
  const user = userEvent.setup({ delay: null });
  render(App);
  await screen.findAllByRole("heading");
  return { fake, user };
}

export const button = (name: string | RegExp) => screen.findByRole("button", { name });

/** The dialog that is open, once its title reads so. */
export async function dialog(title: string | RegExp) {
  return within(await screen.findByRole("dialog", { name: title }));
}

/** axe on the whole document; contrast needs layout and is measured in a browser. */
export async function expectNoFindings() {
  const { violations } = await axe.run(document.body, {
    rules: { "color-contrast": { enabled: false } },
    runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"],
  });
  expect(violations.map((one) => `${one.id}: ${one.nodes[0]?.html}`)).toEqual([]);
}
