import type {
  ImportDetail,
  ImportForm,
  ImportKind,
  ImportLine,
  ImportLinePage,
  ImportMade,
  ImportPage,
  ImportPlan,
  ImportPlanLine,
  ImportRow,
  RememberedMapping,
  UndoReport,
} from "../bindings";
import { minorOf, money } from "./money";
import { refuse, type Shop } from "./shop";

export interface KeptImport {
  row: ImportRow;
  lines: ImportLine[];
}

const HOUR = 3_600_000;
const HEADINGS = ["Trans Date", "Narration", "Debit", "Credit", "Balance", "Branch"];
const STATEMENT: [date: string, text: string, minor: bigint][] = [
  ["03/11/2026", "NIP/NOVAC PAYOUT/PO-20261102", 18_312_500n],
  ["04/11/2026", "POS PURCHASE SHOPRITE IKEJA", -1_240_000n],
  ["05/11/2026", "TRF FRM CHIAMAKA EZE /RENT OF STALL", 4_200_000n],
  ["05/11/2026", "NIP/NOVAC PAYOUT/PO-20261104", 9_998_500n],
  ["06/11/2026", "SMS ALERT CHARGE", -400n],
  ["06/11/2026", '=HYPERLINK("http://x.example";"Win")<b>now</b>', 100n],
  ["09/11/2026", "FIRST BANK TRF /AIRTIME", -50_000n],
  ["10/11/2026", "NIP/NOVAC PAYOUT", 7_500_000n],
];
const FILES: Record<ImportKind, string> = {
  statement: "gtbank-november.csv",
  balance_report: "balance-history.json",
  refund_list: "refunds.json",
  history: "old-shop-orders.csv",
};

/** A file by the kind that is asked for: the name alone tells the fake what is in it. */
export const importFile = () => ({
  path: "/home/ada/Downloads/statement",
  name: FILES.statement,
  bytes: 8_412,
});

export function importPlan(shop: Shop, form: ImportForm): ImportPlan {
  const { kind, place, account, alike } = form;
  const said = new Map(form.changes);
  const isCsv = kind === "statement" || kind === "history";
  const currency = said.get("currency") ?? "NGN";
  if (!/^[A-Z]{3}$/.test(currency)) {
    refuse("invalid_input", `“${currency}” is no currency. Write its code, such as NGN.`, "map");
  }
  const open = isCsv && !said.has("dates");
  const lines = open ? [] : linesOf(shop, form);
  const count = (fate: ImportPlanLine["fate"]) => lines.filter((one) => one.fate === fate).length;
  const taken = lines.filter((one) => one.taken);
  const sum = taken.reduce((all, { amount }) => all + (amount ? minorOf(amount) : 0n), 0n);
  const before = shop.imports.find(
    ({ row }) => row.undone === null && row.file === FILES[kind] && row.of === kind,
  );
  return {
    digest: JSON.stringify([lines, alike]),
    of: kind,
    file: FILES[kind],
    written_in: isCsv ? "CSV" : "JSON",
    account,
    place,
    bank_account: null,
    first: open ? null : "2026-11-03",
    last: open ? null : "2026-11-10",
    words: isCsv ? words(said) : [],
    mapping_from: isCsv ? "file" : "none",
    why: isCsv ? ["the heading “Credit” names what came in", "balances follow from the lines"] : [],
    questions: open
      ? [
          {
            key: "dates",
            question:
              "In which order are the parts of dates? 03/11/2026 on line 2 can be read in two ways.",
            choices: ["d-m-y", "m-d-y"],
          },
        ]
      : [],
    preview: isCsv ? preview() : null,
    lines,
    problems: open
      ? []
      : [
          {
            line: 10,
            message: "The amount “1.2.3” is no amount. Correct the file, or add it by hand.",
          },
        ],
    problems_total: open ? 0 : 1,
    doubts: [],
    ignored_columns: isCsv ? ["Branch"] : [],
    in_file: lines.length + (open ? 0 : 1),
    alike,
    wants_decision: count("alike") > 0 && alike === null,
    counts: {
      new: count("new"),
      known: count("known"),
      changed: count("changed"),
      alike: count("alike"),
      unknown: count("unknown"),
      taken: taken.length,
    },
    sums: taken.length > 0 ? [money(sum, currency)] : [],
    earlier: before ? { id: before.row.id, file: before.row.file, at: before.row.at } : null,
  };
}

function linesOf(shop: Shop, { kind, alike, changes }: ImportForm): ImportPlanLine[] {
  const currency = new Map(changes).get("currency") ?? "NGN";
  if (kind === "history") return ofHistory(shop);
  return STATEMENT.map(([date, text, minor], index) => {
    const [day, month, year] = date.split("/");
    const known = index === 4 || (index === 0 && shop.meanwhile);
    const fate = index === 6 ? "alike" : known ? "known" : "new";
    return {
      line: index + 2,
      date: `${year}-${month}-${day}`,
      amount: money(minor, currency),
      text,
      counterparty: null,
      reference: null,
      fate,
      taken: fate === "new" || (fate === "alike" && alike === "take"),
      becomes: "line",
      message: fate === "alike" ? "Looks the same as line 41 of gtbank-october.csv." : null,
    };
  });
}

function ofHistory(shop: Shop): ImportPlanLine[] {
  return shop.payments.slice(0, 3).map(({ payment }, index) => ({
    line: index + 2,
    date: payment.created_at.slice(0, 10),
    amount: payment.amount,
    text: payment.description ?? "",
    counterparty: payment.customer?.name ?? null,
    reference: `OLD-${payment.reference}`,
    fate: "new",
    taken: true,
    becomes: "payment",
    message: null,
  }));
}

function words(said: Map<string, string>) {
  const usual: [key: string, about: string, value: string | null][] = [
    ["date", "the column with the day a line was booked on", "Trans Date"],
    ["in", "the column with what came in, where that has one of its own", "Credit"],
    ["out", "the column with what went out", "Debit"],
    ["text", "the columns that say what a line is for, such as Details|Narration", "Narration"],
    ["reference", "the column with an order number or invoice", null],
    ["balance", "the column with the balance after the line", "Balance"],
    ["dates", "the order of a date's parts: y-m-d, d-m-y or m-d-y", null],
    ["decimal", "what stands before the decimals: point or comma", "point"],
    ["currency", "the currency of all amounts, such as NGN", "NGN"],
  ];
  return usual.map(([key, about, value]) => ({ key, about, value: said.get(key) ?? value }));
}

function preview() {
  const figure = (minor: bigint) => money(minor < 0n ? -minor : minor, "NGN").amount;
  const rows = STATEMENT.map(([date, text, minor]) => [
    date,
    text,
    minor < 0n ? figure(minor) : "",
    minor > 0n ? figure(minor) : "",
    "",
    "IKEJA",
  ]);
  return {
    headings: HEADINGS,
    rows: [HEADINGS, ...rows].map((cells, index) => ({
      line: index + 1,
      is_line: index > 0,
      cells,
    })),
    lines: rows.length + 1,
  };
}

export function importMake(
  shop: Shop,
  form: ImportForm,
  digest: string,
  by: string | null,
): ImportMade {
  const plan = importPlan(shop, form);
  const none = { id: null, lines: 0, payments: 0, refunded: 0, payouts: 0 };
  if (plan.digest !== digest) return { ...none, changed: plan };
  const lines = plan.lines.filter(({ taken }) => taken);
  if (lines.length === 0) return { ...none, changed: null };
  const id = `imp_${shop.imports.length + 1}`;
  const row: ImportRow = {
    id,
    of: form.kind,
    file: plan.file,
    account: form.account,
    place: form.place,
    by,
    at: shop.stamp(),
    in_file: plan.in_file,
    lines: lines.length,
    matched: 0,
    undone: null,
  };
  shop.imports.unshift({ row, lines: lines.map(keptLine) });
  const payments = form.kind === "history" ? lines.length : 0;
  return { ...none, id, lines: lines.length, payments, changed: null };
}

const keptLine = ({ line, date, amount, text, counterparty, reference }: ImportPlanLine) => ({
  line,
  date,
  amount: amount ?? money(0n, "NGN"),
  text,
  counterparty,
  reference,
  payout_id: null,
});

export function importPage(shop: Shop, after: string | null, limit: number): ImportPage {
  const from = Number(after ?? 0);
  const items = shop.imports.slice(from, from + limit).map(({ row }) => row);
  return { items, next: from + limit < shop.imports.length ? String(from + limit) : null };
}

const found = (shop: Shop, id: string): KeptImport =>
  shop.imports.find(({ row }) => row.id === id) ?? refuse("not_found", "There is no such import.");

export function importDetail(shop: Shop, id: string): ImportDetail {
  const { row } = found(shop, id);
  return {
    import: row,
    sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    payments: [],
    payments_brought: 0,
    refunds_brought: 0,
    payouts: [],
  };
}

export function importLines(
  shop: Shop,
  id: string,
  after: string | null,
  limit: number,
): ImportLinePage {
  const { lines } = found(shop, id);
  const from = Number(after ?? 0);
  const next = from + limit < lines.length ? String(from + limit) : null;
  return { items: lines.slice(from, from + limit), next };
}

export function importUndo(shop: Shop, id: string, reason: string, by: string): UndoReport {
  const kept = found(shop, id);
  if (kept.row.undone) refuse("refused", "This import was undone already.");
  kept.row = { ...kept.row, undone: { reason, by, at: shop.stamp() } };
  return {
    lines: kept.row.lines,
    released: kept.row.matched,
    payments: 0,
    refunds: 0,
    payouts: 0,
    kept: [],
  };
}

export function importRemembered(shop: Shop): RememberedMapping[] {
  const places = new Set(shop.imports.flatMap(({ row }) => row.place ?? []));
  return [...places].map((name) => ({ of: "statement", name, bank_account: null, words: [] }));
}

export function importSeed(shop: Shop): KeptImport[] {
  const row = (id: string, file: string, hours: number, extra: Partial<ImportRow>): ImportRow => ({
    id,
    of: "statement",
    file,
    account: null,
    place: "GTBank business",
    by: "Ngozi Ade",
    at: new Date(shop.now() - hours * HOUR).toISOString(),
    in_file: 41,
    lines: 41,
    matched: 0,
    undone: null,
    ...extra,
  });
  const lines = STATEMENT.slice(0, 5).map(([, text, minor], index) => ({
    line: index + 2,
    date: `2026-10-${String(index + 5).padStart(2, "0")}`,
    amount: money(minor, "NGN"),
    text,
    counterparty: null,
    reference: null,
    payout_id: null,
  }));
  const undone = {
    reason: "The wrong account was chosen",
    by: "Tunde",
    at: new Date(shop.now() - 690 * HOUR).toISOString(),
  };
  return [
    { row: row("imp_seed_3", "gtbank-october.csv", 200, {}), lines },
    {
      row: row("imp_seed_2", "balance-history.json", 640, {
        of: "balance_report",
        account: "Main shop",
        place: null,
      }),
      lines: [],
    },
    { row: row("imp_seed_1", "zenith-september.ofx", 700, { undone, place: "Zenith" }), lines },
  ];
}
