/** The payment, payout or webhook that is open beside its list. */
import type { DeliveryDetail, PaymentDetail, PayoutDetail } from "../api/bindings";
import { on, shell } from "../api/shell";
import { Opened } from "./opened.svelte";

export class OpenPayment extends Opened<PaymentDetail> {
  protected read() {
    return shell.paymentDetail(this.id);
  }

  /** Asks the gateway now. */
  verify(): Promise<void> {
    return this.takeVerified(() => shell.paymentVerify(this.id));
  }

  follow(): () => void {
    const stops = [
      on("paymentsChanged", ({ ids }) => {
        if (ids.length === 0 || ids.includes(this.id)) void this.load();
      }),
      on("attentionChanged", () => void this.load()),
    ];
    return () => stops.forEach((stop) => stop());
  }
}

export class OpenPayout extends Opened<PayoutDetail> {
  protected read() {
    return shell.payout(this.id);
  }

  /** Asks the gateway now. */
  verify(): Promise<void> {
    return this.takeVerified(() => shell.payoutLookUp(this.id));
  }

  follow(): () => void {
    return on("payoutsChanged", ({ ids }) => {
      if (ids.length === 0 || ids.includes(this.id)) void this.load();
    });
  }
}

export class OpenDelivery extends Opened<DeliveryDetail> {
  protected read() {
    return shell.webhook(this.id);
  }

  follow(): () => void {
    return on("webhooksChanged", () => void this.load());
  }
}

/** What is on the screen, for shortcuts and the palette. */
class Showing {
  payment = $state.raw<OpenPayment | null>(null);
  payout = $state.raw<OpenPayout | null>(null);
  delivery = $state.raw<OpenDelivery | null>(null);
}

export const showing = new Showing();
