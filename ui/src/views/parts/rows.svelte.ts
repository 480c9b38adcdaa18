/**
 * Keys and clicks in a table whose rows open, or in a list of cards.
 *
 * One row at a time is in the tab order; arrows or j and k move along them. Each
 * row has one link marked `data-row` with its id.
 */
const STEPS: Record<string, number> = {
  ArrowDown: 1,
  j: 1,
  ArrowUp: -1,
  k: -1,
  Home: -Infinity,
  End: Infinity,
};

export class RowKeys {
  /** The row that was last worked in. */
  current = $state<string | null>(null);

  /** The row that Tab leads to. */
  reachable(rows: { id: string }[], selected: string | null): string | undefined {
    const wanted = [this.current, selected].find((id) => rows.some((row) => row.id === id));
    return wanted ?? rows[0]?.id;
  }
}

export function moveAlong(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  const step = STEPS[event.key];
  if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-row]")];
  const around = (event.target as Element).closest("tr, article");
  const row = around?.querySelector<HTMLElement>("[data-row]");
  const here = row ? links.indexOf(row) : -1;
  const there = Math.min(Math.max(here + step, 0), links.length - 1);
  links[there]?.focus();
  links[there]?.scrollIntoView({ block: "nearest" });
}

/** A click anywhere in a row opens it, unless text was being selected or something else was meant. */
export function openRow(event: MouseEvent, address: string): void {
  if (event.defaultPrevented) return;
  if ((event.target as Element).closest("a, button, input, label")) return;
  if (getSelection()?.toString()) return;
  location.hash = address;
}

/** Gives the focus back to a row whose panel was closed. */
export function focusRow(id: string | null): void {
  requestAnimationFrame(() => {
    document.querySelector<HTMLElement>(`[data-row="${CSS.escape(id ?? "")}"]`)?.focus();
  });
}
