/** What was handed out before, and the export that is being written now, whichever page is shown. */
import type {
  ExportDetail,
  ExportForm,
  ExportProgressed,
  ExportRow,
  ExportSaved,
} from "../api/bindings";
import { AppError } from "../api/error";
import { on, shell } from "../api/shell";
import { Opened } from "./opened.svelte";
import { Pages, PAGE_SIZE } from "./pages.svelte";

export const exports = new Pages<ExportRow>(["paymentsChanged"], (_filter, after) =>
  shell.exports(after, PAGE_SIZE),
);

export class OpenExport extends Opened<ExportDetail> {
  protected read() {
    return shell.exportMade(this.id);
  }

  /** What was handed out does not change. */
  follow(): () => void {
    return () => {};
  }
}

/** One export is written at a time; how far it is outlives the page that began it. */
class Writing {
  /** What is being written: a new file, or an earlier export by its id. */
  of = $state<string | null>(null);
  progress = $state.raw<ExportProgressed | null>(null);
  stopping = $state(false);
  /** Whether the last one was stopped, or what it said when it failed, and which one that was. */
  stopped = $state(false);
  failure = $state.raw<AppError | null>(null);
  failed = $state<string | null>(null);

  busy = $derived(this.of !== null);

  /** Writes a new file; `null` where that was stopped or failed. */
  save(form: ExportForm): Promise<ExportSaved | null> {
    return this.#write("new", () => shell.exportSave(form));
  }

  /** Writes an earlier export once more, where the merchant chooses. */
  again(id: string): Promise<ExportSaved | null> {
    return this.#write(id, () => shell.exportAgain(id));
  }

  async stop(): Promise<void> {
    if (this.stopping) return;
    this.stopping = true;
    try {
      await shell.exportStop();
    } catch (error) {
      this.failure = AppError.from(error);
      this.stopping = false;
    }
  }

  async #write(of: string, write: () => Promise<ExportSaved | null>): Promise<ExportSaved | null> {
    if (this.busy) return null;
    this.of = of;
    this.failure = null;
    this.stopped = false;
    const deaf = on("exportProgressed", (progress) => (this.progress = progress));
    try {
      const saved = await write();
      if (saved) void exports.refresh();
      else this.stopped = this.stopping;
      return saved;
    } catch (error) {
      this.failure = AppError.from(error);
      this.failed = of;
      return null;
    } finally {
      deaf();
      this.of = null;
      this.progress = null;
      this.stopping = false;
    }
  }
}

export const writing = new Writing();
