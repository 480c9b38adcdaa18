import type { Account, Capabilities, CredentialField, GatewayInfo, Mode } from "../bindings";
import { SETTINGS } from "./settings";

const yes = { available: true, reason: null };
const no = (reason: string) => ({ available: false, reason });

const key = (name: string, title: string, help: string, required = true): CredentialField => ({
  key: name,
  title,
  help,
  required,
});

export const GATEWAYS: GatewayInfo[] = [
  {
    gateway: "novac",
    title: "Novac",
    base_url: "https://api.novacpayment.com",
    credentials: [
      key("public_key", "Public key", "Starts with nc_testpk_ or nc_livepk_. It starts checkouts."),
      key("secret_key", "Secret key", "Starts with nc_testsk_ or nc_livesk_. It looks payments up and refunds them."), // prettier-ignore
    ],
    settings: SETTINGS.novac,
    currencies: ["NGN", "USD", "GHS", "EUR", "GBP"],
  },
  {
    gateway: "ovgc",
    title: "OVGC Payments",
    base_url: "https://dashboard.ovgcpayments.com",
    credentials: [
      key("api_key", "API key", "Starts with ovgc_test_ or ovgc_live_."),
      key("webhook_secret", "Webhook secret", "Shown once in the dashboard under Webhooks. It proves that a message is OVGC's.", false), // prettier-ignore
      key("old_webhook_secret", "Webhook secret being replaced", "Counts beside the new one until you forget it.", false), // prettier-ignore
    ],
    settings: SETTINGS.ovgc,
    currencies: ["USD", "EUR", "GBP", "JPY", "KWD"],
  },
  {
    gateway: "nowpay",
    title: "Nowpay",
    base_url: "https://nowpay.in/api/index.php",
    credentials: [
      key("username", "Username", "The number of your account at Nowpay."),
      key("key", "Key", "In Nowpay's dashboard under API. Nowpay also wants to know this computer's address on the internet."), // prettier-ignore
    ],
    settings: SETTINGS.nowpay,
    currencies: ["INR"],
  },
  {
    gateway: "echezona",
    title: "Echezona",
    base_url: "https://api.echezona.com/api",
    credentials: [
      key("api_key", "API key", "In Echezona's dashboard under Settings, API Keys."),
      key("old_api_key", "API key being replaced", "Counts beside the new one for messages until you forget it.", false), // prettier-ignore
    ],
    settings: SETTINGS.echezona,
    currencies: ["NGN"],
  },
];

const BY_HAND = "Pay it back there, then record it here.";
const CAN: Record<string, Capabilities> = {
  novac: {
    link: yes,
    renew: no("Novac checkout pages do not expire, so there is nothing to renew."),
    lookup: yes,
    refund: yes,
    partial_refund: yes,
    payout: yes,
    webhooks: yes,
  },
  ovgc: {
    link: yes,
    renew: yes,
    lookup: yes,
    refund: no(`OVGC Payments refunds in its own dashboard. ${BY_HAND}`),
    partial_refund: no(`OVGC Payments refunds in its own dashboard. ${BY_HAND}`),
    payout: no("OVGC's documents have no request that sends money."),
    webhooks: yes,
  },
  nowpay: {
    link: no("Nowpay sends money from your wallet. It takes no payments."),
    renew: no("Nowpay sends money from your wallet. It takes no payments."),
    lookup: yes,
    refund: no("What fails goes back to your wallet by itself."),
    partial_refund: no("What fails goes back to your wallet by itself."),
    payout: yes,
    webhooks: yes,
  },
  echezona: {
    link: yes,
    renew: yes,
    lookup: yes,
    refund: no(`Echezona refunds in its own dashboard. ${BY_HAND}`),
    partial_refund: no(`Echezona refunds in its own dashboard. ${BY_HAND}`),
    payout: no("Echezona's documents have no request that sends money."),
    webhooks: yes,
  },
};

export function gatewayOf(name: string): GatewayInfo | undefined {
  return GATEWAYS.find((one) => one.gateway === name);
}

/** An account at one of the fake gateways. */
export function account(
  gateway: string,
  name: string,
  mode: Mode,
  connected_at: string,
  extra: Partial<Account> = {},
): Account {
  const info = gatewayOf(gateway);
  return {
    id: `acc_${gateway}_${name.toLowerCase().replace(/\W+/g, "_")}`,
    name,
    gateway,
    gateway_title: info?.title ?? gateway,
    mode,
    base_url: info?.base_url ?? "",
    capabilities: CAN[gateway] as Capabilities,
    settings: structuredClone(info?.settings ?? []),
    currencies: info?.currencies ?? [],
    connected_at,
    ...extra,
  };
}
