/** How kinds of files, fates of lines and words of columns are said. */
import ArrowRight from "@lucide/svelte/icons/arrow-right";
import Ban from "@lucide/svelte/icons/ban";
import Check from "@lucide/svelte/icons/check";
import CircleHelp from "@lucide/svelte/icons/circle-question-mark";
import Copy from "@lucide/svelte/icons/copy";
import Undo2 from "@lucide/svelte/icons/undo-2";
import type { Fate, ImportKind, ImportPlanLine, ImportPreview, ImportRow } from "../../api/bindings"; // prettier-ignore
import type { Option } from "../../components/option";
import { t, type Key } from "../../text";
import type { Word } from "../parts/words";

export const KIND: Record<ImportKind, { text: Key; note: Key }> = {
  statement: { text: "import-kind-statement", note: "import-kind-statement-note" },
  balance_report: { text: "import-kind-balances", note: "import-kind-balances-note" },
  refund_list: { text: "import-kind-refunds", note: "import-kind-refunds-note" },
  history: { text: "import-kind-history", note: "import-kind-history-note" },
};
export const KINDS = Object.keys(KIND) as ImportKind[];

export const FATE: Record<Fate, Word> = {
  new: { text: "fate-new", tone: "good", icon: ArrowRight },
  known: { text: "fate-known", tone: "mute", icon: Check },
  changed: { text: "fate-changed", tone: "wait", icon: CircleHelp },
  alike: { text: "fate-alike", tone: "wait", icon: Copy },
  unknown: { text: "fate-unknown", tone: "mute", icon: Ban },
};
/** What wants a look first. */
export const FATES: Fate[] = ["alike", "changed", "unknown", "new", "known"];

const COUNTS: Word = { text: "import-counts", tone: "good", icon: Check };
const UNDONE: Word = { text: "import-undone", tone: "mute", icon: Undo2 };
export const stateWord = ({ undone }: ImportRow): Word => (undone === null ? COUNTS : UNDONE);

/** Whose file it is: the bank account, or the account at a gateway. */
export const whoseText = ({ place, account }: { place: string | null; account: string | null }) =>
  place ?? account ?? "";

/** What a line says, the most telling first. */
export const lineText = ({ text, counterparty, reference }: ImportPlanLine): string[] =>
  [text, counterparty, reference].filter((one): one is string => Boolean(one));

/** What columns and settings of a file are called, in the order in which they are asked. */
const WORDS: Record<string, Key> = {
  date: "map-date",
  time: "map-time",
  zone: "map-zone",
  "zone-column": "map-zone-column",
  order: "map-order",
  amount: "map-amount",
  in: "map-in",
  out: "map-out",
  "out-sign": "map-out-sign",
  direction: "map-direction",
  "words-in": "map-words-in",
  "words-out": "map-words-out",
  currency: "map-currency",
  "currency-column": "map-currency-column",
  text: "map-text",
  description: "map-description",
  reference: "map-reference",
  "gateway-reference": "map-gateway-reference",
  counterparty: "map-counterparty",
  name: "map-name",
  email: "map-email",
  channel: "map-channel",
  fee: "map-fee",
  "fee-sign": "map-fee-sign",
  "fee-currency": "map-fee-currency",
  refunded: "map-refunded",
  state: "map-state",
  row: "map-row",
  kind: "map-kind",
  "refund-of": "map-refund-of",
  "refund-id": "map-refund-id",
  funds: "map-funds",
  id: "map-id",
  balance: "map-balance",
  dates: "map-dates",
  decimal: "map-decimal",
  thousands: "map-thousands",
  delimiter: "map-delimiter",
  encoding: "map-encoding",
  skip: "map-skip",
  heading: "map-heading",
};
const ORDER = Object.keys(WORDS);

export const placeOfWord = (key: string): number => {
  const at = ORDER.indexOf(key);
  return at < 0 ? ORDER.length : at;
};

/** What the shell says of a file, with the file's own words between quotation marks. */
export const quoted = (text: string): string => text.replace(/`([^`]*)`/g, "“$1”");

/** A word of ours, or one with a word of the file's in it such as `state:success`. */
export function wordText(key: string): string {
  const known = WORDS[key];
  if (known) return t(known);
  const [family = "", ...word] = key.split(":");
  return t(family === "kind" ? "map-kind-word" : family === "leave" ? "map-leave" : "map-state-word", { word: word.join(":") }); // prettier-ignore
}

const COLUMNS = [
  "date", "time", "zone-column", "order", "amount", "in", "out", "direction", "currency-column", "text",
  "description", "reference", "gateway-reference", "counterparty", "name", "email", "channel", "fee",
  "fee-currency", "refunded", "state", "row", "kind", "refund-of", "refund-id", "funds", "id", "balance",
]; // prettier-ignore

const FIXED: Record<string, string[]> = {
  dates: ["d-m-y", "m-d-y", "y-m-d"],
  decimal: ["point", "comma"],
  thousands: ["none", "comma", "point", "space", "apostrophe"],
  delimiter: ["comma", "semicolon", "tab", "pipe"],
  encoding: ["utf-8", "windows-1252", "utf-16"],
  heading: ["yes", "no"],
  "out-sign": ["minus", "none"],
  "fee-sign": ["minus", "none"],
};

const CHOICES: Record<string, Key> = {
  "d-m-y": "choice-dmy",
  "m-d-y": "choice-mdy",
  "y-m-d": "choice-ymd",
  point: "choice-point",
  comma: "choice-comma",
  none: "choice-none",
  space: "choice-space",
  apostrophe: "choice-apostrophe",
  semicolon: "choice-semicolon",
  tab: "choice-tab",
  pipe: "choice-pipe",
  yes: "choice-yes",
  no: "choice-no",
  minus: "choice-minus",
  paid: "choice-paid",
  settled: "choice-settled",
  failed: "choice-failed",
  cancelled: "choice-cancelled",
  expired: "choice-expired",
  reversed: "choice-reversed",
  refunded: "choice-refunded",
  partly_refunded: "choice-partly-refunded",
  left: "choice-left",
  payment: "choice-payment",
  sale: "choice-sale",
  fee: "choice-fee",
  refund: "choice-refund",
  refund_returned: "choice-refund-returned",
  reversal: "choice-reversal",
};

function choice(value: string): Option {
  const text = CHOICES[value];
  return { value, label: text ? t(text) : value };
}

/** Stands for a column that the file does not have. */
export const NOWHERE = "-";

/** What can be chosen for a word; `null` where it is typed. */
export function optionsOf(
  key: string,
  choices: string[],
  preview: ImportPreview | null,
  value: string | null,
): Option[] | null {
  if (choices.length > 0) return choices.map(choice);
  const fixed = FIXED[key];
  if (fixed) return fixed.map(choice);
  if (!COLUMNS.includes(key) || !preview) return null;
  const columns = columnsOf(preview);
  const own = value && !columns.some((one) => one.value === value) ? [{ value, label: value }] : [];
  return [{ value: NOWHERE, label: t("map-nowhere") }, ...own, ...columns];
}

/** The columns of a file by their headings; by their places where those are missing or there twice. */
function columnsOf({ headings, rows }: ImportPreview): Option[] {
  const first = rows.find(({ is_line }) => is_line)?.cells ?? [];
  const count = Math.max(headings.length, ...rows.map(({ cells }) => cells.length));
  return Array.from({ length: count }, (_, at) => {
    const heading = headings[at]?.trim() ?? "";
    const once = headings.filter((one) => one.trim().toLowerCase() === heading.toLowerCase()).length === 1; // prettier-ignore
    const named = heading !== "" && once;
    const note = first[at]?.slice(0, 24);
    return {
      value: named ? heading : `#${at + 1}`,
      label: named ? heading : t("map-column-number", { number: at + 1 }),
      ...(note ? { note } : {}),
    };
  });
}
