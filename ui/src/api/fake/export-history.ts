import type {
  AccountName,
  ExportDetail,
  ExportPage,
  ExportPreset,
  ExportQuery,
  Money,
} from "../bindings";
import { money } from "./money";
import { refuse, type Shop } from "./shop";

export type KeptExport = ExportDetail;

const HOUR = 3_600_000;
const USUAL: Record<string, string> = {
  bank: "Assets:Bank:{currency}",
  cash: "Assets:Cash:{currency}",
  clearing: "Assets:Clearing:{account}:{currency}",
  fees: "Expenses:Fees:{account}:{currency}",
  other: "Assets:Other:{currency}",
  refunds: "Income:Refunds:{currency}",
  reversals: "Income:Reversals:{currency}",
  sales: "Income:Sales:{currency}",
};

/** The filter and its days, as the journal keeps them. */
export function describedBy({ filter, from, to }: ExportQuery): string {
  const days = [from && `from:${from}`, to && `to:${to}`];
  return [filter.trim(), ...days].filter(Boolean).join(" ");
}

export function made(
  shop: Shop,
  query: ExportQuery,
  rows: number,
  sums: Money[],
  files: string[],
): KeptExport {
  const { profile, choices, columns, since_last } = query;
  const share = Math.ceil(rows / files.length);
  return {
    export: {
      id: `exp_${shop.exports.length + 1}`,
      at: shop.stamp(),
      profile,
      filter: describedBy(query),
      since_last,
      rows,
      files: files.length,
      sums,
    },
    files: files.map((name, index) => ({
      name,
      rows: Math.max(0, Math.min(share, rows - index * share)),
      sha256: checksum(`${name} ${rows}`),
    })),
    time_zone: shop.overview.time_zone,
    choices,
    columns,
  };
}

export function exportPage(shop: Shop, after: string | null, limit: number): ExportPage {
  const from = Number(after ?? 0);
  const items = shop.exports.slice(from, from + limit).map((one) => one.export);
  const next = from + limit < shop.exports.length ? String(from + limit) : null;
  return { items, next };
}

export function exportMade(shop: Shop, id: string): ExportDetail {
  const found = shop.exports.find((one) => one.export.id === id);
  return found ?? refuse("not_found", "There is no such export.");
}

export function exportSeed(shop: Shop): KeptExport[] {
  const hours = [30, 52, 24 * 30, 24 * 33, 24 * 61, 24 * 92];
  const kinds = ["xero-bank", "base", "xero-bank", "hledger", "base", "xlsx"];
  return hours.map((ago, index) => {
    const at = new Date(shop.now() - ago * HOUR).toISOString();
    const profile = kinds[index] ?? "base";
    const rows = 87 - index * 9;
    const query: ExportQuery = {
      profile,
      choices: {},
      columns: index === 4 ? ["local_date", "order_ref", "amount", "currency"] : [],
      filter: index === 1 ? "gateway:novac" : "",
      from: null,
      to: index < 2 ? null : at.slice(0, 10),
      since_last: index === 0,
    };
    const name = `tillkeeper-${profile}-to-${at.slice(0, 10)}`;
    const files = index === 0 ? [`${name}-main-shop-ngn.csv`, `${name}-main-shop-usd.csv`] : [`${name}.csv`]; // prettier-ignore
    const sums = [money(BigInt(rows) * 1_250_000n, "NGN"), money(BigInt(rows) * 4_900n, "USD")];
    const kept = made(shop, query, rows, sums, files);
    return { ...kept, export: { ...kept.export, id: `exp_seed_${index + 1}`, at } };
  });
}

export const PRESETS: ExportPreset[] = [
  {
    name: "Month for Ngozi",
    profile: "xlsx",
    choices: {},
    columns: ["local_date", "order_ref", "customer_name", "amount", "currency"],
    filter: "mode:live",
    since_last: false,
  },
  {
    name: "Weekly into Xero",
    profile: "xero-bank",
    choices: {},
    columns: [],
    filter: "",
    since_last: true,
  },
];

export function accountNames(shop: Shop): AccountName[] {
  return Object.entries(USUAL).map(([account, usual]) => ({
    account,
    name: shop.accountNames.get(account) ?? usual,
  }));
}

export function accountNamesSet(shop: Shop, names: { [key in string]: string }): AccountName[] {
  for (const [account, given] of Object.entries(names)) {
    const name = given.trim();
    if (name !== "" && name.split(":").some((level) => level.trim() === "")) {
      const why = "its name has an empty level; write levels with one colon between them, such as Income:Sales"; // prettier-ignore
      refuse("invalid_input", `The account ${account} cannot be called so: ${why}.`, "names");
    }
    if (name === "") shop.accountNames.delete(account);
    else shop.accountNames.set(account, name);
  }
  return accountNames(shop);
}

/** Looks like a SHA-256, and is the same for the same text. */
function checksum(text: string): string {
  let state = 0x811c9dc5;
  let hex = "";
  for (let round = 0; hex.length < 64; round += 1) {
    for (const letter of `${text}${round}`) {
      state = Math.imul(state ^ letter.charCodeAt(0), 0x01000193) >>> 0;
    }
    hex += state.toString(16).padStart(8, "0");
  }
  return hex;
}
