/** Files that were brought in: the list of them, and the one that is open with its lines. */
import type { ImportDetail, ImportLine, ImportRow } from "../api/bindings";
import { AppError } from "../api/error";
import { on, shell } from "../api/shell";
import { Opened } from "./opened.svelte";
import { Pages, PAGE_SIZE } from "./pages.svelte";

export const imports = new Pages<ImportRow>(["paymentsChanged"], (_filter, after) =>
  shell.imports(after, PAGE_SIZE),
);

export class OpenImport extends Opened<ImportDetail> {
  lines = $state.raw<ImportLine[]>([]);
  next = $state<string | null>(null);
  /** Why lines could not be read. */
  failure = $state.raw<AppError | null>(null);

  override async load(): Promise<void> {
    await Promise.all([super.load(), this.#read(null)]);
  }

  more(): Promise<void> {
    return this.#read(this.next);
  }

  follow(): () => void {
    return on("paymentsChanged", () => void this.load());
  }

  protected read() {
    return shell.importDetail(this.id);
  }

  async #read(after: string | null): Promise<void> {
    try {
      const { items, next } = await shell.importLines(this.id, after, PAGE_SIZE);
      this.lines = after === null ? items : [...this.lines, ...items];
      this.next = next;
      this.failure = null;
    } catch (error) {
      this.failure = AppError.from(error);
    }
  }
}
