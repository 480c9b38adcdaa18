import type { Account, Capabilities, GatewayInfo, Mode } from "../bindings";

const yes = { available: true, reason: null };
const no = (reason: string) => ({ available: false, reason });

export const GATEWAYS: GatewayInfo[] = [
  {
    gateway: "novac",
    title: "Novac",
    base_url: "https://api.novacpayment.com",
    credentials: [
      {
        key: "public_key",
        title: "Public key",
        help: "Starts with nc_testpk_ or nc_livepk_. It starts checkouts.",
        required: true,
      },
      {
        key: "secret_key",
        title: "Secret key",
        help: "Starts with nc_testsk_ or nc_livesk_. It looks payments up and refunds them.",
        required: true,
      },
    ],
    settings: [
      {
        key: "checkout_path",
        title: "Checkout path",
        help: "Novac documents two ways to start a checkout. Change this if links are refused.",
        value: "initiate",
        default: "initiate",
        source: "Novac API reference",
        choices: ["initiate", "checkout"],
      },
      {
        key: "lookup_after",
        title: "First look-up after",
        help: "How many seconds to wait before a new payment is looked up.",
        value: "20",
        default: "20",
        source: "Tillkeeper",
        choices: [],
      },
    ],
    currencies: ["NGN", "USD", "GHS", "EUR", "GBP"],
  },
  {
    gateway: "ovgc",
    title: "OVGC Payments",
    base_url: "https://dashboard.ovgcpayments.com",
    credentials: [
      {
        key: "api_key",
        title: "API key",
        help: "Starts with ovgc_test_ or ovgc_live_.",
        required: true,
      },
      {
        key: "webhook_secret",
        title: "Webhook secret",
        help: "Shown once in the dashboard under Webhooks. It proves that a message is OVGC's.",
        required: false,
      },
    ],
    settings: [
      {
        key: "expires_at_zone",
        title: "Time zone of expiry times",
        help: "OVGC sends times without a zone.",
        value: "UTC",
        default: "UTC",
        source: "Field standard",
        choices: ["UTC", "Africa/Lagos"],
      },
    ],
    currencies: ["USD", "EUR", "GBP", "JPY", "KWD"],
  },
];

function capabilitiesOf(gateway: string): Capabilities {
  if (gateway === "novac") {
    const reason = "Novac checkout pages do not expire, so there is nothing to renew.";
    return { link: yes, renew: no(reason), lookup: yes, refund: yes, partial_refund: yes };
  }
  const reason =
    "OVGC Payments refunds in its own dashboard. Pay it back there, then record it here.";
  return { link: yes, renew: yes, lookup: yes, refund: no(reason), partial_refund: no(reason) };
}

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
    capabilities: capabilitiesOf(gateway),
    settings: structuredClone(info?.settings ?? []),
    currencies: info?.currencies ?? [],
    connected_at,
    ...extra,
  };
}
