/**
 * A bulk refund while it is being chosen, planned and agreed to.
 *
 * What is agreed to is the plan that was shown: where the books have another one by
 * then, nothing starts, and the new plan is shown with what is different about it.
 */
import type { BatchPlan, BatchSource, ChosenFile, PlanLine } from "../../api/bindings";
import { AppError } from "../../api/error";
import { shell } from "../../api/shell";
import { finished } from "../../state/filter";
import { t } from "../../text";
import { once } from "../parts/forms";

export type From = "filter" | "file";

const PAUSE = 250;

export class BatchDraft {
  from = $state<From>("filter");
  filter = $state("");
  file = $state.raw<ChosenFile | null>(null);
  reason = $state("");
  name = $state("");
  filterProblem = $state<string | null>(null);
  fileProblem = $state<string | null>(null);
  reasonProblem = $state<string | null>(null);
  nameProblem = $state<string | null>(null);
  /** How many payments the filter finds. */
  found = $state<number | null>(null);
  plan = $state.raw<BatchPlan | null>(null);
  /** The plan that was agreed to, where it did not hold any more. */
  before = $state.raw<BatchPlan | null>(null);
  failure = $state.raw<AppError | null>(null);
  busy = $state(false);

  #asked = 0;
  #pause: ReturnType<typeof setTimeout> | undefined;

  constructor(filter: string, name: string) {
    this.filter = filter;
    this.name = name;
    void this.#count();
  }

  /** How many refunds the plan would ask for. */
  get asking(): number {
    return (this.plan?.refunds ?? 0) + (this.plan?.wanting_approval ?? 0);
  }

  /** The lines that are not as they were in the plan that was agreed to. */
  get changed(): PlanLine[] {
    if (!this.before || !this.plan) return [];
    const known = this.before.lines.map(said);
    return this.plan.lines.filter((line) => !known.includes(said(line)));
  }

  typed(filter: string): void {
    this.filter = filter;
    this.filterProblem = null;
    this.found = null;
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => void this.#count(), PAUSE);
  }

  async choose(): Promise<void> {
    try {
      this.file = (await shell.batchChooseFile()) ?? this.file;
      this.fileProblem = null;
    } catch (error) {
      this.fileProblem = AppError.from(error).message;
    }
  }

  /** Asks for the plan; says at the fields why there is none. */
  async look(): Promise<boolean> {
    this.before = null;
    this.failure = null;
    this.reasonProblem = this.reason.trim() === "" ? t("refund-reason-missing") : null;
    this.nameProblem = this.name.trim() === "" ? t("sign-missing") : null;
    this.filterProblem = null;
    this.fileProblem = null;
    if (this.from === "file") this.fileProblem = this.file ? null : t("batch-file-missing");
    else if (this.filter.trim() === "") this.filterProblem = t("batch-filter-missing");
    if (this.#problem) return false;
    return this.#work(async () => {
      this.plan = await shell.batchPlan(this.#source, this.reason.trim(), this.name.trim());
    });
  }

  /** Starts it; its id, or `null` where it was not started. */
  async start(): Promise<string | null> {
    const { plan } = this;
    if (plan === null) return null;
    let id: string | null = null;
    await this.#work(async () => {
      const started = await shell.batchStart({
        source: this.#source,
        reason: this.reason.trim(),
        by: this.name.trim(),
        digest: plan.digest,
      });
      ({ id } = started);
      if (started.changed) {
        this.before = plan;
        this.plan = started.changed;
      }
    });
    return id;
  }

  get #problem(): string | null {
    return this.filterProblem ?? this.fileProblem ?? this.reasonProblem ?? this.nameProblem;
  }

  get #source(): BatchSource {
    return this.from === "filter"
      ? { filter: this.filter.trim(), file: null }
      : { filter: null, file: this.file?.path ?? null };
  }

  #work(act: () => Promise<void>): Promise<boolean> {
    return once(this, act, (error) => this.#blame(error));
  }

  #blame(error: AppError): void {
    const { field, message } = error;
    if (field === "filter") this.filterProblem = message;
    else if (field === "file") this.fileProblem = message;
    else if (field === "reason") this.reasonProblem = message;
    else if (field === "by") this.nameProblem = message;
    else this.failure = error;
  }

  async #count(): Promise<void> {
    const asked = ++this.#asked;
    const filter = finished(this.filter);
    if (filter === "") return;
    try {
      const { total } = await shell.paymentsPage({ filter, after: null, limit: 1 });
      if (asked === this.#asked) this.found = total;
    } catch (thrown) {
      const { code, message } = AppError.from(thrown);
      if (asked === this.#asked && code === "invalid_input") this.filterProblem = message;
    }
  }
}

/** What a line says, whichever number it has. */
const said = ({ account, reference, payment_id, verdict, amount, reason }: PlanLine): string =>
  JSON.stringify([payment_id, account, reference, verdict, amount, reason]);
