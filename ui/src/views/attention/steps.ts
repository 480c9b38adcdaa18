/** Where each step of a concern leads: to a dialog, to a page, or to the gateway. */
import type { Concern, Step } from "../../api/bindings";
import { AppError } from "../../api/error";
import { shell } from "../../api/shell";
import { desk } from "../../state/desk.svelte";
import { dialogs } from "../../state/dialogs.svelte";
import { notices } from "../../state/notices.svelte";
import { route } from "../../state/route.svelte";
import { shop } from "../../state/shop.svelte";
import { t } from "../../text";

type Taken = (concern: Concern) => Promise<void> | void;

/** Takes a step; what goes wrong is said. */
export async function take(step: Step, concern: Concern): Promise<void> {
  try {
    await STEPS[step](concern);
  } catch (error) {
    notices.say("bad", AppError.from(error).message);
  }
}

const STEPS: Record<Step, Taken> = {
  look_up: lookUp,
  resolve_refund: ({ payment_id, refund_id }) => {
    if (payment_id && refund_id) dialogs.show({ kind: "resolve", payment_id, refund_id });
  },
  approve_refund: ({ payment_id, refund_id }) => {
    if (payment_id && refund_id) dialogs.show({ kind: "approve", payment_id, refund_id });
  },
  confirm_match: (concern) => match(concern, "same"),
  split_match: (concern) => match(concern, "split"),
  record_refund: (concern) => refund(concern, true),
  refund: (concern) => refund(concern, false),
  accept: (concern) => dialogs.show({ kind: "accept", concern }),
  open_payment: ({ payment_id: id }) => route.go({ page: "payments", id }),
  open_payout: ({ payout_id: id }) => route.go({ page: "payouts", id }),
  resolve_payout: ({ payout_id }) => {
    if (payout_id) dialogs.show({ kind: "resolve-payout", payout_id });
  },
  open_settlement: () => route.go({ page: "settlement" }),
  open_webhook: ({ delivery_id: id }) => route.go({ page: "webhooks", id }),
  replay_webhook: ({ delivery_id }) => {
    if (delivery_id) dialogs.show({ kind: "replay", ids: [delivery_id] });
  },
  open_listener: () => {
    route.go({ page: "webhooks" });
    dialogs.show({ kind: "listener" });
  },
  unlock: () => dialogs.show({ kind: "vault" }),
  replace_keys: (concern) => account(concern, "keys"),
  open_account: (concern) => account(concern, "settings"),
  resume_batch: async ({ batch_id: id }) => {
    if (!id) return;
    await shell.batchResume(id);
    route.go({ page: "batches", id });
  },
  end_batch: async ({ batch_id }) => {
    if (!batch_id) return;
    const { batch } = await shell.batch(batch_id, 0);
    dialogs.show({ kind: "give-up", batch });
  },
};

/** Asks the gateway, and says whether that settled it. */
async function lookUp({ key, payment_id, payout_id }: Concern): Promise<void> {
  if (payment_id) await shell.paymentVerify(payment_id);
  else if (payout_id) await shell.payoutLookUp(payout_id);
  else return shop.sync();
  await desk.load();
  const left = desk.concerns.some((one) => one.key === key);
  if (left) notices.say("info", t("looked-up-same"));
  else notices.say("good", t("looked-up-solved"));
}

async function match({ payment_id, refund_id }: Concern, as: "same" | "split"): Promise<void> {
  if (!payment_id || !refund_id) return;
  const detail = await shell.paymentDetail(payment_id);
  const refund = detail.refunds.find(({ id }) => id === refund_id);
  if (refund) dialogs.show({ kind: "match", refund, as });
  else await desk.load();
}

async function refund({ kind, payment_id, amount }: Concern, byHand: boolean): Promise<void> {
  if (!payment_id) return;
  const detail = await shell.paymentDetail(payment_id);
  const again = kind === "refund_failed" ? amount : null;
  if (detail.refund.allowed) dialogs.show({ kind: "refund", detail, byHand, again });
  else notices.say("bad", detail.refund.reason ?? t("refund-failed-title"));
}

function account({ account_id }: Concern, tab: "settings" | "keys"): void {
  const found = shop.accounts.find(({ id }) => id === account_id);
  if (found) dialogs.show({ kind: "account", account: found, tab });
  else route.go({ page: "accounts" });
}
