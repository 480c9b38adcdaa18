/**
 * A refund while it is being written, and what it leaves of the payment.
 *
 * Pending and unknown refunds hold their amount; failed ones have given it back.
 */
import type { ChosenFile, ManualMethod, Money, PaymentDetail, Refund } from "../../api/bindings";
import { AppError } from "../../api/error";
import { shell } from "../../api/shell";
import { fromMinor, minorUnits, parseMinor } from "../../format/money";
import { shop } from "../../state/shop.svelte";
import { t } from "../../text";

const PAUSE = 200;

export class RefundDraft {
  readonly detail: PaymentDetail;
  readonly left: Money;
  /** True while the gateway does it; false if the merchant pays back and records it. */
  byApi = $state(true);
  amount = $state("");
  reason = $state("");
  customerNote = $state("");
  merchantNote = $state("");
  evidence = $state("");
  file = $state.raw<ChosenFile | null>(null);
  by = $state(shop.overview?.signer ?? "");
  method = $state<ManualMethod>("dashboard");
  amountProblem = $state<string | null>(null);
  reasonProblem = $state<string | null>(null);
  byProblem = $state<string | null>(null);
  failure = $state.raw<AppError | null>(null);
  sending = $state(false);

  #pause: ReturnType<typeof setTimeout> | undefined;

  constructor(detail: PaymentDetail, byHand = false, again: Money | null = null) {
    this.detail = detail;
    this.left = detail.payment.refundable;
    this.byApi = detail.refund.by_api.available && !byHand;
    this.amount = (again ?? this.left).amount;
  }

  /** Some gateways refund all or nothing. */
  get wholeOnly(): boolean {
    return this.byApi && !this.detail.refund.partial.available;
  }

  /**
   * The amount above which a second person must say yes, where this refund goes above it, together with those of the payment
   * that nobody said yes to.
   */
  get limit(): Money | null {
    const { approval_above } = this.detail.refund;
    const limit = approval_above.find(({ currency }) => currency === this.left.currency);
    if (!this.byApi || !limit) return null;
    const before = this.#sum(
      ({ method, status, decision }) =>
        method === "api" && status !== "failed" && !decision?.approved,
    );
    return before + (this.now ?? 0n) > minorUnits(limit) ? limit : null;
  }

  /** What would be paid back, or `null` while the amount is none. */
  get now(): bigint | null {
    return parseMinor(this.wholeOnly ? this.left.amount : this.amount, this.left.exponent);
  }

  get money(): Money {
    return fromMinor(this.now ?? 0n, this.left.currency, this.left.exponent);
  }

  /** The parts of the payment in minor units. */
  get parts(): { paid: bigint; refunded: bigint; pending: bigint; now: bigint; left: bigint } {
    const paid = minorUnits(this.detail.payment.amount);
    const rest = minorUnits(this.left);
    const refunded = this.#sum((refund) => refund.status === "processed");
    const held = paid - rest;
    const asked = this.now ?? 0n;
    const now = asked < 0n ? 0n : asked > rest ? rest : asked;
    const done = refunded > held ? held : refunded;
    return { paid, refunded: done, pending: held - done, now, left: rest - now };
  }

  changed(): void {
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => void this.#judge(), PAUSE);
  }

  /** Whether it can be shown for confirmation; says at the fields why not. */
  async ready(): Promise<boolean> {
    clearTimeout(this.#pause);
    this.failure = null;
    this.reasonProblem = this.reason.trim() === "" ? t("refund-reason-missing") : null;
    const unsigned = this.limit !== null && this.by.trim() === "";
    this.byProblem = unsigned ? t("sign-missing") : null;
    await this.#judge();
    const problem = this.reasonProblem ?? this.amountProblem ?? this.byProblem;
    return problem === null && this.failure === null;
  }

  /** Sends or records it, once. */
  async send(): Promise<Refund | null> {
    if (this.sending) return null;
    this.sending = true;
    try {
      return this.byApi ? await this.#create() : await this.#record();
    } catch (thrown) {
      const error = AppError.from(thrown);
      if (error.field === "amount") this.amountProblem = error.message;
      else if (error.field === "reason") this.reasonProblem = error.message;
      else if (error.field === "by") this.byProblem = error.message;
      this.failure = error;
      return null;
    } finally {
      this.sending = false;
    }
  }

  #create(): Promise<Refund> {
    return shell.refundCreate({
      payment_id: this.detail.payment.id,
      amount: this.#asked,
      reason: this.reason.trim(),
      customer_note: this.customerNote.trim() || null,
      merchant_note: this.merchantNote.trim() || null,
      by: this.by.trim() || null,
      left_seen: this.left.amount,
    });
  }

  #record(): Promise<Refund> {
    return shell.refundRecord({
      payment_id: this.detail.payment.id,
      amount: this.amount.trim(),
      method: this.method,
      reason: this.reason.trim(),
      evidence: this.evidence.trim() || null,
      file: this.file?.path ?? null,
      by: this.by.trim() || null,
    });
  }

  /** `null` stands for all that is left, also where only the whole can be refunded. */
  get #asked(): string | null {
    return this.wholeOnly ? null : this.amount.trim();
  }

  async #judge(): Promise<void> {
    const payment_id = this.detail.payment.id;
    try {
      const [problem] = await shell.refundCheck({ payment_id, amount: this.#asked });
      this.amountProblem = problem?.message ?? null;
    } catch (error) {
      this.failure = AppError.from(error);
    }
  }

  #sum(counts: (refund: Refund) => boolean): bigint {
    return this.detail.refunds
      .filter(counts)
      .reduce((sum, refund) => sum + minorUnits(refund.amount), 0n);
  }
}
