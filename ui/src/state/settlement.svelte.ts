/** What gateways said they paid out, beside what the bank has; read anew whenever something is known or decided. */
import type { PayoutCheck, Settlement, SettlementVerdict } from "../api/bindings";
import { AppError } from "../api/error";
import { onAny, shell } from "../api/shell";

/** What wants a person first; then what is on its way, and what arrived. */
export const VERDICTS: SettlementVerdict[] = [
  "missing",
  "under",
  "over",
  "currency_difference",
  "fee_difference",
  "expected",
  "matched",
  "failed",
];

export interface SettlementWish {
  /** Empty for the usual last four months. */
  from: string;
  to: string;
  account: string;
}

const USUAL: SettlementWish = { from: "", to: "", account: "" };

class SettlementDesk {
  wish = $state.raw<SettlementWish>(USUAL);
  answer = $state.raw<Settlement | null>(null);
  loading = $state(true);
  problem = $state.raw<AppError | null>(null);
  dayProblems = $state.raw<{ from?: string; to?: string }>({});

  #asked = 0;

  /** The checks of each verdict that there is, in the order of {@link VERDICTS}. */
  groups = $derived<{ verdict: SettlementVerdict; checks: PayoutCheck[] }[]>(
    VERDICTS.map((verdict) => ({
      verdict,
      checks: this.answer?.checks.filter((check) => check.verdict === verdict) ?? [],
    })).filter(({ checks }) => checks.length > 0),
  );

  open(): () => void {
    void this.load();
    return onAny(["payoutsChanged", "paymentsChanged"], () => void this.load());
  }

  change(part: Partial<SettlementWish>): void {
    this.wish = { ...this.wish, ...part };
    void this.load();
  }

  /** An answer overtaken by a later question is dropped. */
  async load(): Promise<void> {
    const asked = ++this.#asked;
    const { from, to, account } = this.wish;
    this.loading = true;
    this.dayProblems = {};
    try {
      const answer = await shell.settlement({
        from: from || null,
        to: to || null,
        account: account || null,
      });
      if (asked !== this.#asked) return;
      this.answer = answer;
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
    this.answer = null;
    this.problem = null;
    this.loading = true;
  }

  #blame(error: AppError): void {
    const { field, message } = error;
    if (field === "from" || field === "to") this.dayProblems = { [field]: message };
    else this.problem = error;
  }
}

export const settlement = new SettlementDesk();
