import type { Account, PayoutDetail, PayoutStatus, TimelineItem } from "../bindings";
import { money } from "./money";

const HOUR = 3_600_000;

type Line = [status: PayoutStatus, to: string, name: string | null, amount: bigint, reason: string];

const NOVAC: Line[] = [
  ["processed", "Guaranty Trust Bank ••4410", "Chiamaka Eze", 18_500_000n, "Fabric, October"],
  ["pending", "Access Bank ••7890", "Adaobi Grace Nwachukwu", 4_250_000n, "Tailoring, 12 pieces"],
  ["unknown", "Zenith Bank ••0031", "Tunde Bakare", 7_500_000n, "Rent of the stall"],
  ["failed", "OPay ••2218", "Ifeoma Nwosu", 1_200_000n, "Delivery to Abuja"],
  ["requested", "Kuda Bank ••9907", "Olumide Adeyemi-Fashola", 990_000n, "Photos for the shop"],
];
const NOWPAY: Line[] = [
  ["processed", "Airtel ••3344", null, 29_900n, "Top-up for the courier"],
  ["processed", "HDFC0001234 ••5512", "Ravi Kumar", 500_000n, "Packaging"],
];

/** Payouts of the last weeks before `now`, the newest first; the last one nobody here asked for. */
export function payouts(accounts: Account[], now: number): PayoutDetail[] {
  const made = accounts.flatMap((account) => {
    if (account.gateway === "novac") return lines(account, NOVAC, "NGN", now);
    if (account.gateway === "nowpay") return lines(account, NOWPAY, "INR", now);
    return account.gateway === "ovgc" ? [settlement(account, now)] : [];
  });
  return made.sort((one, other) => other.created_at.localeCompare(one.created_at));
}

function lines(account: Account, list: Line[], currency: string, now: number): PayoutDetail[] {
  return list.map(([status, to, name, minor, reason], n) => {
    const created = now - (n * 31 + 5 + account.gateway.length) * HOUR;
    const amount = money(minor, currency);
    const sent = status !== "requested";
    const message = {
      unknown: "Novac did not answer in time.",
      failed: "The receiving bank refused it: the account is dormant.",
    }[status as string];
    return {
      id: `out_${account.gateway}_${n + 1}`,
      reference: `PO-20261${String(100 - n)}-${account.gateway.toUpperCase()}${n}K7Q`,
      account: account.name,
      gateway: account.gateway,
      mode: account.mode,
      kind: currency === "INR" && n === 0 ? "recharge" : "bank",
      amount,
      fee: status === "processed" ? money(2_500n, currency) : null,
      to,
      beneficiary: { name, account: to.replace(/^.*••/, "012345") },
      status,
      gateway_status: sent && status !== "unknown" ? status : null,
      gateway_payout_id: sent && status !== "unknown" ? `tr_${created % 99_991}` : null,
      bank_reference: status === "processed" ? `0000${created % 9_999_991}` : null,
      reason,
      message: message ?? null,
      part: currency === "INR" && n === 1 ? { number: 1, of: 2 } : null,
      found: false,
      created_at: new Date(created).toISOString(),
      details: [["transfer_mode", "IMPS"]],
      timeline: timeline(created, account.gateway, status, amount, reason, message ?? null),
    };
  });
}

function timeline(
  start: number,
  gateway: string,
  status: PayoutStatus,
  amount: TimelineItem["amount"],
  reason: string,
  message: string | null,
): TimelineItem[] {
  const at = (minutes: number) => new Date(start + minutes * 60_000).toISOString();
  const items: TimelineItem[] = [
    { seq: 1, at: at(0), actor: "window", kind: "payout_requested", status: "requested", amount, text: reason },
  ]; // prettier-ignore
  if (status === "requested") return items;
  items.push({ seq: 2, at: at(0.01), actor: "window", kind: "payout_submitted", status: "submitted", amount: null, text: null }); // prettier-ignore
  const actor = status === "processed" ? "webhook" : gateway;
  items.push({ seq: 3, at: at(4), actor, kind: "payout_observed", status, amount: null, text: message }); // prettier-ignore
  return items;
}

function settlement(account: Account, now: number): PayoutDetail {
  const created = now - 50 * HOUR;
  const amount = money(128_450n, "USD");
  const at = new Date(created).toISOString();
  return {
    id: "out_ovgc_1",
    reference: "po_77120",
    account: account.name,
    gateway: account.gateway,
    mode: account.mode,
    kind: "settlement",
    amount,
    fee: null,
    to: "Your bank account",
    beneficiary: null,
    status: "processed",
    gateway_status: "payout.completed",
    gateway_payout_id: "po_77120",
    bank_reference: null,
    reason: "OVGC Payments told of it",
    message: null,
    part: null,
    found: true,
    created_at: at,
    details: [],
    timeline: [
      { seq: 1, at, actor: "webhook", kind: "payout_found", status: null, amount, text: null },
      { seq: 2, at, actor: "webhook", kind: "payout_observed", status: "processed", amount: null, text: null },
    ], // prettier-ignore
  };
}
