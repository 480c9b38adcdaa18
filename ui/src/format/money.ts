/**
 * Money for eyes, and the little arithmetic that pictures of money need.
 *
 * Amounts stay decimal strings or `bigint` minor units, and the exponent always
 * comes with the amount: `Intl` disagrees with ISO 4217 for several currencies.
 */

export interface Amount {
  amount: string;
  currency: string;
  exponent: number;
}

/** The figure in the locale's writing, every minor digit shown, without the currency. */
export function figure({ amount, exponent }: Amount, locale: string): string {
  return new Intl.NumberFormat(locale, {
    minimumFractionDigits: exponent,
    maximumFractionDigits: exponent,
  }).format(amount as `${number}`);
}

/** Figure and currency code, as in `25,000.00 NGN`. */
export function moneyText(money: Amount, locale: string): string {
  return `${figure(money, locale)} ${money.currency}`;
}

/** Minor units; throws if the decimal string does not fit the exponent. */
export function minorUnits({ amount, exponent }: Amount): bigint {
  const minor = parseMinor(amount, exponent);
  if (minor === null) throw new RangeError(`${amount} has more than ${exponent} decimals`);
  return minor;
}

/** What was typed as minor units, or `null` while it is no exact amount. */
export function parseMinor(text: string, exponent: number): bigint | null {
  const match = /^(-?)(\d+)(?:\.(\d*))?$/.exec(text.trim());
  if (!match) return null;
  const [, sign, whole = "", fraction = ""] = match;
  if (fraction.length > exponent) return null;
  const minor = BigInt(whole + fraction.padEnd(exponent, "0"));
  return sign ? -minor : minor;
}

/** Minor units as a decimal string in major units. */
export function fromMinor(minor: bigint, currency: string, exponent: number): Amount {
  const digits = (minor < 0n ? -minor : minor).toString().padStart(exponent + 1, "0");
  const whole = digits.slice(0, digits.length - exponent);
  const sign = minor < 0n ? "-" : "";
  const amount = exponent === 0 ? whole : `${whole}.${digits.slice(-exponent)}`;
  return { amount: sign + amount, currency, exponent };
}

export function isZero(money: Amount): boolean {
  return /^-?0+(\.0*)?$/.test(money.amount);
}

/** Part of a whole in per cent, for widths only; 0 to 100. */
export function share(part: bigint, whole: bigint): number {
  if (whole <= 0n || part <= 0n) return 0;
  return part >= whole ? 100 : Number((part * 10_000n) / whole) / 100;
}

/** Amounts of several currencies in one sentence: `25,000.00 NGN and 12.00 USD`. */
export function moneyList(all: Amount[], locale: string): string {
  return new Intl.ListFormat(locale).format(all.map((money) => moneyText(money, locale)));
}
