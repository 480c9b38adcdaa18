import type { Concern, ConcernKind } from "../bindings";

type Said = Pick<Concern, "happened" | "means">;

/** What the shell says of each kind of concern. */
export function said(kind: ConcernKind, { account }: Partial<Concern>): Said {
  const [happened, means] = WORDS[kind];
  return { happened: happened.replace("ACCOUNT", account ?? ""), means };
}

const WORDS: Record<ConcernKind, [happened: string, means: string]> = {
  over_refunded: [
    "More was paid back than the customer paid.",
    "Two refunds may be one and the same, or the customer was paid twice.",
  ],
  refund_unknown: [
    "Novac did not answer when this refund was sent.",
    "The customer may have the money already, or not. The amount is held until you know.",
  ],
  refund_failed: [
    "This refund failed after it had seemed to go well.",
    "The customer does not have the money. The amount is free again.",
  ],
  refund_revived: [
    "Ngozi took this refund for failed, and Novac told that it went through after all.",
    "It counts again. If the customer was paid back in its place, they have the money twice.",
  ],
  refund_requested: [
    "A refund waits for a second person.",
    "Nothing was sent yet. The amount is held until somebody says yes or no.",
  ],
  refund_unconfirmed: [
    "The gateway reports a refund that looks like one you recorded.",
    "If they are one, nothing is to be done. If they are two, the customer was paid back twice.",
  ],
  refund_amount: [
    "The gateway paid back another amount than was asked for.",
    "The books follow the gateway. Tell the customer if that is not what you agreed.",
  ],
  refund_stale: [
    "A refund has been under way for more than 14 days.",
    "Refunds rarely take so long. It may have been lost on the way.",
  ],
  payment_unknown: [
    "The gateway's last answer about this payment made no sense.",
    "The customer may have paid. Do not deliver yet, and do not ask for the money again.",
  ],
  payment_stale: [
    "A payment has been open for more than 7 days.",
    "The customer probably gave up, or the gateway forgot to say so.",
  ],
  amount_mismatch: [
    "The customer paid another amount than you asked for.",
    "Decide whether the order is fine as it is, or pay money back.",
  ],
  currency_mismatch: [
    "The customer paid in another currency than you asked for.",
    "Decide whether the order is fine as it is, or pay the money back.",
  ],
  late: [
    "The customer paid after the link had expired.",
    "The price or the stock may be another by now. Keep the money or pay it back.",
  ],
  unordered: [
    "A payment arrived that nobody here asked for.",
    "It was made at the gateway directly, or by another program.",
  ],
  payout_unknown: [
    "The gateway did not answer when this payout was sent.",
    "The money may have left or not. Do not send it again before you know.",
  ],
  payout_missing: [
    "ACCOUNT told of a payout, and no line of your bank statements has it.",
    "It should have been at the bank by now; ask for it, or match its line by hand.",
  ],
  payout_difference: [
    "ACCOUNT told of a payout, and the bank has another amount of it.",
    "More is missing than fees explain; look for the rest in other bank lines.",
  ],
  unsettled_overdue: [
    "ACCOUNT has kept money for longer than you agreed.",
    "No payout has it. If it was paid out, find its bank line and book it as a payout.",
  ],
  webhook_failed: [
    "A webhook from ACCOUNT was rejected.",
    "Its signature did not fit. If the secret was changed, replace it here and replay the webhook.",
  ],
  gateway_silent: [
    "ACCOUNT has stopped sending webhooks.",
    "Payments are still found by asking, only later.",
  ],
  gateway_unreachable: [
    "ACCOUNT did not answer three times in a row.",
    "What is shown of its payments may be old.",
  ],
  keys_locked: [
    "The vault with your keys is locked.",
    "No gateway can be asked until you open it.",
  ],
  keys_missing: ["The keys of ACCOUNT are gone.", "It cannot be asked until you type them again."],
  batch_unfinished: [
    "A bulk refund was left in the middle.",
    "Some refunds were made and others not. Going on repeats none.",
  ],
};
