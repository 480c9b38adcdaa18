/** What a payment cost, and who bore it. */
import type { Money, PaymentDetail } from "../../api/bindings";
import { fromMinor, isZero, minorUnits } from "../../format/money";
import type { Key } from "../../text";

export interface Fee {
  by: Key;
  money: Money;
}

/** Shells that know what the customer was charged say so. */
type Charged = PaymentDetail & { charged?: Money | null };

/**
 * What the gateway keeps of the amount is paid by the merchant; what the customer
 * was charged beyond it, by the customer.
 */
export function feesOf(detail: Charged): Fee[] {
  const { fee, amount } = detail.payment;
  const charged = detail.charged ?? null;
  const fees: Fee[] = [];
  if (fee && !isZero(fee)) fees.push({ by: "fee-by-merchant", money: fee });
  if (charged?.currency === amount.currency) {
    const beyond = minorUnits(charged) - minorUnits(amount);
    const { currency, exponent } = amount;
    if (beyond > 0n) {
      fees.push({ by: "fee-by-customer", money: fromMinor(beyond, currency, exponent) });
    }
  }
  return fees;
}
