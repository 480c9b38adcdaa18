/** One payment with everything known about it, kept current while it is shown. */
import type { PaymentDetail } from "../api/bindings";
import { AppError } from "../api/error";
import { on, shell } from "../api/shell";

export class OpenPayment {
  readonly id: string;
  detail = $state.raw<PaymentDetail | null>(null);
  problem = $state.raw<AppError | null>(null);
  verifying = $state(false);

  constructor(id: string) {
    this.id = id;
  }

  async load(): Promise<void> {
    try {
      this.detail = await shell.paymentDetail(this.id);
      this.problem = null;
    } catch (error) {
      this.problem = AppError.from(error);
    }
  }

  /** Asks the gateway now; what is shown stays if it does not answer. */
  async verify(): Promise<void> {
    if (this.verifying) return;
    this.verifying = true;
    try {
      this.detail = await shell.paymentVerify(this.id);
      this.problem = null;
    } catch (error) {
      this.problem = AppError.from(error);
    } finally {
      this.verifying = false;
    }
  }

  follow(): () => void {
    return on("paymentsChanged", ({ ids }) => {
      if (ids.length === 0 || ids.includes(this.id)) void this.load();
    });
  }
}

/** The payment on the screen, for shortcuts and the palette. */
class Showing {
  payment = $state.raw<OpenPayment | null>(null);
}

export const showing = new Showing();
