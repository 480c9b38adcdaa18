/** Bulk refunds: the list of them, and the one that is on the screen while it runs. */
import type { Batch, BatchDetail } from "../api/bindings";
import { AppError } from "../api/error";
import { on, shell } from "../api/shell";
import { Opened } from "./opened.svelte";
import { Pages, PAGE_SIZE } from "./pages.svelte";

export type BatchState = "running" | "unfinished" | "ended" | "given-up";

/** What can be done with a bulk refund follows from this. */
export function stateOf({ running, ended_at, cancelled }: Batch): BatchState {
  if (running) return "running";
  if (ended_at === null) return "unfinished";
  return cancelled ? "given-up" : "ended";
}

export const batches = new Pages<Batch>(["batchChanged"], (_filter, after) =>
  shell.batches(after, PAGE_SIZE),
);

export class OpenBatch extends Opened<BatchDetail> {
  /** While it stops after the refund it is at. */
  stopping = $state(false);
  /** While it is being resumed, given up or saved. */
  busy = $state(false);
  /** What one of these said when it did not do its work. */
  failure = $state.raw<AppError | null>(null);
  /** Where the result was saved. */
  saved = $state<string | null>(null);

  /** How many pages of lines are shown. */
  #pages = 1;
  #loading: Promise<void> | null = null;
  #again = false;

  state = $derived<BatchState | null>(this.detail && stateOf(this.detail.batch));

  /** Reads it again; news that comes in meanwhile is read after that, so the last answer is the newest. */
  override load(): Promise<void> {
    this.#again = true;
    this.#loading ??= this.#readAll().finally(() => (this.#loading = null));
    return this.#loading;
  }

  follow(): () => void {
    return on("batchChanged", ({ id }) => {
      if (id === this.id) void this.load();
    });
  }

  more(): Promise<void> {
    this.#pages += 1;
    return this.load();
  }

  resume(): Promise<void> {
    return this.#act(() => shell.batchResume(this.id));
  }

  /** Gives up what is left; what is done stays done. */
  end(): Promise<void> {
    return this.#act(() => shell.batchEnd(this.id));
  }

  async stop(): Promise<void> {
    if (this.stopping) return;
    this.stopping = true;
    await this.#act(() => shell.batchCancel(this.id));
    if (this.failure) this.stopping = false;
  }

  async save(): Promise<void> {
    await this.#act(async () => {
      this.saved = (await shell.batchResult(this.id)) ?? this.saved;
    });
  }

  protected async read(): Promise<BatchDetail> {
    let detail = await shell.batch(this.id, 0);
    for (let page = 1; page < this.#pages && detail.next !== null; page += 1) {
      const more = await shell.batch(this.id, detail.next);
      detail = { ...more, lines: [...detail.lines, ...more.lines] };
    }
    return detail;
  }

  async #readAll(): Promise<void> {
    while (this.#again) {
      this.#again = false;
      await this.take(this.read());
    }
    const running = this.detail?.batch.running ?? false;
    if (!running) this.stopping = false;
  }

  async #act(act: () => Promise<unknown>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.failure = null;
    try {
      await act();
      await this.load();
    } catch (error) {
      this.failure = AppError.from(error);
    } finally {
      this.busy = false;
    }
  }
}
