import type {
  FieldProblem,
  Money,
  PaymentDetail,
  Refund,
  RefundForm,
  RefundPage,
  RefundQuery,
  RefundRecordForm,
} from "../bindings";
import { derived } from "./care";
import { minor, minorOf, money } from "./money";
import { refuse, type Shop } from "./shop";

/** What a chosen file is called; the fake's person always chooses the same. */
export const CHOSEN = {
  path: "/home/ada/Pictures/receipt.jpg",
  name: "receipt.jpg",
  bytes: 182_400,
};

export function refundCheck(shop: Shop, id: string, amount: string | null): FieldProblem[] {
  const { payment } = shop.payment(id);
  const { currency } = payment.amount;
  const value = amount === null ? minorOf(payment.refundable) : minor(amount, currency);
  if (typeof value === "string") return [{ field: "amount", message: value }];
  if (value <= minorOf(payment.refundable)) return [];
  const message = `Only ${payment.refundable.amount} ${currency} is left to refund.`;
  return [{ field: "amount", message }];
}

export function refundCreate(shop: Shop, form: RefundForm): Refund {
  const detail = shop.payment(form.payment_id);
  if (!detail.refund.allowed) refuse("refused", detail.refund.reason ?? "Not refundable.");
  const left = detail.payment.refundable.amount;
  if (form.left_seen !== null && form.left_seen !== left) {
    refuse("conflict", `${form.left_seen} was left when this was decided on, and ${left} is now.`);
  }
  const amount = checked(shop, form.payment_id, form.amount, form.reason);
  const limit = detail.refund.approval_above.find(({ currency }) => currency === amount.currency);
  const before = detail.refunds
    .filter(({ method, status }) => method === "api" && status !== "failed")
    .filter(({ decision }) => !decision?.approved)
    .reduce((sum, known) => sum + minorOf(known.amount), 0n);
  const waits = limit !== undefined && before + minorOf(amount) > minorOf(limit);
  if (waits && !form.by?.trim()) refuse("invalid_input", "Write your name.", "by");
  const made = refund(shop, detail, amount, {
    method: "api",
    status: waits ? "requested" : form.reason.includes("lost") ? "unknown" : "pending",
    reason: form.reason,
    customer_note: form.customer_note,
    merchant_note: form.merchant_note,
    by: form.by,
  });
  shop.note(detail, "window", "refund_requested", "requested", form.reason, amount);
  if (!waits) {
    shop.note(detail, detail.payment.gateway, "refund_submitted", made.status, null, amount);
  }
  shop.tell("payments-changed", { ids: [form.payment_id] });
  shop.tell("attention-changed", {});
  return derived(made);
}

export function refundRecord(shop: Shop, form: RefundRecordForm): Refund {
  const detail = shop.payment(form.payment_id);
  const amount = checked(shop, form.payment_id, form.amount, form.reason);
  const made = refund(shop, detail, amount, {
    method: form.method,
    status: "processed",
    reason: form.reason,
    evidence: form.evidence,
    file: form.file === null ? null : { name: CHOSEN.name, bytes: CHOSEN.bytes },
    by: form.by,
  });
  shop.note(detail, "window", "refund_recorded", "processed", form.evidence, amount);
  shop.tell("payments-changed", { ids: [form.payment_id] });
  return derived(made);
}

export function refundPage(shop: Shop, query: RefundQuery): RefundPage {
  const matches = shop.matcher(query.filter);
  const rows = shop.payments
    .filter(({ payment }) => matches(payment))
    .flatMap(({ payment, refunds }) =>
      refunds.map((refund) => ({
        refund: derived(refund),
        payment_id: payment.id,
        reference: payment.reference,
        account: payment.account,
        gateway: payment.gateway,
        gateway_title: payment.gateway_title,
      })),
    )
    .filter(({ refund }) => query.status.length === 0 || query.status.includes(refund.status))
    .filter(({ refund }) => query.batch === null || refund.batch === query.batch)
    .sort((one, other) => other.refund.requested_at.localeCompare(one.refund.requested_at));
  const start =
    query.after === null ? 0 : rows.findIndex((row) => row.refund.id === query.after) + 1;
  const items = rows.slice(start, start + query.limit);
  const more = start + query.limit < rows.length;
  return { items, next: more ? (items.at(-1)?.refund.id ?? null) : null };
}

function checked(shop: Shop, id: string, amount: string | null, reason: string): Money {
  if (!reason.trim()) refuse("invalid_input", "Say why the money goes back.", "reason");
  const [problem] = refundCheck(shop, id, amount);
  if (problem) refuse("invalid_input", problem.message, problem.field);
  const { payment } = shop.payment(id);
  if (amount === null) return payment.refundable;
  return money(minor(amount, payment.amount.currency) as bigint, payment.amount.currency);
}

/** Adds a refund to a payment, which holds its amount from now on. */
export function refund(
  shop: Shop,
  detail: PaymentDetail,
  amount: Money,
  extra: Pick<Refund, "method" | "status" | "reason"> & Partial<Refund>,
): Refund {
  const { payment } = detail;
  const number = detail.refunds.length + 1;
  const { status } = extra;
  const answered = status === "pending" || status === "processed";
  const made: Refund = {
    id: `ref_${payment.id}_${number}`,
    amount,
    asked: amount,
    customer_note: null,
    merchant_note: null,
    evidence: null,
    file: null,
    by: null,
    decision: null,
    resolved_by: null,
    batch: null,
    unconfirmed: false,
    can_resolve: false,
    has_slip: false,
    idempotency_key: `0199f2c4-${payment.id}-${number}`,
    gateway_refund_id: extra.method === "api" && answered ? `RF-${number}` : null,
    requested_at: shop.stamp(),
    message: status === "unknown" ? `${payment.gateway_title} did not answer in time.` : null,
    ...extra,
  };
  detail.refunds.push(made);
  counted(detail);
  return made;
}

/** What is left of a payment, anew from its refunds. */
export function counted(detail: PaymentDetail): void {
  const { payment, refunds } = detail;
  const sum = (counts: (refund: Refund) => boolean) =>
    refunds.filter(counts).reduce((total, { amount }) => total + minorOf(amount), 0n);
  const { currency } = payment.amount;
  const left = minorOf(payment.amount) - sum(({ status }) => status !== "failed");
  payment.refunded = money(
    sum(({ status }) => status === "processed"),
    currency,
  );
  payment.refundable = money(left < 0n ? 0n : left, currency);
  detail.refund =
    left > 0n
      ? { ...detail.refund, allowed: true, reason: null }
      : { ...detail.refund, allowed: false, reason: "All of it was paid back." };
}
