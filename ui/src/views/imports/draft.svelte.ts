/**
 * A file while it is being chosen, understood and agreed to.
 *
 * What is agreed to is the plan that was shown: where it is another by then nothing is imported, and the
 * new plan is shown instead.
 */
import type { Alike, ChosenFile, ImportForm, ImportKind, ImportMade, ImportPlan } from "../../api/bindings"; // prettier-ignore
import { AppError } from "../../api/error";
import { shell } from "../../api/shell";
import { t } from "../../text";

export class ImportDraft {
  kind = $state<ImportKind>("statement");
  file = $state.raw<ChosenFile | null>(null);
  account = $state("");
  place = $state("");
  name = $state("");
  /** What was answered and changed about the columns, word by word. */
  changes = $state.raw<Record<string, string>>({});
  afresh = $state(false);
  alike = $state<Alike | null>(null);

  plan = $state.raw<ImportPlan | null>(null);
  /** Whether the plan that was agreed to did not hold any more. */
  changed = $state(false);
  made = $state.raw<ImportMade | null>(null);
  /** Bank accounts that were imported before, by what they are called. */
  places = $state.raw<string[]>([]);
  problems = $state.raw<Record<string, string>>({});
  failure = $state.raw<AppError | null>(null);
  /** While a file is being looked at, and while it is being imported. */
  looking = $state(false);
  making = $state(false);
  busy = $derived(this.looking || this.making);

  isStatement = $derived(this.kind === "statement");
  /** Whether everything that a person has to decide is decided. */
  ready = $derived.by(() => {
    const { plan } = this;
    if (plan === null || this.looking || this.failure !== null || plan.earlier !== null)
      return false;
    return plan.questions.length === 0 && !plan.wants_decision && plan.counts.taken > 0;
  });

  #asked = 0;

  constructor(name: string) {
    this.name = name;
  }

  async readPlaces(): Promise<void> {
    try {
      const remembered = await shell.importRemembered();
      this.places = remembered.filter(({ of }) => of === "statement").map(({ name }) => name);
    } catch {
      // Only what would be offered is missing; the name can be typed.
      this.places = [];
    }
  }

  /** Another kind or file: nothing that was said of the last one holds. */
  chose(part: { kind?: ImportKind; file?: ChosenFile | null }): void {
    this.kind = part.kind ?? this.kind;
    this.file = part.file ?? this.file;
    this.changes = {};
    this.afresh = false;
    this.alike = null;
    this.problems = {};
    this.failure = null;
  }

  async chooseFile(): Promise<void> {
    try {
      const file = await shell.importChooseFile();
      if (file) this.chose({ file });
    } catch (error) {
      this.problems = { ...this.problems, file: AppError.from(error).message };
    }
  }

  /** Asks for the plan; says at the fields why there is none. */
  async look(): Promise<boolean> {
    const problems: Record<string, string> = {};
    if (!this.file) problems["file"] = t("import-file-missing");
    if (this.isStatement && this.place.trim() === "") problems["place"] = t("import-place-missing");
    if (!this.isStatement && this.account === "") problems["account"] = t("import-account-missing");
    this.problems = problems;
    this.changed = false;
    if (Object.keys(problems).length > 0) return false;
    return this.#look();
  }

  /** Says what a word of the columns means, and looks again. */
  say(key: string, value: string): Promise<boolean> {
    this.changes = { ...this.changes, [key]: value };
    return this.look();
  }

  decide(alike: Alike): Promise<boolean> {
    this.alike = alike;
    return this.look();
  }

  /** Goes by what the file shows, whatever was remembered or changed. */
  startAfresh(): Promise<boolean> {
    this.afresh = true;
    this.changes = {};
    return this.look();
  }

  /** Forgets what is remembered of the bank account, and looks again. */
  async forget(): Promise<boolean> {
    const name = this.isStatement ? this.place.trim() : this.account;
    try {
      await shell.importForget(this.kind, name);
    } catch (error) {
      this.#blame(AppError.from(error));
      return false;
    }
    return this.look();
  }

  async make(): Promise<void> {
    const { plan } = this;
    if (plan === null || !this.ready || this.making) return;
    this.making = true;
    this.failure = null;
    try {
      const made = await shell.importMake(this.#form, plan.digest, this.name.trim() || null);
      this.changed = made.changed !== null;
      if (made.changed) this.plan = made.changed;
      else this.made = made;
    } catch (error) {
      this.#blame(AppError.from(error));
    } finally {
      this.making = false;
    }
  }

  get #form(): ImportForm {
    return {
      kind: this.kind,
      path: this.file?.path ?? "",
      account: this.isStatement ? null : this.account,
      place: this.isStatement ? this.place.trim() : null,
      changes: Object.entries(this.changes),
      afresh: this.afresh,
      alike: this.alike,
    };
  }

  /** True if there is a plan now; an answer overtaken by a later question is dropped. */
  async #look(): Promise<boolean> {
    const asked = ++this.#asked;
    this.looking = true;
    this.failure = null;
    try {
      const plan = await shell.importPlan(this.#form);
      if (asked === this.#asked) this.plan = plan;
      return asked === this.#asked;
    } catch (error) {
      if (asked === this.#asked) this.#blame(AppError.from(error));
      return false;
    } finally {
      if (asked === this.#asked) this.looking = false;
    }
  }

  #blame(error: AppError): void {
    const { field, message } = error;
    const known = field === "file" || field === "place" || field === "account" || field === "by";
    if (known) this.problems = { ...this.problems, [field]: message };
    this.failure = error;
  }
}
