import type {
  Account,
  BankLine,
  Batch,
  Concern,
  CustomerRow,
  ImportRow,
  Money,
  PaymentDetail,
  Refund,
} from "../api/bindings";

/** The one dialog that is open, with what it is about. */
export type Dialog =
  | { kind: "link" }
  | { kind: "refund"; detail: PaymentDetail; byHand?: boolean; again?: Money | null }
  | { kind: "approve"; payment_id: string; refund_id: string }
  | { kind: "resolve"; payment_id: string; refund_id: string }
  | { kind: "match"; refund: Refund; as: "same" | "split" }
  | { kind: "join"; recorded: Refund; found: Refund }
  | { kind: "resolve-payout"; payout_id: string }
  | { kind: "snooze"; concern: Concern }
  | { kind: "accept"; concern: Concern }
  | { kind: "refund-several"; filter: string }
  | { kind: "give-up"; batch: Batch }
  | { kind: "mask"; customer: CustomerRow }
  | { kind: "preset" }
  | { kind: "remove-preset"; name: string }
  | { kind: "print-report" }
  | { kind: "import" }
  | { kind: "undo-import"; row: ImportRow; onundone: () => void }
  | { kind: "line"; as: "match" | "book" | "release"; line: BankLine; accounts: string[] }
  | { kind: "terms" }
  | { kind: "connect" }
  | { kind: "remove"; account: Account }
  | { kind: "account"; account: Account; tab?: "settings" | "keys" }
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
