/** Whether webhooks are listened for, and where. */
import type { ListenerForm, ListenerState } from "../api/bindings";
import { AppError } from "../api/error";
import { on, shell } from "../api/shell";

class Listener {
  state = $state.raw<ListenerState | null>(null);
  problem = $state.raw<AppError | null>(null);
  /** While it is being started or stopped. */
  busy = $state(false);

  async load(): Promise<void> {
    try {
      this.state = await shell.listener();
      this.problem = null;
    } catch (error) {
      this.problem = AppError.from(error);
    }
  }

  /** Another shop: its listener is another one. */
  forget(): void {
    this.state = null;
    this.problem = null;
  }

  /** Listens with these settings, or with those it has; rejects with what is wrong with them. */
  async start(form?: ListenerForm): Promise<void> {
    const { state } = this;
    if (this.busy || state === null) return;
    const { bind, trusted_proxies, starts_with_window } = state;
    await this.#change(shell.listenerStart(form ?? { bind, trusted_proxies, starts_with_window }));
  }

  stop(): Promise<void> {
    return this.#change(shell.listenerStop());
  }

  follow(): () => void {
    return on("webhooksChanged", () => void this.load());
  }

  async #change(coming: Promise<ListenerState>): Promise<void> {
    this.busy = true;
    this.problem = null;
    try {
      this.state = await coming;
    } finally {
      this.busy = false;
    }
  }
}

export const listener = new Listener();
