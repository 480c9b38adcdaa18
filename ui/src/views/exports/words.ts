/** How findings, names of accounts, periods and limits are said. */
import type {
  AccountName,
  ExportChoice,
  ExportDetail,
  ExportFinding,
  ExportLimits,
  ExportRow,
  ExportValue,
} from "../../api/bindings";
import { exportDraft } from "../../state/export-draft.svelte";
import type { Period } from "../../state/periods";
import { shop } from "../../state/shop.svelte";
import { t, type Key } from "../../text";

/** What wants to be looked at; everything else that was found is only told. */
const WANTS_A_LOOK = ["left_out", "text_cut", "test_mode", "kept", "more_is_new", "taken_back"];

export const toneOf = ({ code }: ExportFinding): "wait" | "info" =>
  WANTS_A_LOOK.includes(code) ? "wait" : "info";

/** What wants a look first; that there is nothing is said by the empty file itself. */
export function findingsInOrder(findings: ExportFinding[]): ExportFinding[] {
  const told = findings.filter(({ code }) => code !== "nothing");
  return told.toSorted((one, other) => toneOf(other).localeCompare(toneOf(one)));
}

const PERIOD: Record<Period, Key> = {
  "this-month": "export-this-month",
  "last-month": "export-last-month",
  "this-quarter": "export-this-quarter",
  "last-quarter": "export-last-quarter",
  "this-year": "export-this-year",
  "since-last": "export-since-last",
  everything: "export-everything",
  custom: "export-custom",
};

export const periodText = (period: Period): string => t(PERIOD[period]);

const ACCOUNTS: Record<string, Key> = {
  clearing: "account-clearing",
  bank: "account-bank",
  cash: "account-cash",
  other: "account-other",
  sales: "account-sales",
  refunds: "account-refunds",
  reversals: "account-reversals",
  fees: "account-fees",
  transfers: "account-transfers",
};

/** Accounts in the order in which money goes through them; those without a word of ours last. */
export function accountsInOrder(names: AccountName[]): AccountName[] {
  const order = Object.keys(ACCOUNTS);
  const place = ({ account }: AccountName) => order.indexOf(account) + 1 || order.length + 1;
  return names.toSorted((one, other) => place(one) - place(other));
}

/** An account of the books by the ledger's word for it. */
export function accountText(word: string): string {
  const key = ACCOUNTS[word];
  return key === undefined ? word : t(key);
}

/** How much goes into one file. */
export function limitText({ rows, bytes }: ExportLimits): string | null {
  const { locale } = shop.zone;
  const number = new Intl.NumberFormat(locale);
  const size = bytes === null ? "" : sizeText(bytes, locale);
  if (rows === null) return bytes === null ? null : t("export-limit-bytes", { size });
  const count = number.format(rows);
  return bytes === null
    ? t("export-limit-rows", { rows: count })
    : t("export-limit-both", { rows: count, size });
}

function sizeText(bytes: number, locale: string): string {
  const large = bytes >= 1_000_000;
  const unit = large ? "megabyte" : "kilobyte";
  const format = new Intl.NumberFormat(locale, { style: "unit", unit, maximumFractionDigits: 0 });
  return format.format(bytes / (large ? 1_000_000 : 1000));
}

/** A kind of file's name for people; one that is no more is told by its own word. */
export const profileTitle = (name: string): string =>
  exportDraft.profiles.find((one) => one.name === name)?.title ?? name;

/** What was asked for, as the filter language has it. */
export function askedText({ filter, since_last }: ExportRow): string {
  const what = filter || t("export-filter-all");
  return since_last ? `${what}, ${t("export-was-new")}` : what;
}

/** The last part of a path, whichever way the system writes them. */
export const fileName = (path: string): string => path.split(/[\\/]/).at(-1) ?? path;

/** What was chosen of a kind of file, in the words it is offered in. */
export function chosenOf({ export: { profile }, choices }: ExportDetail) {
  const kind = exportDraft.profiles.find((one) => one.name === profile);
  return Object.entries(choices).map(([name, value]) => {
    const choice = kind?.choices.find((one) => one.name === name);
    const known = choice?.values.find((one) => one.value === value);
    return {
      label: choice ? choiceLabel(choice).label : name,
      value: known && !choice?.free ? meaningOf(known) : value,
    };
  });
}

/** What a choice decides as a label, and what else is said about it as a hint. */
export function choiceLabel({ about }: ExportChoice): { label: string; hint: string | undefined } {
  const [, first = about, rest] = /^(.+?)[.;] (.+)$/.exec(about) ?? [];
  return { label: first.replace(/\.$/, ""), hint: rest && capital(rest) };
}

/** What a value means, as an entry of a list. */
export const meaningOf = ({ about }: ExportValue): string => capital(about.replace(/\.$/, ""));

/** What could be written where anything may be. */
export const proposals = ({ values }: ExportChoice): string =>
  new Intl.ListFormat(shop.zone.locale, { type: "disjunction" }).format(
    values.map(({ value, about }) => `${value} (${about})`),
  );

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
