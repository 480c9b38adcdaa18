/** What the states of what was sent mean to the merchant who just asked for it. */
import type { Money, Payout } from "../../api/bindings";
import { fromMinor, minorUnits, moneyText } from "../../format/money";
import { t, type Key } from "../../text";

interface Result {
  tone: "good" | "wait" | "bad";
  title: Key;
  text: Key;
}

const DONE: Result = { tone: "good", title: "payout-done-title", text: "payout-done-text" };
const PENDING: Result = {
  tone: "good",
  title: "payout-pending-title",
  text: "payout-pending-text",
};
const UNKNOWN: Result = {
  tone: "wait",
  title: "payout-unknown-title",
  text: "payout-unknown-text",
};
const FAILED: Result = { tone: "bad", title: "payout-failed-title", text: "payout-failed-text" };
const PARTLY: Result = { tone: "wait", title: "payout-partly-title", text: "payout-partly-text" };

/** The whole as its least certain part: an unknown one speaks before all others. */
export function resultOf(payouts: Payout[]): Result {
  const any = (...states: Payout["status"][]) =>
    payouts.some(({ status }) => states.includes(status));
  if (any("unknown", "submitted")) return UNKNOWN;
  if (!any("failed", "requested")) return any("pending") ? PENDING : DONE;
  return any("pending", "processed") ? PARTLY : FAILED;
}

/** What a result is about: with parts, all of them together. */
export function sumOf(payouts: Payout[]): Money {
  const [first] = payouts;
  const { currency, exponent } = first?.amount ?? { currency: "", exponent: 0 };
  const sum = payouts.reduce((all, { amount }) => all + minorUnits(amount), 0n);
  return fromMinor(sum, currency, exponent);
}

export function resultTitle(payouts: Payout[], locale: string): string {
  return t(resultOf(payouts).title, { amount: moneyText(sumOf(payouts), locale) });
}
