import type {
  CustomerDetail,
  CustomerPage,
  CustomerRow,
  CustomerTotal,
  MaskForm,
  MaskPlan,
  PaymentDetail,
} from "../bindings";
import { minorOf, money } from "./money";
import { refundPage } from "./refunds";
import { refuse, type Shop } from "./shop";

const PAYMENTS_A_PAGE = 20;

/** Who a payment's customer is: the e-mail, else the name. */
function keyOf({ payment: { customer } }: PaymentDetail): string | null {
  if (customer?.email) return customer.email.toLowerCase();
  return customer?.name ? `name:${customer.name.toLowerCase()}` : null;
}

export function customerPage(
  shop: Shop,
  text: string,
  after: string | null,
  limit: number,
): CustomerPage {
  const needle = text.trim().toLowerCase();
  const groups = grouped(shop.payments, keyOf);
  const rows = [...groups].flatMap(([key, all]) => {
    if (key === null) return [];
    const row = rowOf(key, all);
    const texts = [row.name, row.email, ...all.map(({ payment }) => payment.reference)];
    return texts.some((one) => one?.toLowerCase().includes(needle)) ? [row] : [];
  });
  const start = after === null ? 0 : rows.findIndex(({ key }) => key === after) + 1;
  const items = rows.slice(start, start + limit);
  return { items, next: start + limit < rows.length ? (items.at(-1)?.key ?? null) : null };
}

export function customerDetail(shop: Shop, key: string, after: string | null): CustomerDetail {
  const all = paymentsOf(shop, key);
  const payments = all.map(({ payment }) => payment);
  const start = after === null ? 0 : payments.findIndex(({ id }) => id === after) + 1;
  const shown = payments.slice(start, start + PAYMENTS_A_PAGE);
  const more = start + PAYMENTS_A_PAGE < payments.length;
  const every = { filter: "", status: [], batch: null, after: null, limit: Infinity };
  const ids = new Set(payments.map(({ id }) => id));
  return {
    row: rowOf(key, all),
    payments: shown,
    next: more ? (shown.at(-1)?.id ?? null) : null,
    refunds: refundPage(shop, every).items.filter(({ payment_id }) => ids.has(payment_id)),
  };
}

function grouped<K>(all: PaymentDetail[], key: (one: PaymentDetail) => K) {
  const groups = new Map<K, PaymentDetail[]>();
  for (const one of all) groups.set(key(one), [...(groups.get(key(one)) ?? []), one]);
  return groups;
}

function paymentsOf(shop: Shop, key: string): PaymentDetail[] {
  const all = shop.payments.filter((detail) => keyOf(detail) === key);
  return all.length > 0 ? all : refuse("not_found", "This customer is not in the books.");
}

function rowOf(key: string, all: PaymentDetail[]): CustomerRow {
  const { name = null, email = null } = all[0]?.payment.customer ?? {};
  const last_at = all[0]?.payment.created_at ?? "";
  return { key, name, email, payments: all.length, totals: totals(all), last_at };
}

function totals(all: PaymentDetail[]): CustomerTotal[] {
  const paid = all.filter(({ payment }) => ["paid", "settled"].includes(payment.status));
  const byCurrency = grouped(paid, ({ payment }) => payment.amount.currency);
  const sorted = [...byCurrency].sort(([one], [other]) => one.localeCompare(other));
  return sorted.map(([currency, some]) => {
    const sum = (of: "amount" | "refunded") =>
      money(
        some.reduce((total, { payment }) => total + minorOf(payment[of]), 0n),
        currency,
      );
    return { paid: sum("amount"), refunded: sum("refunded") };
  });
}

export function customerMaskPlan(shop: Shop, key: string): MaskPlan {
  const all = paymentsOf(shop, key);
  const open = all.filter(({ payment }) => ["pending", "unknown"].includes(payment.status));
  return {
    people: 1,
    payments: all.length,
    open: open.map(({ payment }) => `${payment.reference} is still open.`),
    newest_payment: all[0]?.payment.created_at ?? null,
    kept: [
      "Descriptions, notes and reasons that you wrote, where they mention this customer.",
      "Backups and exports that were made before.",
    ],
    warning:
      "The law may oblige you to keep invoices and payment data for some years, in many countries between five and ten. Ask your accountant before you mask payments that are younger.",
  };
}

export function customerMask(shop: Shop, form: MaskForm): null {
  const plan = customerMaskPlan(shop, form.key);
  if (plan.open.length > 0) refuse("refused", plan.open.join(" "));
  if (!form.reason.trim()) refuse("invalid_input", "Say why.", "reason");
  if (form.confirm !== form.key) refuse("invalid_input", `Type exactly ${form.key}.`, "confirm");
  const all = paymentsOf(shop, form.key);
  for (const { payment } of all) payment.customer = null;
  shop.tell("payments-changed", { ids: all.map(({ payment }) => payment.id) });
  return null;
}
