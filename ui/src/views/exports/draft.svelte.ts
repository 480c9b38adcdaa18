/** An export while it is being chosen, with a preview that follows every change. */
import type { ExportPreview, ExportProfile, ExportQuery, ExportSaved } from "../../api/bindings";
import { AppError } from "../../api/error";
import { shell } from "../../api/shell";
import { monthOf } from "../../format/time";
import { t } from "../../text";

export type Period = "this-month" | "last-month" | "everything" | "custom";

const PAUSE = 250;

export class ExportDraft {
  profiles = $state.raw<ExportProfile[]>([]);
  profile = $state("");
  period = $state<Period>("this-month");
  from = $state("");
  to = $state("");
  filter = $state("");
  /** Where to: as suggested until the merchant chooses. */
  path = $state("");
  preview = $state.raw<ExportPreview | null>(null);
  looking = $state(true);
  saving = $state(false);
  failure = $state.raw<AppError | null>(null);
  filterProblem = $state<string | null>(null);

  readonly #today: string;
  #chosen = false;
  #asked = 0;
  #pause: ReturnType<typeof setTimeout> | undefined;

  constructor(filter: string, today: string) {
    this.filter = filter;
    this.#today = today;
    const { from } = monthOf(today);
    this.from = from;
    this.to = today;
  }

  get reversed(): boolean {
    return this.period === "custom" && this.from !== "" && this.to !== "" && this.from > this.to;
  }

  async load(): Promise<void> {
    try {
      this.profiles = await shell.exportProfiles();
      this.profile = this.profiles[0]?.name ?? "";
      await this.#look();
    } catch (error) {
      this.failure = AppError.from(error);
      this.looking = false;
    }
  }

  changed(): void {
    this.looking = true;
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => void this.#look(), PAUSE);
  }

  async choosePath(): Promise<void> {
    try {
      const chosen = await shell.exportChoosePath(this.path);
      if (chosen === null) return;
      this.path = chosen;
      this.#chosen = true;
    } catch (error) {
      this.failure = AppError.from(error);
    }
  }

  async save(): Promise<ExportSaved | null> {
    if (this.saving) return null;
    this.saving = true;
    this.failure = null;
    try {
      return await shell.exportSave({ ...this.#query(), path: this.path });
    } catch (error) {
      this.failure = AppError.from(error);
      return null;
    } finally {
      this.saving = false;
    }
  }

  async #look(): Promise<void> {
    if (this.profile === "" || this.reversed) {
      this.looking = false;
      return;
    }
    const asked = ++this.#asked;
    this.looking = true;
    try {
      const preview = await shell.exportPreview(this.#query());
      if (asked !== this.#asked) return;
      this.preview = preview;
      this.filterProblem = null;
      this.failure = null;
      if (!this.#chosen) this.path = preview.suggested_path;
    } catch (thrown) {
      if (asked === this.#asked) this.#blame(AppError.from(thrown));
    } finally {
      if (asked === this.#asked) this.looking = false;
    }
  }

  #blame(error: AppError): void {
    this.preview = null;
    if (error.field === "filter") this.filterProblem = error.message;
    else this.failure = error;
  }

  #query(): ExportQuery {
    return { profile: this.profile, filter: this.filter.trim(), ...this.#days() };
  }

  #days(): { from: string | null; to: string | null } {
    if (this.period === "this-month") return monthOf(this.#today);
    if (this.period === "last-month") return monthOf(this.#today, 1);
    if (this.period === "everything") return { from: null, to: null };
    return { from: this.from || null, to: this.to || null };
  }
}

/** The periods on offer, in words. */
export const periodOptions = (): { value: Period; label: string }[] => [
  { value: "this-month", label: t("export-this-month") },
  { value: "last-month", label: t("export-last-month") },
  { value: "everything", label: t("export-everything") },
  { value: "custom", label: t("export-custom") },
];
