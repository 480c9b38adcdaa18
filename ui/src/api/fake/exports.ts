import type {
  ExportFinding,
  ExportForm,
  ExportLast,
  ExportPreset,
  ExportPreview,
  ExportProfile,
  ExportQuery,
  ExportSaved,
  Money,
} from "../bindings";
import { describedBy, made, type KeptExport } from "./export-history";
import { PROFILES } from "./export-profiles";
import { matcher } from "./filter";
import { minorOf, money } from "./money";
import { refuse, type Shop } from "./shop";

const SHOWN = 8;
/** Profiles that write each account and currency into a file of its own. */
const BY_ACCOUNT = ["qbo-3", "qbo-4", "xero-bank", "freeagent", "wave", "zoho", "sage", "ofx", "qif"]; // prettier-ignore

interface Row {
  id: string;
  at: string;
  gateway: string;
  account: string;
  mode: string;
  amount: Money;
  reference: string;
  name: string;
  description: string;
}

export function exportPreview(shop: Shop, query: ExportQuery): ExportPreview {
  const profile = profileOf(query.profile);
  const rows = rowsOf(shop, query);
  const columns = query.columns.length > 0 ? query.columns : names(profile);
  const day = query.to ?? shop.stamp().slice(0, 10);
  const from = query.from ? `${query.from}-` : "";
  return {
    rows: rows.length,
    files: filesOf(profile, rows),
    columns,
    first: rows.slice(0, SHOWN).map((row) => columns.map((name) => cell(row, name))),
    text: columns.length > 0 ? null : journal(rows.slice(0, SHOWN)),
    sums: sums(rows),
    findings: findings(profile, rows),
    last: lastOf(shop, query),
    suggested_path: `/home/ada/Documents/Tillkeeper/tillkeeper-${profile.name}-${from}to-${day}.${profile.extension}`, // prettier-ignore
  };
}

export async function exportSave(
  shop: Shop,
  { query, path }: ExportForm,
): Promise<ExportSaved | null> {
  if (path.startsWith("/read-only")) {
    refuse("storage", `${path} cannot be written. Choose another folder.`);
  }
  const rows = rowsOf(shop, query);
  const profile = profileOf(query.profile);
  if (!(await written(shop, rows.length))) return null;
  const kept = made(shop, query, rows.length, sums(rows), suffixes(filesOf(profile, rows), path));
  shop.exports.unshift(kept);
  return saved(kept, path, findings(profile, rows));
}

/** Writes again what the journal knows of; where to is chosen in the system's dialog. */
export async function exportAgain(shop: Shop, id: string): Promise<ExportSaved | null> {
  const kept = shop.exports.find(({ export: { id: one } }) => one === id);
  if (!kept) refuse("not_found", "There is no such export.");
  if (!(await written(shop, kept.export.rows))) return null;
  return saved(kept, `/home/ada/Desktop/${kept.files[0]?.name}`, []);
}

export function exportPresetSave(shop: Shop, given: string, query: ExportQuery): ExportPreset[] {
  const name = given.trim();
  if (name === "") {
    refuse("invalid_input", "Give the preset a name of 1 to 60 characters.", "preset");
  }
  const { profile, choices, columns, filter, since_last } = query;
  const preset = { name, profile, choices, columns, filter, since_last };
  shop.presets = [...shop.presets.filter((one) => one.name !== name), preset].sort((one, other) =>
    one.name.localeCompare(other.name),
  );
  return shop.presets;
}

/** Steps that take as long as the shop's pace; `false` where it was stopped. */
async function written(shop: Shop, of: number): Promise<boolean> {
  if (shop.exporting) {
    refuse("conflict", "A file is being written already. Wait for it, or stop it first.");
  }
  const run = (shop.exporting = { stopped: false });
  for (let step = 1; step <= 4; step += 1) {
    shop.tell("export-progressed", { rows: Math.floor((of * step) / 4), of });
    do {
      await new Promise((done) => setTimeout(done, shop.pace ?? 5));
    } while (shop.pace === null && !run.stopped);
    if (run.stopped) break;
  }
  shop.exporting = null;
  return !run.stopped;
}

function saved(kept: KeptExport, path: string, found: ExportFinding[]): ExportSaved {
  const folder = path.slice(0, path.lastIndexOf("/") + 1);
  return {
    id: kept.export.id,
    files: kept.files.map(({ name, ...file }) => ({ ...file, path: folder + name })),
    manifest: `${path}.manifest.json`,
    rows: kept.export.rows,
    sums: kept.export.sums,
    findings: found,
  };
}

function suffixes(files: number, path: string): string[] {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const at = name.lastIndexOf(".");
  if (files <= 1) return [name];
  return Array.from(
    { length: files },
    (_, index) => `${name.slice(0, at)}-${index + 1}${name.slice(at)}`,
  );
}

function profileOf(name: string): ExportProfile {
  const found = PROFILES.find((one) => one.name === name);
  return found ?? refuse("invalid_input", `There is no kind of file called ${name}.`, "profile");
}

const names = ({ columns }: ExportProfile) => columns.map(({ name }) => name);

function lastOf(shop: Shop, query: ExportQuery): ExportLast | null {
  const last = shop.exports.find(
    ({ export: { profile, filter } }) => profile === query.profile && filter === describedBy(query),
  );
  if (!last) return null;
  const since = rowsOf(shop, { ...query, since_last: true }).length;
  return { at: last.export.at, rows: last.export.rows, new_rows: since };
}

function rowsOf(shop: Shop, query: ExportQuery): Row[] {
  const { filter, from, to } = query;
  const matches = matching(filter);
  const last = shop.exports.find(
    (one) => one.export.profile === query.profile && one.export.filter === describedBy(query),
  );
  const after = query.since_last ? last?.export.at : undefined;
  const inside = (day: string) => (!from || day >= from) && (!to || day <= to);
  return shop.payments
    .filter(({ payment }) => matches(payment) && payment.refundable.amount !== "0.00")
    .filter(({ payment }) => inside(payment.created_at.slice(0, 10)))
    .filter(({ payment }) => after === undefined || payment.created_at > after)
    .map(({ payment: one }) => ({
      id: one.id,
      at: one.created_at,
      gateway: one.gateway,
      account: one.account,
      mode: one.mode,
      amount: one.amount,
      reference: one.reference,
      name: one.customer?.name ?? "",
      description: one.description ?? "",
    }));
}

function matching(filter: string) {
  try {
    return matcher(filter);
  } catch (problem) {
    return refuse("invalid_input", problem instanceof Error ? problem.message : "", "filter");
  }
}

function cell(row: Row, column: string): string {
  const day = row.at.slice(0, 10);
  const cells: Record<string, string> = {
    schema: "tillkeeper.base.1",
    row_id: `${row.id}.0`,
    occurred_at_utc: row.at.replace(/\.\d+/, ""),
    local_date: day,
    gateway: row.gateway,
    account: row.account,
    mode: row.mode,
    type: "sale",
    status: "paid",
    currency: row.amount.currency,
    amount_minor: String(minorOf(row.amount)),
    order_ref: row.reference,
    customer_name: row.name,
    description: row.description,
  };
  const known = cells[column];
  if (known !== undefined) return known;
  if (/date/i.test(column)) return day.split("-").reverse().join("/");
  if (/amount|credit/i.test(column)) return row.amount.amount;
  if (/description/i.test(column)) return `${row.reference} ${row.description}`;
  if (/payee|contact/i.test(column)) return row.name;
  if (/reference|number|id$/i.test(column)) return row.reference;
  return "";
}

function journal(rows: Row[]): string {
  const clearing = (row: Row) => `Assets:Clearing:${row.account}:${row.amount.currency}`;
  return rows
    .map(
      (row) =>
        `${row.at.slice(0, 10)} * (${row.reference}) ${row.description}  ; id:${row.id}.0\n` +
        `    ${clearing(row).padEnd(44)}  ${row.amount.amount} ${row.amount.currency}\n` +
        `    ${`Income:Sales:${row.amount.currency}`.padEnd(44)} -${row.amount.amount} ${row.amount.currency}\n`, // prettier-ignore
    )
    .join("\n");
}

function filesOf(profile: ExportProfile, rows: Row[]): number {
  if (!BY_ACCOUNT.includes(profile.name)) return rows.length > 0 ? 1 : 0;
  return new Set(rows.map((row) => `${row.account} ${row.amount.currency}`)).size;
}

function findings(profile: ExportProfile, rows: Row[]): ExportFinding[] {
  const found: ExportFinding[] = [];
  const say = (code: string, sentence: string, example: string | null = null) =>
    found.push({ code, sentence, example });
  const test = rows.filter(({ mode }) => mode === "test").length;
  const files = filesOf(profile, rows);
  if (rows.length === 0) {
    say("nothing", "No money moved in this selection; the file has no rows.");
    return found;
  }
  if (profile.name === "freeagent") {
    say(
      "text_changed",
      "3 texts were changed: FreeAgent takes no commas and no quotation marks.",
      rows[0]?.reference ?? null,
    );
  }
  if (profile.name === "xero-invoice") {
    say(
      "left_out",
      "2 rows were left out: a refund is no invoice; it is in the bank statement.",
      rows[0]?.reference ?? null,
    );
  }
  if (test > 0 && test < rows.length) {
    say(
      "test_mode",
      `${test} rows are of test payments, beside real ones; add mode:live to the filter to leave them out.`, // prettier-ignore
      rows.find(({ mode }) => mode === "test")?.reference ?? null,
    );
  }
  if (files > 1) {
    say("parts", `There are ${files} files: a bank statement is of one account and one currency.`);
  }
  return found;
}

function sums(rows: Row[]): Money[] {
  const totals = new Map<string, bigint>();
  for (const { amount } of rows) {
    totals.set(amount.currency, (totals.get(amount.currency) ?? 0n) + minorOf(amount));
  }
  return [...totals].map(([currency, total]) => money(total, currency));
}
