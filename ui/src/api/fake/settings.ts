import type { Setting } from "../bindings";

const text = (
  key: string,
  title: string,
  help: string,
  value: string,
  source: string,
  choices: string[] = [],
): Setting => ({ key, title, help, value, default: value, source, choices });

/** The guesses about each gateway. */
export const SETTINGS = {
  novac: [
    text(
      "checkout_path",
      "How a checkout is started",
      "Novac documents two ways to start a checkout. Change this if links are refused.",
      "auto",
      "Novac API reference",
      ["auto", "initiate", "checkout"],
    ),
    text(
      "full_refund",
      "How a full refund is asked for",
      "“refund” sends the payment's reference alone, “partial-refund” the whole amount along.",
      "refund",
      "Novac's e-commerce guide",
      ["refund", "partial-refund"],
    ),
    text(
      "payment_options",
      "Ways to pay",
      "Which ways the checkout page offers, with commas: CARD,PWBT,OPAY,USSD,PALMPAY,MOMO. Empty: all of them.",
      "",
      "Novac API reference",
    ),
    text(
      "webhook_sources",
      "Addresses webhooks come from",
      "Novac signs nothing. A webhook counts only if it comes from one of these addresses.",
      "18.233.137.110",
      "Novac's own plug-in",
    ),
    text(
      "report_zone",
      "Time zone of reports",
      "Novac's balance report writes times without a zone.",
      "+01:00",
      "Field standard",
    ),
  ],
  ovgc: [
    text(
      "api",
      "Which of OVGC's two interfaces",
      "OVGC documents checkout sessions and, newer, payment requests. Your dashboard shows which one your account has.",
      "checkout_sessions",
      "Checkout Sessions API",
      ["checkout_sessions", "payment_request"],
    ),
    text(
      "expires_at_zone",
      "Time zone of expiry times",
      "OVGC sends times without a zone.",
      "UTC",
      "Field standard",
      ["UTC", "Africa/Lagos"],
    ),
    text(
      "webhook_proof",
      "What proves a webhook",
      "A signature in a header, or your secret inside the message. “auto” follows the interface above.",
      "auto",
      "Checkout Sessions API",
      ["auto", "signature", "secret_in_body"],
    ),
    text(
      "webhook_signature_header",
      "Header with the signature",
      "OVGC does not say what its header is called.",
      "x-webhook-signature",
      "by likeness with x-webhook-timestamp",
    ),
  ],
  nowpay: [
    text(
      "clear_text",
      "Connection without encryption",
      "Nowpay's documents print an address without encryption. Leave this refused unless Nowpay cannot be reached otherwise.",
      "refused",
      "Tillkeeper",
      ["refused", "allowed"],
    ),
    text(
      "transfer_limit",
      "Most per transfer",
      "What is more is sent in several parts.",
      "5000.00",
      "Nowpay's transfer page",
    ),
    text(
      "recharge_route",
      "Route of recharges",
      "Nowpay tells it to each customer. Without it, recharges are not offered.",
      "",
      "not published",
    ),
    text(
      "callback_sources",
      "Addresses callbacks come from",
      "Ask Nowpay. Empty: a callback proves nothing and only causes a look-up.",
      "",
      "not published",
    ),
  ],
  echezona: [
    text(
      "amount_unit",
      "How amounts are written",
      "“major” sends 5000.00, “minor” sends 500000. Make one small test payment to be sure.",
      "major",
      "two integrations; Echezona's documents say otherwise",
      ["major", "minor"],
    ),
    text(
      "webhook_signature_header",
      "Header with the signature",
      "Echezona does not say what its header is called.",
      "X-Echezona-Signature",
      "Echezona's WooCommerce plug-in",
    ),
    text(
      "webhook_algorithm",
      "How webhooks are signed",
      "Echezona does not name the algorithm.",
      "sha256",
      "Echezona's WooCommerce plug-in",
      ["sha256", "sha512"],
    ),
  ],
};
