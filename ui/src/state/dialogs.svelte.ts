import type { Account, PaymentDetail } from "../api/bindings";

/** The one dialog that is open, with what it is about. */
export type Dialog =
  | { kind: "link" }
  | { kind: "refund"; detail: PaymentDetail }
  | { kind: "export"; filter: string }
  | { kind: "connect" }
  | { kind: "remove"; account: Account }
  | { kind: "account"; account: Account }
  | { kind: "payout" }
  | { kind: "listener" }
  | { kind: "replay"; ids: string[] }
  | { kind: "faults" }
  | { kind: "vault"; next?: Dialog }
  | { kind: "leave" }
  | { kind: "palette" }
  | { kind: "shortcuts" };

class Dialogs {
  open = $state.raw<Dialog | null>(null);

  show(dialog: Dialog): void {
    this.open = dialog;
  }

  close(): void {
    this.open = null;
  }
}

export const dialogs = new Dialogs();
