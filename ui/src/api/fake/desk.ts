import type { FaultForm, FaultRow, NotificationSettings } from "../bindings";
import { GATEWAYS } from "./gateways";
import { refuse, type Shop } from "./shop";

const FAULTS: [fault: string, title: string, help: string][] = [
  ["answer_lost", "Answer lost", "The gateway does what it is asked, but its answer never arrives."],
  ["slow", "Slow", "Every answer takes several seconds."],
  ["too_many", "Too many requests", "The gateway asks to wait before it answers again."],
  ["broken", "Broken", "The gateway answers with an error page."],
  ["wrong_amount", "Wrong amount", "Customers pay another amount than you asked for."],
  ["duplicate_webhook", "Webhook sent twice", "Each webhook arrives a second time."],
  ["late_webhook", "Webhook late", "Webhooks arrive long after the payment."],
  ["reordered_webhooks", "Webhooks out of order", "A later webhook arrives before an earlier one."],
  ["forged_webhook", "Forged webhook", "Somebody else sends webhooks in the gateway's name."],
  ["clock_skew", "Clock wrong", "The gateway's clock is ten minutes off."],
  ["refund_fails_later", "Refund fails later", "A refund is accepted and fails afterwards."],
]; // prettier-ignore

export function practiceFaults(shop: Shop): FaultRow[] {
  if (shop.overview.place !== "practice") refuse("refused", "This is only for practice.");
  return GATEWAYS.flatMap(({ gateway, title: gateway_title }) =>
    FAULTS.map(([fault, title, help]) => ({
      gateway,
      gateway_title,
      fault,
      title,
      help,
      on: shop.broken.has(`${gateway}:${fault}`),
    })),
  );
}

export function practiceFault(shop: Shop, { gateway, fault, on }: FaultForm): FaultRow[] {
  if (on) shop.broken.add(`${gateway}:${fault}`);
  else shop.broken.delete(`${gateway}:${fault}`);
  return practiceFaults(shop);
}

export function notificationsSet(shop: Shop, form: NotificationSettings): NotificationSettings {
  shop.told = { ...form };
  return shop.told;
}
