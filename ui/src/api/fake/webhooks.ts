import type {
  DeliveryDetail,
  DeliveryFilter,
  DeliveryPage,
  ImportedWebhooks,
  ListenerForm,
  ListenerState,
  Replayed,
} from "../bindings";
import { refuse, type Shop } from "./shop";

export function deliveryPage(
  shop: Shop,
  filter: DeliveryFilter,
  after: string | null,
  limit: number,
): DeliveryPage {
  const needle = filter.text?.toLowerCase() ?? "";
  const rows = shop.deliveries
    .filter((one) => !filter.account || one.account === filter.account)
    .filter((one) => !filter.verdict || one.verdict === filter.verdict)
    .filter((one) =>
      [one.reference, one.event, one.reason].some((text) =>
        (text ?? "").toLowerCase().includes(needle),
      ),
    );
  const start = after === null ? 0 : rows.findIndex((row) => row.id === after) + 1;
  const items = rows.slice(start, start + limit);
  return { items, next: start + limit < rows.length ? (items.at(-1)?.id ?? null) : null };
}

export function delivery(shop: Shop, id: string): DeliveryDetail {
  const found = shop.deliveries.find((one) => one.id === id);
  return found ?? refuse("not_found", "This webhook is not in the inbox.");
}

/** Replaying rejected OVGC webhooks finds them good: their secret was corrected meanwhile. */
export function webhookReplay(shop: Shop, ids: string[], dryRun: boolean): Replayed[] {
  const replayed = ids.map((id) => {
    const one = delivery(shop, id);
    if (one.verdict !== "rejected" || one.gateway !== "ovgc") {
      const reason = one.reason ?? "The payment is looked up.";
      return { id, verdict: one.verdict ?? "accepted", reason, changes: [] };
    }
    const reason = "The signature fits. The payment was looked up.";
    if (!dryRun) {
      Object.assign(one, { verdict: "accepted", reason, changed: 1, handled_at: shop.stamp() });
      one.changes.push({
        seq: 1,
        at: shop.stamp(),
        actor: "webhook",
        kind: "payment_observed",
        status: "paid",
        amount: null,
        text: null,
      });
    }
    const changes = [`${one.reference} ${dryRun ? "would become" : "became"} paid.`];
    return { id, verdict: "accepted" as const, reason, changes };
  });
  if (!dryRun) shop.tell("webhooks-changed", {});
  return replayed;
}

export function webhookImport(shop: Shop): ImportedWebhooks {
  shop.tell("webhooks-changed", {});
  return {
    accepted: 12,
    duplicates: 3,
    rejected: 1,
    problems: ["Line 9 is no stored delivery: it has no body."],
  };
}

export function listenerState(shop: Shop): ListenerState {
  const { bind, trusted_proxies, starts_with_window, running, silent } = shop.listening;
  const address = `http://${bind}`;
  const paths = shop.overview.accounts.map(({ name, gateway }) => ({
    account: name,
    gateway,
    url: `${address}/webhooks/${encodeURIComponent(name)}`,
    proof: PROOFS[gateway] ?? "",
  }));
  return {
    running,
    address: running ? address : null,
    bind,
    trusted_proxies,
    problem: null,
    paths,
    silent: running ? silent : [],
    starts_with_window,
  };
}

export function listenerStart(shop: Shop, form: ListenerForm): ListenerState {
  const port = Number(/:(\d+)$/.exec(form.bind)?.[1] ?? "0");
  if (port === 0) refuse("invalid_input", "Write an address and a port.", "bind");
  if (port === 80) refuse("conflict", "Another program already listens on port 80.", "bind");
  if (!/^[\d.,:/\sa-f]*$/i.test(form.trusted_proxies)) {
    refuse("invalid_input", "Write addresses with commas, such as 127.0.0.1.", "trusted_proxies");
  }
  Object.assign(shop.listening, form, { running: true });
  return listenerState(shop);
}

export function listenerStop(shop: Shop): ListenerState {
  shop.listening.running = false;
  return listenerState(shop);
}

const PROOFS: Record<string, string> = {
  novac: "Novac signs nothing: a webhook counts if it comes from 18.233.137.110.",
  ovgc: "A signature made with your webhook secret, no older than five minutes.",
  nowpay: "Nowpay's callbacks prove nothing. They only cause a look-up.",
  echezona: "A signature made with your API key.",
};
