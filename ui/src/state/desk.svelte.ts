/** What wants a person: the list, kept true, and what was put aside. */
import type { AcceptForm, Concern, Desk, SnoozeForm } from "../api/bindings";
import { AppError } from "../api/error";
import { on, shell } from "../api/shell";

class AttentionDesk {
  concerns = $state.raw<Concern[]>([]);
  snoozed = $state.raw<Concern[]>([]);
  /** Whether it was ever read: before that there is nothing to show. */
  known = $state(false);
  problem = $state.raw<AppError | null>(null);

  async load(): Promise<void> {
    try {
      this.#take(await shell.attention());
    } catch (error) {
      this.problem = AppError.from(error);
    }
  }

  /** Another shop: it has other worries. */
  forget(): void {
    this.#take({ concerns: [], snoozed: [] });
    this.known = false;
  }

  follow(): () => void {
    const read = () => void this.load();
    const stops = [
      on("attentionChanged", read),
      on("paymentsChanged", read),
      on("payoutsChanged", read),
      on("webhooksChanged", read),
      on("syncFinished", read),
    ];
    return () => stops.forEach((stop) => stop());
  }

  /** Puts a concern aside; rejects with what is wrong with the form. */
  async snooze(form: SnoozeForm): Promise<void> {
    this.#take(await shell.attentionSnooze(form));
  }

  async wake(key: string): Promise<void> {
    this.#take(await shell.attentionWake(key));
  }

  /** Takes what is odd about a payment as it is; rejects with what is wrong with the form. */
  async accept(form: AcceptForm): Promise<void> {
    this.#take(await shell.attentionAccept(form));
  }

  #take({ concerns, snoozed }: Desk): void {
    this.concerns = concerns;
    this.snoozed = snoozed;
    this.known = true;
    this.problem = null;
  }
}

export const desk = new AttentionDesk();
