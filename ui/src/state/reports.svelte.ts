/**
 * What came in and what went back, in sums that follow every change of what is asked for.
 *
 * What was asked for outlives its page; the figures are read anew each time.
 */
import type { Grouping, Report, ReportForm } from "../api/bindings";
import { AppError } from "../api/error";
import { onAny, shell } from "../api/shell";
import { finished } from "./filter";
import { daysOf, type Days, type Period } from "./periods";

export const GROUPINGS: Grouping[] = [
  "day",
  "week",
  "month",
  "gateway",
  "account",
  "currency",
  "channel",
];

const PAUSE = 250;

export interface ReportWish {
  by: Grouping;
  period: Period;
  /** Days of a period that has no name. */
  from: string;
  to: string;
  filter: string;
}

const USUAL: ReportWish = { by: "day", period: "this-month", from: "", to: "", filter: "" };

class Reports {
  wish = $state.raw<ReportWish>(USUAL);
  report = $state.raw<Report | null>(null);
  loading = $state(true);
  problem = $state.raw<AppError | null>(null);
  filterProblem = $state<string | null>(null);
  /** The currency that is looked at, as long as there is such money. */
  wanted = $state("");

  #today = $state("");
  #asked = 0;
  #pause: ReturnType<typeof setTimeout> | undefined;

  days = $derived<Days>(
    this.wish.period === "custom"
      ? { from: this.wish.from || null, to: this.wish.to || null }
      : daysOf(this.wish.period, this.#today),
  );
  reversed = $derived((this.days.from ?? "") > (this.days.to ?? "9999"));
  currency = $derived.by(() => {
    const all = this.report?.totals.map(({ currency }) => currency) ?? [];
    return all.includes(this.wanted) ? this.wanted : (all[0] ?? "");
  });

  get form(): ReportForm {
    return { by: this.wish.by, filter: finished(this.wish.filter), ...this.days };
  }

  /** Reads it for the first time on a page, and follows the shell's news until the returned function is called. */
  open(today: string): () => void {
    this.#today = today;
    const { wish } = this;
    this.wish = { ...wish, from: wish.from || `${today.slice(0, 8)}01`, to: wish.to || today };
    void this.load();
    const stop = onAny(["paymentsChanged", "payoutsChanged"], () => void this.load());
    return () => {
      clearTimeout(this.#pause);
      stop();
    };
  }

  /** Asks for something else; while a filter is being typed it waits for a pause. */
  change(part: Partial<ReportWish>): void {
    this.wish = { ...this.wish, ...part };
    this.filterProblem = null;
    clearTimeout(this.#pause);
    if (part.filter === undefined) void this.load();
    else this.#pause = setTimeout(() => void this.load(), PAUSE);
  }

  /** An answer overtaken by a later question is dropped. */
  async load(): Promise<void> {
    if (this.reversed) return;
    const asked = ++this.#asked;
    this.loading = true;
    try {
      const report = await shell.report(this.form);
      if (asked !== this.#asked) return;
      this.report = report;
      this.problem = null;
    } catch (error) {
      if (asked === this.#asked) this.#blame(AppError.from(error));
    } finally {
      if (asked === this.#asked) this.loading = false;
    }
  }

  /** Another shop: nothing that was read holds there. */
  forget(): void {
    this.#asked += 1;
    this.wish = USUAL;
    this.wanted = "";
    this.report = null;
    this.problem = null;
    this.filterProblem = null;
    this.loading = true;
  }

  #blame(error: AppError): void {
    if (error.field === "filter") this.filterProblem = error.message;
    else this.problem = error;
  }
}

export const reports = new Reports();
