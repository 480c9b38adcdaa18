/** What a payment cost, and who bore it. */
import type { Money, PaymentDetail } from "../../api/bindings";
import { fromMinor, isZero, minorUnits } from "../../format/money";
import type { Key } from "../../text";

export interface Fee {
  by: Key;
  money: Money;
}

/**
 * What the gateway keeps of the amount is paid by the merchant; what the customer
 * was charged beyond it, by the customer.
 */
export function feesOf(detail: PaymentDetail): Fee[] {
  const { fee, amount } = detail.payment;
  const { charged } = detail;
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
