import type { Money } from "../bindings";

const EXPONENTS: Record<string, number> = { JPY: 0, KWD: 3 };

export const exponentOf = (currency: string): number => EXPONENTS[currency] ?? 2;

/** Minor units as a `Money`. */
export function money(minor: bigint, currency: string): Money {
  const exponent = exponentOf(currency);
  const digits = (minor < 0n ? -minor : minor).toString().padStart(exponent + 1, "0");
  const whole = digits.slice(0, digits.length - exponent);
  const sign = minor < 0n ? "-" : "";
  const amount = exponent === 0 ? whole : `${whole}.${digits.slice(-exponent)}`;
  return { amount: sign + amount, currency, exponent };
}

/** A plain decimal amount in minor units, or why it is none. */
export function minor(text: string, currency: string): bigint | string {
  const exponent = exponentOf(currency);
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text.trim());
  if (!match) return `“${text}” is not an amount. Write it like 25000.00, without commas.`;
  const fraction = match[3] ?? "";
  if (fraction.length > exponent) {
    return exponent === 0
      ? `${currency} has no smaller unit. Leave the decimals out.`
      : `${currency} has ${exponent} decimals; “${text}” has ${fraction.length}.`;
  }
  const value = BigInt(match[2] + fraction.padEnd(exponent, "0"));
  if (match[1] || value === 0n) return "The amount must be more than zero.";
  if (value > 9_223_372_036_854_775_807n) return "The amount is too large to be kept.";
  return value;
}

export function minorOf(value: Money): bigint {
  return BigInt(value.amount.replace(".", ""));
}
