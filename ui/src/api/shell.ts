/**
 * The door to the shell: one function per command, one per event.
 *
 * Forms and queries cross as one argument named `form`, single values by their
 * name. Nothing else in the window knows command names; generated bindings can
 * take this file's place without a change elsewhere.
 */
import { invoke, listen } from "#host";
import type {
  AccountForm,
  CommandName,
  Commands,
  EventName,
  Events,
  ExportForm,
  ExportQuery,
  LinkForm,
  PaymentQuery,
  RefundCheck,
  RefundForm,
  RefundRecordForm,
} from "./contract";
import { AppError } from "./error";

async function call<C extends CommandName>(
  command: C,
  args: Commands[C]["args"],
): Promise<Commands[C]["result"]> {
  try {
    return (await invoke(command, args)) as Commands[C]["result"];
  } catch (thrown) {
    throw AppError.from(thrown);
  }
}

export const shell = {
  overview: () => call("overview", {}),
  practiceStart: () => call("practice_start", {}),
  practiceLeave: () => call("practice_leave", {}),
  vaultCreate: (passphrase: string) => call("vault_create", { passphrase }),
  vaultUnlock: (passphrase: string) => call("vault_unlock", { passphrase }),
  syncNow: () => call("sync_now", {}),

  gatewaysList: () => call("gateways_list", {}),
  accountConnect: (form: AccountForm) => call("account_connect", { form }),
  accountCheck: (id: string) => call("account_check", { id }),
  accountRemove: (id: string) => call("account_remove", { id }),

  paymentsPage: (form: PaymentQuery) => call("payments_page", { form }),
  paymentDetail: (id: string) => call("payment_detail", { id }),
  paymentVerify: (id: string) => call("payment_verify", { id }),

  linkCreate: (form: LinkForm) => call("link_create", { form }),
  linkRenew: (paymentId: string) => call("link_renew", { paymentId }),
  linkCheck: (form: LinkForm) => call("link_check", { form }),
  linkFields: (accountId: string) => call("link_fields", { accountId }),
  linkOpen: (paymentId: string) => call("link_open", { paymentId }),
  linkCopy: (paymentId: string) => call("link_copy", { paymentId }),

  refundCreate: (form: RefundForm) => call("refund_create", { form }),
  refundRecord: (form: RefundRecordForm) => call("refund_record", { form }),
  refundCheck: (form: RefundCheck) => call("refund_check", { form }),

  exportProfiles: () => call("export_profiles", {}),
  exportPreview: (form: ExportQuery) => call("export_preview", { form }),
  exportChoosePath: (suggested: string) => call("export_choose_path", { suggested }),
  exportSave: (form: ExportForm) => call("export_save", { form }),
  exportReveal: (path: string) => call("export_reveal", { path }),
};

/** Events as the shell names them. */
const EVENTS: Record<EventName, string> = {
  payments_changed: "payments-changed",
  sync_finished: "sync-finished",
};

/** Calls `hear` for each event until the returned function is called. */
export function on<E extends EventName>(event: E, hear: (payload: Events[E]) => void): () => void {
  const listening = listen(EVENTS[event], (payload) => hear(payload as Events[E]));
  return () => void listening.then((stop) => stop());
}
