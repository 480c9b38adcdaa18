import type { ExportForm, ExportPreview, ExportProfile, ExportQuery, ExportSaved, Money } from "../bindings"; // prettier-ignore
import { matcher } from "./filter";
import { minorOf, money } from "./money";
import { refuse, type Shop } from "./shop";

export const PROFILES: ExportProfile[] = [
  {
    name: "base",
    title: "Tillkeeper CSV",
    description: "One row per movement of money, every column, for spreadsheets and accountants.",
    extension: "csv",
  },
];

const COLUMNS = [
  "schema", "row_id", "occurred_at_utc", "local_date", "gateway", "account", "mode", "type",
  "status", "currency", "amount_minor", "amount", "fee", "net", "order_ref", "customer_name",
]; // prettier-ignore

export function exportPreview(shop: Shop, query: ExportQuery): ExportPreview {
  const rows = rowsOf(shop, query);
  return {
    rows: rows.length,
    columns: COLUMNS,
    first: rows.slice(0, 8),
    sums: sums(rows),
    suggested_path: `/home/ada/Documents/tillkeeper-${query.from ?? "all"}.csv`,
  };
}

export function exportSave(shop: Shop, form: ExportForm): ExportSaved {
  if (form.path.startsWith("/read-only")) {
    refuse("storage", `${form.path} cannot be written. Choose another folder.`);
  }
  const rows = rowsOf(shop, form);
  const sha256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
  return { path: form.path, rows: rows.length, sha256, sums: sums(rows) };
}

function rowsOf(shop: Shop, { filter, from, to }: ExportQuery): string[][] {
  const matches = matcher(filter);
  const inside = (day: string) => (!from || day >= from) && (!to || day <= to);
  return shop.payments
    .filter(({ payment }) => matches(payment) && payment.refundable.amount !== "0.00")
    .filter(({ payment }) => inside(payment.created_at.slice(0, 10)))
    .map(({ payment: one }) => [
      "tillkeeper-1", `${one.id}:sale`, one.created_at, one.created_at.slice(0, 10), one.gateway,
      one.account, one.mode, "sale", one.status, one.amount.currency,
      one.amount.amount.replace(".", ""), one.amount.amount, one.fee?.amount ?? "",
      one.amount.amount, one.reference, one.customer?.name ?? "",
    ]); // prettier-ignore
}

function sums(rows: string[][]): Money[] {
  const totals = new Map<string, bigint>();
  for (const row of rows) {
    const currency = row[9] ?? "";
    const value = minorOf(money(BigInt(row[10] ?? "0"), currency));
    totals.set(currency, (totals.get(currency) ?? 0n) + value);
  }
  return [...totals].map(([currency, total]) => money(total, currency));
}
