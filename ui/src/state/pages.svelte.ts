/**
 * One page of a list that stays true without jumping.
 *
 * Rows on the page change in place as news comes in. New rows slip in only while
 * the merchant is at the top of the first page and not working in the table;
 * otherwise they wait behind a button.
 */
import { AppError } from "../api/error";
import { onAny, type News } from "../api/shell";
import { t } from "../text";

export const PAGE_SIZE = 50;

export interface Page<Row> {
  items: Row[];
  next: string | null;
  /** How many match; left out by lists that are not counted. */
  total?: number;
}

/** Asks the shell; rejects with what is wrong with the filter. */
type Read<Row> = (filter: string, after: string | null) => Promise<Page<Row>>;

export class Pages<Row extends { id: string }> {
  filter = $state("");
  rows = $state.raw<Row[]>([]);
  total = $state<number | null>(null);
  loading = $state(true);
  /** Whether any page was ever read: before that there is nothing to show. */
  known = $state(false);
  problem = $state.raw<AppError | null>(null);
  waiting = $state.raw<Row[]>([]);
  /** Set by the table: rows must keep their place. */
  busy = $state(false);

  #next = $state<string | null>(null);
  #cursors = $state<(string | null)[]>([null]);
  #asked = 0;

  page = $derived(this.#cursors.length);
  hasNext = $derived(this.#next !== null);
  hasPrevious = $derived(this.#cursors.length > 1);
  first = $derived(this.rows.length === 0 ? 0 : (this.page - 1) * PAGE_SIZE + 1);

  #refused = $derived(this.problem?.code === "invalid_input");
  /** What is wrong with the filter. */
  refused = $derived(this.#refused ? (this.problem?.message ?? null) : null);
  /** Why the page could not be read. */
  failure = $derived(this.#refused ? null : this.problem);

  readonly #news: readonly News[];
  readonly #read: Read<Row>;

  /** The page is read again whenever one of the `news` comes in. */
  constructor(news: readonly News[], read: Read<Row>) {
    this.#news = news;
    this.#read = read;
  }

  /** Follows the shell's news until the returned function is called. */
  follow(): () => void {
    return onAny(this.#news, () => void this.refresh());
  }

  /** Called with what was read again, before it takes its place. */
  protected noticed(_fresh: Row[]): void {}

  /** Shows the first page for a filter. */
  search(filter: string): Promise<void> {
    this.filter = filter;
    this.#cursors = [null];
    return this.reload();
  }

  /** Another shop: nothing that was read holds there. */
  forget(): void {
    this.#asked += 1;
    this.rows = [];
    this.waiting = [];
    this.total = null;
    this.known = false;
    this.problem = null;
    this.#cursors = [null];
    this.#next = null;
  }

  next(): Promise<void> {
    this.#cursors = [...this.#cursors, this.#next];
    return this.reload();
  }

  previous(): Promise<void> {
    this.#cursors = this.#cursors.slice(0, -1);
    return this.reload();
  }

  /** Reads the page again, new rows included. An answer overtaken by a later question is dropped. */
  async reload(): Promise<void> {
    this.loading = true;
    const page = await this.#ask();
    if (!page) return;
    this.rows = page.items;
    this.waiting = [];
    this.known = true;
  }

  /** Reads the page again but keeps what is shown where it is. */
  async refresh(): Promise<void> {
    const page = await this.#ask();
    if (!page) return;
    const shown = (row: Row) => this.rows.some(({ id }) => id === row.id);
    const fresh = (row: Row) => page.items.find(({ id }) => id === row.id) ?? row;
    this.noticed(page.items);
    const unseen = page.items.filter((row) => !shown(row));
    if (!this.busy || unseen.length === 0) {
      this.rows = page.items;
      this.waiting = [];
    } else {
      this.rows = this.rows.map(fresh);
      this.waiting = unseen;
    }
    this.known = true;
  }

  async #ask() {
    const asked = ++this.#asked;
    const after = this.#cursors.at(-1) ?? null;
    try {
      const page = await this.#read(this.filter, after);
      if (asked !== this.#asked) return null;
      this.total = page.total ?? null;
      this.#next = page.next;
      this.problem = null;
      return page;
    } catch (error) {
      if (asked === this.#asked) this.problem = AppError.from(error);
      return null;
    } finally {
      if (asked === this.#asked) this.loading = false;
    }
  }
}

/** The words that were asked for, in the order of those that are known; a filter with another one is refused. */
export function knownWords<Word extends string>(asked: string[], known: readonly Word[]): Word[] {
  const strange = asked.find((word) => !known.some((one) => one === word));
  if (strange !== undefined) {
    const message = t("filter-unknown-word", { word: strange, known: known.join(", ") });
    throw new AppError({ code: "invalid_input", message, field: "filter" });
  }
  return known.filter((word) => asked.includes(word));
}
