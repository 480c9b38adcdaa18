/** Webhooks that are to be handled once more: first without doing anything, then in earnest. */
import type { DeliveryRow, Replayed } from "../../api/bindings";
import { AppError } from "../../api/error";
import { shell } from "../../api/shell";
import { deliveries } from "../../state/deliveries.svelte";

export interface Outcome extends Replayed {
  /** The webhook, where it is on the page. */
  row: DeliveryRow | undefined;
}

export class Replay {
  readonly ids: string[];
  outcomes = $state.raw<Outcome[] | null>(null);
  done = $state(false);
  busy = $state(false);
  /** While it is being done in earnest. */
  acting = $state(false);
  failure = $state.raw<AppError | null>(null);

  /** How many would change something, or did. */
  changing = $derived((this.outcomes ?? []).filter((one) => one.changes.length > 0).length);
  /** Whether doing it makes a difference: something changes, or is believed that was not. */
  worthwhile = $derived(
    (this.outcomes ?? []).some(
      ({ changes, verdict, row }) =>
        changes.length > 0 || (verdict === "accepted" && row?.verdict !== "accepted"),
    ),
  );

  constructor(ids: string[]) {
    this.ids = ids;
  }

  tryOut(): Promise<void> {
    return this.#run(true);
  }

  async act(): Promise<void> {
    this.acting = true;
    await this.#run(false);
    this.acting = false;
    this.done = this.failure === null;
  }

  async #run(dryRun: boolean): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.failure = null;
    try {
      const { rows } = deliveries;
      const replayed = await shell.webhookReplay(this.ids, dryRun);
      this.outcomes = replayed.map((one) => ({
        ...one,
        row: rows.find(({ id }) => id === one.id),
      }));
    } catch (error) {
      this.failure = AppError.from(error);
    } finally {
      this.busy = false;
    }
  }
}
