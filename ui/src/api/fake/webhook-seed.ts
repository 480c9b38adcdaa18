import type { Account, DeliveryDetail, PaymentDetail, Verdict } from "../bindings";

const MINUTE = 60_000;

interface Kind {
  gateway: string;
  event: string | null;
  verdict: Verdict | null;
  reason: string | null;
  changed?: number;
  body?: (payment: PaymentDetail) => string;
}

const KINDS: Kind[] = [
  { gateway: "ovgc", event: "payment.succeeded", verdict: null, reason: null },
  { gateway: "novac", event: "transaction", verdict: "accepted", changed: 1, reason: "Looked up: the payment is paid." },
  { gateway: "novac", event: "transaction", verdict: "duplicate", reason: "The same as one of 4 minutes earlier. Nothing was done." },
  { gateway: "ovgc", event: "payment.succeeded", verdict: "rejected", reason: "The signature does not fit the webhook secret." },
  { gateway: "echezona", event: "payment.success", verdict: "accepted", changed: 1, reason: "Looked up: the payment is paid." },
  { gateway: "ovgc", event: "refund.created", verdict: "accepted", changed: 1, reason: "A refund made in OVGC's dashboard was booked." },
  { gateway: "novac", event: null, verdict: "rejected", reason: "It came from 203.0.113.9, which is none of Novac's addresses.", body: () => "notify=transaction&status=successful" },
  { gateway: "echezona", event: "subscription.renew", verdict: "accepted", reason: "Kept. This version does nothing with subscriptions." },
  { gateway: "novac", event: null, verdict: "rejected", reason: "It is no JSON: expected a value at the first character.", body: () => "\u0000\u0001binary" },
  { gateway: "nowpay", event: "callback", verdict: "accepted", reason: "Looked up: nothing new." },
  { gateway: "novac", event: "test_assess", verdict: "accepted", reason: "Novac tried whether anybody listens. Nothing to do." },
  { gateway: "ovgc", event: "payout.completed", verdict: "accepted", changed: 2, reason: "A payout to you was booked." },
]; // prettier-ignore

/** An inbox of the last days before `now`, the newest first. */
export function deliveries(
  accounts: Account[],
  payments: PaymentDetail[],
  now: number,
): DeliveryDetail[] {
  return KINDS.flatMap((kind, n) => {
    const account = accounts.find((one) => one.gateway === kind.gateway);
    const paid = payments.filter((one) => one.payment.gateway === kind.gateway);
    const about = paid[n % Math.max(paid.length, 1)] ?? payments[n];
    return account && about ? [delivery(kind, n, account, about, now)] : [];
  });
}

function delivery(
  { gateway, event, verdict, reason, changed = 0, body: write }: Kind,
  n: number,
  account: Account,
  about: PaymentDetail,
  now: number,
): DeliveryDetail {
  const at = new Date(now - (n * n * 47 + 2) * MINUTE).toISOString();
  const { payment } = about;
  const toPayout = event === "payout.completed";
  const named = event !== null && event !== "test_assess";
  const text = (write ?? ordinary(event))(about);
  const isText = !text.includes("\u0000");
  const known = named && !toPayout && payment.gateway === gateway && verdict === "accepted";
  return {
    id: `del_${100 - n}`,
    received_at: at,
    account: account.name,
    gateway,
    event,
    reference: named ? (toPayout ? "po_77120" : payment.reference) : null,
    verdict,
    reason,
    payment_id: known ? payment.id : null,
    payout_id: toPayout ? "out_ovgc_1" : null,
    origin: n === 9 ? "import" : "listener",
    handled_at: verdict === "accepted" ? at : null,
    changed,
    source: n === 9 ? null : n === 6 ? "203.0.113.9" : "18.233.137.110",
    headers: [
      ["content-type", isText ? "application/json" : "application/octet-stream"],
      ["user-agent", "axios/1.7.2"],
      ...(gateway === "ovgc"
        ? ([
            ["x-webhook-timestamp", String(Math.floor(Date.parse(at) / 1000))],
            ["x-webhook-signature", "sha256=••••••••"],
          ] as [string, string][])
        : []),
    ],
    body: isText ? text : "00 01 62 69 6e 61 72 79",
    body_is_text: isText,
    body_bytes: text.length,
    body_sha256: "3b2f1c8ad0c5e1f6b7a99e4d2c7f60418e5d3a1b9c8f7e6d5c4b3a29180f7e6d",
    masked: gateway === "ovgc",
    duplicate_of: verdict === "duplicate" ? `del_${100 - n + 1}` : null,
    changes: Array.from({ length: changed }, (_, index) => ({
      seq: index + 1,
      at,
      actor: "webhook",
      kind: toPayout ? (index === 0 ? "payout_found" : "payout_observed") : "payment_observed",
      status: toPayout ? (index === 0 ? null : "processed") : "paid",
      amount: payment.amount,
      text: null,
    })),
  };
}

const ordinary =
  (event: string | null) =>
  ({ payment }: PaymentDetail): string =>
    `{"event":"${event}","data":{"reference":"${payment.reference}","amount":${payment.amount.amount},` +
    `"currency":"${payment.amount.currency}","customer":{"email":"${payment.customer?.email ?? ""}"},` +
    `"metadata":{},"tags":[]}}`;
