import type { CustomerDetail, CustomerPage, MaskForm, MaskPlan } from "../bindings";
import { refuse, type Shop } from "./shop";

export function customerPage(_shop: Shop, _text: string): CustomerPage {
  return { items: [], next: null };
}

export function customerDetail(_shop: Shop, _key: string): CustomerDetail {
  return refuse("not_found", "This customer is not in the books.");
}

export function customerMaskPlan(_shop: Shop, _key: string): MaskPlan {
  return refuse("not_found", "This customer is not in the books.");
}

export function customerMask(_shop: Shop, _form: MaskForm): null {
  return refuse("not_found", "This customer is not in the books.");
}
