/** An account while it is being connected. Its keys are forgotten as soon as it is. */
import type { Account, GatewayInfo } from "../../api/bindings";
import { AppError } from "../../api/error";
import { shell } from "../../api/shell";

export class AccountDraft {
  gateways = $state.raw<GatewayInfo[]>([]);
  gateway = $state("");
  name = $state("");
  baseUrl = $state("");
  keys = $state<Record<string, string>>({});
  settings = $state<Record<string, string>>({});
  connecting = $state(false);
  failure = $state.raw<AppError | null>(null);

  get info(): GatewayInfo | undefined {
    return this.gateways.find((one) => one.gateway === this.gateway);
  }

  async load(): Promise<void> {
    try {
      this.gateways = await shell.gatewaysList();
      const [first] = this.gateways;
      if (first) this.choose(first.gateway);
    } catch (error) {
      this.failure = AppError.from(error);
    }
  }

  /** Turns to a gateway: nothing typed for another one is kept. */
  choose(gateway: string): void {
    this.gateway = gateway;
    const { info } = this;
    this.keys = {};
    this.failure = null;
    this.baseUrl = info?.base_url ?? "";
    this.settings = Object.fromEntries(info?.settings.map((one) => [one.key, one.value]) ?? []);
  }

  /** What the shell says about one field. */
  problem(field: string): string | null {
    return this.failure?.field === field ? this.failure.message : null;
  }

  /** What the shell says that belongs to no field on the screen. */
  get general(): AppError | null {
    const { failure, info } = this;
    if (failure === null) return null;
    const fields = [
      "name",
      "base_url",
      ...(info?.credentials ?? []),
      ...(info?.settings ?? []),
    ].map((one) => (typeof one === "string" ? one : one.key));
    return failure.field !== null && fields.includes(failure.field) ? null : failure;
  }

  async connect(): Promise<Account | null> {
    const { info } = this;
    if (this.connecting || !info) return null;
    this.connecting = true;
    this.failure = null;
    try {
      const baseUrl = this.baseUrl.trim();
      const account = await shell.accountConnect({
        gateway: this.gateway,
        name: this.name.trim(),
        base_url: baseUrl === "" || baseUrl === info.base_url ? null : baseUrl,
        credentials: trimmed(this.keys),
        settings: changed(info, this.settings),
      });
      this.keys = {};
      return account;
    } catch (error) {
      this.failure = AppError.from(error);
      return null;
    } finally {
      this.connecting = false;
    }
  }
}

/** Copying from a dashboard often brings a space or a line break along. */
const trimmed = (keys: Record<string, string>) =>
  Object.fromEntries(Object.entries(keys).map(([key, value]) => [key, value.trim()]));

const changed = (info: GatewayInfo, settings: Record<string, string>) =>
  Object.fromEntries(
    info.settings
      .map(({ key, default: usual }) => [key, settings[key] ?? usual, usual] as const)
      .filter(([, value, usual]) => value !== usual)
      .map(([key, value]) => [key, value]),
  );
