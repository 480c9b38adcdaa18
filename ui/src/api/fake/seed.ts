import type { Account, PaymentDetail, Flag, PaymentStatus, TimelineItem } from "../bindings";
import { money } from "./money";

const PEOPLE = [
  ["Ada Obi", "ada.obi@example.com"],
  ["Tunde Bakare", "tunde@bakare.example"],
  ["Chiamaka Eze", "chiamaka.eze@example.com"],
  ["Kwame Mensah", "kwame@mensah.example"],
  ["Zainab Yusuf", "zainab.y@example.org"],
  ["Ifeoma Nwosu", "ifeoma@nwosu.example"],
  ["Olumide Adeyemi-Fashola", "olumide.adeyemi-fashola@long-company-name.example"],
  ["Grace Appiah", "grace.appiah@example.com"],
] as const;
const GOODS = [
  ["Premium plan, yearly", 2_500_000n],
  ["Ankara fabric, 6 yards", 1_850_000n],
  ["Consultation, 45 min", 1_500_000n],
  ["Gift box “Lagos”", 740_050n],
  ["Workshop seat", 4_200_000n],
  ["Delivery to Abuja", 350_000n],
] as const;
const STATUSES: PaymentStatus[] = [
  "paid", "settled", "paid", "settled", "pending", "paid", "settled", "failed", "settled", "paid",
  "expired", "settled", "cancelled", "paid", "settled", "unknown", "settled", "reversed",
]; // prettier-ignore
const CHANNELS = ["card", "transfer", "ussd"];
const HOUR = 3_600_000;

/** A number per `n` that looks random and is always the same. */
const dice = (n: number, sides: number) => Math.floor(((n * 9301 + 49_297) % 233_280) / 7) % sides;

const at = <T>(list: readonly T[], index: number): T => list[index % list.length] as T;

/** `count` payments of the last weeks before `now`, the newest first. */
export function payments(accounts: Account[], count: number, now: number): PaymentDetail[] {
  return Array.from({ length: count }, (_, n) => payment(n, accounts, now));
}

function payment(n: number, accounts: Account[], now: number): PaymentDetail {
  const account = at(accounts, dice(n + 3, 7) < 5 ? 0 : 1);
  const currency = account.currencies[0] ?? "NGN";
  const [name, email] = at(PEOPLE, dice(n + 1, 8));
  const [description, price] = at(GOODS, dice(n + 5, 6));
  const minor = currency === "NGN" ? price : price / 100n;
  const status = at(STATUSES, n);
  const created = new Date(now - (n * 11 + dice(n, 9)) * HOUR - dice(n, 3600) * 1000);
  const captured = ["paid", "settled", "reversed"].includes(status);
  const fee = captured ? money((minor * 3n) / 200n, currency) : null;
  const none = money(0n, currency);
  const amount = money(minor, currency);
  const byApi = account.capabilities.refund;
  return {
    payment: {
      id: `pay_${String(100_000 - n)}`,
      reference: `ORDER-${String(1320 - n).padStart(5, "0")}`,
      gateway_reference: `${account.gateway.slice(0, 2)}_${(7_301_977 * (n + 11)).toString(36)}`,
      account: account.name,
      gateway: account.gateway,
      gateway_title: account.gateway_title,
      status,
      flags: flagsOf(n, status),
      tags: [],
      amount,
      refunded: none,
      refundable: captured && status !== "reversed" ? amount : none,
      fee,
      channel: captured ? at(CHANNELS, dice(n + 2, 3)) : null,
      customer: n % 23 === 9 ? null : { name, email },
      description: n % 7 === 3 ? null : description,
      created_at: created.toISOString(),
      mode: account.mode,
    },
    ordered: flagsOf(n, status).includes("amount_mismatch")
      ? money(minor + 50_000n, currency)
      : amount,
    charged: null,
    gateway_status: captured ? "successful" : status,
    link: null,
    refund: {
      allowed: captured && status !== "reversed",
      reason: captured ? null : "Only a paid payment can be refunded.",
      by_api: byApi,
      partial: account.capabilities.partial_refund,
      approval_above: [],
    },
    refunds: [],
    timeline: timeline(created.getTime(), account, status, amount),
    notes: [],
    tags: [],
    join_candidates: [],
    concerns: [],
    last_looked_up_at: new Date(Math.min(created.getTime() + HOUR, now - 60_000)).toISOString(),
  };
}

function flagsOf(n: number, status: PaymentStatus): Flag[] {
  if (status !== "paid") return [];
  if (n === 5) return ["amount_mismatch"];
  if (n === 13) return ["late"];
  return n === 31 ? ["unordered"] : [];
}

function timeline(
  start: number,
  account: Account,
  status: PaymentStatus,
  amount: TimelineItem["amount"],
): TimelineItem[] {
  const when = (minutes: number) => new Date(start + minutes * 60_000).toISOString();
  const items: TimelineItem[] = [
    { seq: 1, at: when(0), actor: "window", kind: "link_requested", status: null, amount, text: null },
    { seq: 2, at: when(0.02), actor: account.gateway, kind: "link_opened", status: "pending", amount, text: null },
  ]; // prettier-ignore
  if (status !== "pending") {
    const text = status === "failed" ? "Insufficient funds" : null;
    items.push({ seq: 3, at: when(7), actor: account.gateway, kind: "payment_observed", status, amount, text }); // prettier-ignore
  }
  return items;
}
