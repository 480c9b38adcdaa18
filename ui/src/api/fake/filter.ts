import type { PaymentRow } from "../bindings";
import { money, minorOf } from "./money";

const KEYS = [
  "status",
  "gateway",
  "account",
  "mode",
  "is",
  "customer",
  "from",
  "to",
  "amount",
  "flag",
  "currency",
];
const SPLIT = /"([^"]*)"|((?:[^\s"]|"[^"]*")+)/g;
const TERM = /^([a-z]+)(:|>=|<=|>|<|=)(.*)$/i;

/** Whether a row answers the filter; throws a sentence about a filter nobody can read. */
export function matcher(filter: string): (row: PaymentRow) => boolean {
  const tests = [...filter.matchAll(SPLIT)].map((found) =>
    found[1] === undefined ? term(found[2] ?? "") : words(found[1]),
  );
  return (row) => tests.every((test) => test(row));
}

function words(text: string): (row: PaymentRow) => boolean {
  const needle = text.toLowerCase();
  return (row) =>
    [
      row.reference,
      row.gateway_reference,
      row.description,
      row.customer?.name,
      row.customer?.email,
      row.amount.amount,
    ].some((field) => field?.toLowerCase().includes(needle));
}

function term(text: string): (row: PaymentRow) => boolean {
  const match = TERM.exec(text);
  if (!match) return words(text);
  const [, key = "", operator = ":", quoted = ""] = match;
  const value = quoted.replaceAll('"', "");
  if (!KEYS.includes(key)) {
    throw new Error(`There is no filter called “${key}”. Use one of ${KEYS.join(", ")}.`);
  }
  switch (key) {
    case "status":
      return (row) => value.split(",").includes(row.status);
    case "gateway":
      return (row) => value.split(",").includes(row.gateway);
    case "mode":
      return (row) => value.split(",").includes(row.mode);
    case "account":
      return (row) => row.account.toLowerCase() === value.toLowerCase();
    case "currency":
      return (row) => value.toUpperCase().split(",").includes(row.amount.currency);
    case "flag":
      return (row) => row.flags.some((flag) => value.split(",").includes(flag));
    case "is":
      return (row) => states(row).includes(value);
    case "from":
      return (row) => row.created_at.slice(0, 10) >= value;
    case "to":
      return (row) => row.created_at.slice(0, 10) <= value;
    case "amount":
      return (row) => compare(minorOf(row.amount), operator, value, row.amount.currency);
    default:
      return (row) =>
        [row.customer?.name, row.customer?.email].some((field) =>
          field?.toLowerCase().includes(value.toLowerCase()),
        );
  }
}

function states(row: PaymentRow): string[] {
  return [
    ...(row.status === "pending" || row.status === "unknown" ? ["open"] : []),
    ...(row.flags.length > 0 || row.status === "unknown" ? ["attention"] : []),
  ];
}

function compare(amount: bigint, operator: string, value: string, currency: string): boolean {
  const [whole = "0", fraction = ""] = value.split(".");
  const { exponent } = money(0n, currency);
  const other = BigInt(whole + fraction.padEnd(exponent, "0").slice(0, exponent));
  if (operator === ">=") return amount >= other;
  if (operator === "<=") return amount <= other;
  if (operator === ">") return amount > other;
  return operator === "<" ? amount < other : amount === other;
}
