/** What a refund's state means to the merchant who just asked for it. */
import type { Refund } from "../../api/bindings";
import { moneyText } from "../../format/money";
import { shop } from "../../state/shop.svelte";
import { t, type Key } from "../../text";

interface Result {
  tone: "good" | "wait" | "bad";
  title: Key;
  text: Key;
}

export function resultOf(refund: Refund): Result {
  if (refund.method !== "api") {
    return { tone: "good", title: "refund-recorded-title", text: "refund-recorded-text" };
  }
  switch (refund.status) {
    case "processed":
      return { tone: "good", title: "refund-processed-title", text: "refund-processed-text" };
    case "failed":
      if (refund.decision?.approved === false)
        return { tone: "good", title: "refund-rejected-title", text: "refund-rejected-text" };
      return { tone: "bad", title: "refund-failed-title", text: "refund-failed-text" };
    case "unknown":
      return { tone: "wait", title: "refund-unknown-title", text: "refund-unknown-text" };
    case "requested":
    case "approved":
      return { tone: "wait", title: "refund-waiting-title", text: "refund-waiting-text" };
    default:
      return { tone: "good", title: "refund-done-title", text: "refund-done-text" };
  }
}

export function resultTitle(refund: Refund): string {
  return t(resultOf(refund).title, { amount: moneyText(refund.amount, shop.zone.locale) });
}
