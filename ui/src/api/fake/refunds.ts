import type {
  FieldProblem,
  Money,
  PaymentDetail,
  Refund,
  RefundForm,
  RefundRecordForm,
} from "../bindings";
import { minor, minorOf, money } from "./money";
import { refuse, type Shop } from "./shop";

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
  const amount = checked(shop, form.payment_id, form.amount, form.reason);
  const made = refund(shop, detail, amount, {
    method: "api",
    status: form.reason.includes("lost") ? "unknown" : "pending",
    reason: form.reason,
    customer_note: form.customer_note,
    merchant_note: form.merchant_note,
  });
  shop.note(detail, "window", "refund_requested", "requested", form.reason, amount);
  shop.note(detail, detail.payment.gateway, "refund_submitted", made.status, null, amount);
  shop.tell("payments-changed", { ids: [form.payment_id] });
  return made;
}

export function refundRecord(shop: Shop, form: RefundRecordForm): Refund {
  const detail = shop.payment(form.payment_id);
  const amount = checked(shop, form.payment_id, form.amount, form.reason);
  const made = refund(shop, detail, amount, {
    method: form.method,
    status: "processed",
    reason: form.reason,
    evidence: form.evidence,
  });
  shop.note(detail, "window", "refund_recorded", "processed", form.evidence, amount);
  shop.tell("payments-changed", { ids: [form.payment_id] });
  return made;
}

function checked(shop: Shop, id: string, amount: string | null, reason: string): Money {
  if (!reason.trim()) refuse("invalid_input", "Say why the money goes back.", "reason");
  const [problem] = refundCheck(shop, id, amount);
  if (problem) refuse("invalid_input", problem.message, problem.field);
  const { payment } = shop.payment(id);
  if (amount === null) return payment.refundable;
  return money(minor(amount, payment.amount.currency) as bigint, payment.amount.currency);
}

function refund(
  shop: Shop,
  detail: PaymentDetail,
  amount: Money,
  extra: Pick<Refund, "method" | "status" | "reason"> & Partial<Refund>,
): Refund {
  const { payment } = detail;
  const number = detail.refunds.length + 1;
  const unknown = extra.status === "unknown";
  const made: Refund = {
    id: `ref_${payment.id}_${number}`,
    amount,
    customer_note: null,
    merchant_note: null,
    evidence: null,
    idempotency_key: `0199f2c4-${payment.id}-${number}`,
    gateway_refund_id: extra.method === "api" && !unknown ? `RF-${number}` : null,
    requested_at: shop.stamp(),
    message: unknown ? `${payment.gateway_title} did not answer in time.` : null,
    ...extra,
  };
  detail.refunds.push(made);
  const { currency } = payment.amount;
  if (made.status === "processed") {
    payment.refunded = money(minorOf(payment.refunded) + minorOf(amount), currency);
  }
  payment.refundable = money(minorOf(payment.refundable) - minorOf(amount), currency);
  if (minorOf(payment.refundable) === 0n) {
    detail.refund = { ...detail.refund, allowed: false, reason: "All of it was paid back." };
  }
  return made;
}
