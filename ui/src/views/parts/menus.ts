/** What the menus of a filter have in common. */
import { shop } from "../../state/shop.svelte";

interface Entry {
  value: string;
  label: string;
}

/** The labels of what is chosen, or `null` where nothing is. */
export function shownLabels(entries: Entry[], chosen: string[]): string | null {
  const labels = chosen.map((value) => entries.find((one) => one.value === value)?.label ?? value);
  return labels.length > 0 ? labels.join(", ") : null;
}

/** The accounts to choose one from. */
export const accountEntries = (): Entry[] =>
  shop.accounts.map(({ name }) => ({ value: name, label: name }));
