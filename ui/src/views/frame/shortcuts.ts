/** Keys that work anywhere nothing is being typed. */
import { dialogs } from "../../state/dialogs.svelte";
import { showing } from "../../state/payment.svelte";
import { route } from "../../state/route.svelte";
import { shop } from "../../state/shop.svelte";

/** What the command key is called on this computer. */
export const COMMAND_KEY = /Mac/.test(navigator.platform) ? "⌘" : "Ctrl";

const ACTIONS: Record<string, () => void> = {
  n: () => dialogs.show({ kind: "link" }),
  e: () => dialogs.show({ kind: "export", filter: route.place.filter }),
  r: () => refundOpenPayment(),
  u: () => void showing.payment?.verify(),
  j: () => focusRow(),
  k: () => focusRow(),
  "/": () => focusSearch(),
  "?": () => dialogs.show({ kind: "shortcuts" }),
};

/** Refunds the payment on the screen if that is allowed. */
export function refundOpenPayment(): void {
  const detail = showing.payment?.detail;
  if (detail?.refund.allowed) dialogs.show({ kind: "refund", detail });
}

export function focusSearch(): void {
  if (route.place.page !== "payments") route.go({ page: "payments" });
  requestAnimationFrame(() => document.getElementById("payment-search")?.focus());
}

/** Goes into the table at the row that was last worked in. */
function focusRow(): void {
  document.querySelector<HTMLElement>('[data-payment][tabindex="0"]')?.focus();
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
    document.querySelector<HTMLElement>("[data-close-payment]")?.click();
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
    (target.isContentEditable || target.matches("input, textarea, [role=menu] *, [role=listbox] *"))
  );
}
