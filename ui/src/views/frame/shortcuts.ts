/** Keys that work anywhere nothing is being typed. */
import { isList } from "../../state/address";
import { deliveries } from "../../state/deliveries.svelte";
import { dialogs } from "../../state/dialogs.svelte";
import { showing } from "../../state/open.svelte";
import { route } from "../../state/route.svelte";
import { shop } from "../../state/shop.svelte";

/** What the command key is called on this computer. */
export const COMMAND_KEY = /Mac/.test(navigator.platform) ? "⌘" : "Ctrl";

const ACTIONS: Record<string, () => void> = {
  n: () => dialogs.show({ kind: "link" }),
  p: () => dialogs.show({ kind: "payout" }),
  e: () => goToExport(),
  r: () => refundOpenPayment(),
  u: () => void (showing.payment ?? showing.payout)?.verify(),
  w: () => replayWebhooks(),
  j: () => goToRow(),
  k: () => goToRow(),
  "/": () => focusSearch(),
  "?": () => dialogs.show({ kind: "shortcuts" }),
};

/** Only the list of payments has a filter that a file, or a bulk refund, can have too. */
export const listFilter = () => (route.place.page === "payments" ? route.place.filter : "");

/** Goes to where files are made, with the filter of the list on the screen; the next Tab is there too. */
export function goToExport(): void {
  route.go({ page: "exports", filter: listFilter() });
  document.getElementById("main")?.focus();
}

/** Refunds the payment on the screen if that is allowed. */
export function refundOpenPayment(): void {
  const detail = showing.payment?.detail;
  if (detail?.refund.allowed) dialogs.show({ kind: "refund", detail });
}

/** Replays the webhooks that are chosen, else the one that is open. */
export function replayWebhooks(): void {
  if (route.place.page !== "webhooks") return;
  const open = showing.delivery ? [showing.delivery.id] : [];
  const ids = deliveries.chosen.length > 0 ? deliveries.chosen : open;
  if (ids.length > 0) dialogs.show({ kind: "replay", ids });
}

/** The search of the list on the screen, else that of the payments. */
export function focusSearch(): void {
  if (!isList(route.place.page)) route.go({ page: "payments" });
  requestAnimationFrame(() => document.querySelector<HTMLElement>("[data-search]")?.focus());
}

/** Goes into the table at the row that was last worked in. */
function goToRow(): void {
  const rows = "[data-row]:not([tabindex='-1'])";
  document.querySelector<HTMLElement>(`#main ${rows}`)?.focus();
}

export function shortcuts(event: KeyboardEvent): void {
  const { place } = shop.overview ?? { place: "first_start" };
  if (event.defaultPrevented || place === "first_start") return;
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    if (dialogs.open === null) dialogs.show({ kind: "palette" });
    return;
  }
  if (dialogs.open !== null || event.ctrlKey || event.metaKey || event.altKey) return;
  if (isTyping(event.target)) return;
  if (event.key === "Escape" && route.place.id !== null) {
    document.querySelector<HTMLElement>("[data-close-panel]")?.click();
    return;
  }
  const action = ACTIONS[event.key];
  if (!action) return;
  event.preventDefault();
  action();
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.matches("input:not([type=checkbox]), textarea, [role=menu] *, [role=listbox] *"))
  );
}
