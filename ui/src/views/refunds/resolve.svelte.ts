/** The way out of a refund of which nobody knows what came: ask, compare, decide. */
import type { ChosenFile, PaymentDetail, Refund, RefundOutlook } from "../../api/bindings";
import { AppError } from "../../api/error";
import { shell } from "../../api/shell";
import { Signing } from "../parts/signing.svelte";

/** A refund of the payment as the gateway has it and as the books have it. */
export interface Pair {
  key: string;
  theirs: NonNullable<RefundOutlook["gateway_list"]>[number] | null;
  ours: Refund | null;
}

export class Resolving {
  readonly payment: string;
  readonly id: string;
  readonly signing = new Signing();
  outlook = $state.raw<RefundOutlook | null>(null);
  detail = $state.raw<PaymentDetail | null>(null);
  asking = $state(false);
  problem = $state.raw<AppError | null>(null);
  happened = $state<"" | "yes" | "no">("");
  evidence = $state("");
  file = $state.raw<ChosenFile | null>(null);

  constructor(payment: string, id: string) {
    this.payment = payment;
    this.id = id;
  }

  /** Asks the gateway, then reads what the books hold by then. */
  async ask(): Promise<void> {
    if (this.asking) return;
    this.asking = true;
    this.problem = null;
    try {
      const outlook = await shell.refundOutlook(this.id);
      this.detail = await shell.paymentDetail(this.payment);
      this.outlook = outlook;
    } catch (error) {
      this.problem = AppError.from(error);
    } finally {
      this.asking = false;
    }
  }

  /** Whether the gateway has answered meanwhile, so that nothing is left to decide. */
  get settled(): boolean {
    const { outlook } = this;
    return outlook !== null && !outlook.can_resolve && !isOpen(outlook.refund);
  }

  /** Both lists side by side: what is known on both sides first. */
  get pairs(): Pair[] {
    const theirs = this.outlook?.gateway_list ?? [];
    const ours = this.detail?.refunds ?? [];
    const paired = theirs.map((one) => ({
      key: `theirs-${one.id}`,
      theirs: one,
      ours: ours.find(({ id }) => id === one.known_as) ?? null,
    }));
    const alone = ours
      .filter(({ id }) => !theirs.some(({ known_as }) => known_as === id))
      .map((one) => ({ key: `ours-${one.id}`, theirs: null, ours: one }));
    return [...paired.filter(({ ours }) => ours), ...paired.filter(({ ours }) => !ours), ...alone];
  }

  /** Keeps what the person knows, once. */
  async decide(form: HTMLElement | undefined): Promise<Refund | null> {
    const { signing } = this;
    const wanted = [
      { field: "happened", value: this.happened, missing: "resolve-choose" },
      { field: "evidence", value: this.evidence, missing: "resolve-evidence-missing" },
      signing.name,
    ] as const;
    let decided: Refund | null = null;
    await signing.attempt(form, [...wanted], async () => {
      decided = await shell.refundResolve({
        refund_id: this.id,
        happened: this.happened === "yes",
        evidence: this.evidence.trim(),
        file: this.file?.path ?? null,
        by: signing.by.trim(),
      });
    });
    return decided;
  }
}

const isOpen = ({ status }: Refund) => !["processed", "failed"].includes(status);
