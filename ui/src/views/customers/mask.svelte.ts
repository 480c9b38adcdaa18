/** Masking a customer's personal data, while it is being agreed to. */
import type { MaskPlan } from "../../api/bindings";
import { AppError } from "../../api/error";
import { shell } from "../../api/shell";
import { t } from "../../text";
import { once } from "../parts/forms";

export class MaskDraft {
  readonly key: string;
  plan = $state.raw<MaskPlan | null>(null);
  reason = $state("");
  name = $state("");
  /** The customer's key, typed to be sure. */
  confirm = $state("");
  reasonProblem = $state<string | null>(null);
  nameProblem = $state<string | null>(null);
  confirmProblem = $state<string | null>(null);
  failure = $state.raw<AppError | null>(null);
  busy = $state(false);

  constructor(key: string, name: string) {
    this.key = key;
    this.name = name;
  }

  async load(): Promise<void> {
    this.failure = null;
    try {
      this.plan = await shell.customerMaskPlan(this.key);
    } catch (error) {
      this.failure = AppError.from(error);
    }
  }

  /** Masks, once; says at the fields why not. */
  async mask(): Promise<boolean> {
    const { key } = this;
    const [reason, by, confirm] = [this.reason, this.name, this.confirm].map((one) => one.trim());
    this.reasonProblem = reason ? null : t("mask-reason-missing");
    this.nameProblem = by ? null : t("sign-missing");
    this.confirmProblem = confirm === key ? null : t("mask-confirm-differs", { key });
    if (this.reasonProblem || this.nameProblem || this.confirmProblem) return false;
    return once(
      this,
      () => shell.customerMask({ key, reason: reason ?? "", by: by ?? "", confirm: key }),
      (error) => this.#blame(error),
    );
  }

  #blame(error: AppError): void {
    const { field, message } = error;
    if (field === "reason") this.reasonProblem = message;
    else if (field === "by") this.nameProblem = message;
    else if (field === "confirm") this.confirmProblem = message;
    else this.failure = error;
  }
}
