/** What is being made to go wrong while practising. */
import type { FaultRow } from "../api/bindings";
import { AppError } from "../api/error";
import { shell } from "../api/shell";

class Faults {
  rows = $state.raw<FaultRow[]>([]);
  problem = $state.raw<AppError | null>(null);

  on = $derived(this.rows.filter((row) => row.on));

  load(): Promise<void> {
    return this.#take(shell.practiceFaults());
  }

  switch({ gateway, fault }: FaultRow, on: boolean): Promise<void> {
    return this.#take(shell.practiceFault({ gateway, fault, on }));
  }

  /** Everything works again. */
  async clear(): Promise<void> {
    for (const row of this.on) await this.switch(row, false);
  }

  async #take(coming: Promise<FaultRow[]>): Promise<void> {
    try {
      this.rows = await coming;
      this.problem = null;
    } catch (error) {
      this.problem = AppError.from(error);
    }
  }
}

export const faults = new Faults();
