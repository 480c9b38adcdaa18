import type { PaymentDetail, TagCount } from "../bindings";
import { seen } from "./care";
import { refuse, type Shop } from "./shop";

export function paymentNote(shop: Shop, id: string, text: string, by: string): PaymentDetail {
  const detail = shop.payment(id);
  if (!text.trim()) refuse("invalid_input", "Write something.", "text");
  if (!by.trim()) refuse("invalid_input", "Write your name.", "by");
  detail.notes.push({ text, by, at: shop.stamp() });
  shop.note(detail, "window", "note_added", null, text, null);
  shop.tell("payments-changed", { ids: [id] });
  return seen(shop, detail);
}

export function paymentTags(shop: Shop, id: string, tags: string[]): PaymentDetail {
  const detail = shop.payment(id);
  if (tags.some((tag) => !/^[\p{L}\p{N}][\p{L}\p{N}-]{0,39}$/u.test(tag))) {
    refuse("invalid_input", "A tag has letters, digits and hyphens, at most forty.", "tags");
  }
  detail.tags = [...new Set(tags)].sort();
  detail.payment.tags = detail.tags;
  shop.note(detail, "window", "tags_set", null, detail.tags.join(", ") || null, null);
  shop.tell("payments-changed", { ids: [id] });
  return seen(shop, detail);
}

export function tagsAll(shop: Shop): TagCount[] {
  const counts = new Map<string, number>();
  for (const { tags } of shop.payments) {
    for (const tag of tags) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  }
  return [...counts].map(([tag, count]) => ({ tag, count })).sort((a, b) => b.count - a.count);
}
