/**
 * An export while it is being put together, with a preview that follows every change.
 *
 * It outlives its page: who goes to look something up finds everything chosen as it was.
 */
import type { ExportPreset, ExportPreview, ExportProfile, ExportSaved } from "../api/bindings";
import { AppError } from "../api/error";
import { shell } from "../api/shell";
import { monthOf } from "../format/time";
import { daysWanted, NOTHING, ofPreset, queryOf, reversed, type Wish } from "./export-wish";
import { writing } from "./exports.svelte";

const PAUSE = 250;
/** How far back is looked for what was used last, and how much of that is offered first. */
const LOOKED_BACK = 20;
const MOST_RECENT = 3;

class ExportDraft {
  profiles = $state.raw<ExportProfile[]>([]);
  /** Names of the profiles that were used last, the latest first. */
  recent = $state.raw<string[]>([]);
  presets = $state.raw<ExportPreset[]>([]);
  /** Why nothing can be chosen at all. */
  problem = $state.raw<AppError | null>(null);

  wish = $state.raw<Wish>(NOTHING);
  /** Where to: as suggested until the merchant chooses. */
  path = $state("");
  preview = $state.raw<ExportPreview | null>(null);
  /** What the preview is of: while another one is looked for, not what is wanted. */
  previewed = $state.raw<Wish>(NOTHING);
  looking = $state(true);
  /** Why there is no preview, and what is wrong with the filter. */
  failure = $state.raw<AppError | null>(null);
  filterProblem = $state<string | null>(null);
  /** What was written, until something else is wanted. */
  saved = $state.raw<ExportSaved | null>(null);

  #today = $state("");
  #pathChosen = false;
  #opened = 0;
  #asked = 0;
  #pause: ReturnType<typeof setTimeout> | undefined;

  profile = $derived(this.profiles.find(({ name }) => name === this.wish.profile) ?? null);
  days = $derived(daysWanted(this.wish, this.#today));
  reversed = $derived(reversed(this.days));
  /** Whether what is on the screen is of former choices. */
  stale = $derived(this.looking && this.preview !== null);
  ready = $derived((this.preview?.rows ?? 0) > 0 && !this.looking && this.path !== "");

  /** Reads what can be chosen, and looks. A filter that was brought along takes the place of the one that was typed. */
  async open(today: string, filter: string): Promise<void> {
    this.#today = today;
    const { from } = monthOf(today);
    const { wish } = this;
    this.wish = {
      ...wish,
      from: wish.from || from,
      to: wish.to || today,
      filter: filter || wish.filter,
    };
    this.looking = true;
    this.problem = null;
    const opened = ++this.#opened;
    try {
      const [profiles, presets, { items }] = await Promise.all([
        shell.exportProfiles(),
        shell.exportPresets(),
        shell.exports(null, LOOKED_BACK),
      ]);
      if (opened !== this.#opened) return;
      this.profiles = profiles;
      this.presets = presets;
      const used = new Set(items.map(({ profile }) => profile));
      const known = [...used].filter((one) => profiles.some(({ name }) => name === one));
      this.recent = known.slice(0, MOST_RECENT);
      const usual = this.recent[0] ?? profiles[0]?.name ?? "";
      this.wish = { ...this.wish, profile: this.wish.profile || usual };
      await this.#look();
    } catch (error) {
      if (opened !== this.#opened) return;
      this.problem = AppError.from(error);
      this.looking = false;
    }
  }

  /** Reads the kinds of file, for whoever only names them. */
  async readProfiles(): Promise<void> {
    if (this.profiles.length > 0) return;
    try {
      this.profiles = await shell.exportProfiles();
    } catch (error) {
      this.problem = AppError.from(error);
    }
  }

  /** Nobody looks any more. */
  leave(): void {
    this.#opened += 1;
    this.#drop();
    void shell.exportPreviewStop().catch(() => {});
  }

  /** Another shop: nothing that was chosen holds there. */
  forget(): void {
    this.#opened += 1;
    this.#drop();
    this.#pathChosen = false;
    this.wish = NOTHING;
    this.recent = [];
    this.presets = [];
    this.preview = null;
    this.saved = null;
    this.path = "";
  }

  /** Takes something else; the preview follows once the merchant pauses. */
  change(what: Partial<Wish>): void {
    const { profile, period, onlyNew } = this.wish;
    const other = what.profile !== undefined && what.profile !== profile;
    // Choices and columns belong to the kind of file, and so does the end of its name.
    const fresh = other ? { choices: {}, columns: [] } : {};
    if (other) this.#pathChosen = false;
    const stays = what.period === undefined || what.period === period;
    this.wish = { ...this.wish, onlyNew: stays && onlyNew, ...fresh, ...what };
    this.lookAgain();
  }

  use(preset: ExportPreset): void {
    this.change(ofPreset(preset, this.wish));
  }

  /** Looks once the merchant pauses; nothing can be saved before that. */
  lookAgain(): void {
    // What is still being looked at is not wanted any more.
    this.#drop();
    this.saved = null;
    writing.failure = null;
    this.looking = true;
    this.#pause = setTimeout(() => void this.#look(), PAUSE);
  }

  async choosePath(): Promise<void> {
    try {
      const chosen = await shell.exportChoosePath(this.path);
      if (chosen === null) return;
      this.path = chosen;
      this.#pathChosen = true;
    } catch (error) {
      this.failure = AppError.from(error);
    }
  }

  /** Writes the files; true if they are there. */
  async save(): Promise<boolean> {
    const { profile } = this.wish;
    const saved = await writing.save({ query: this.query(), path: this.path });
    if (saved === null) return false;
    this.saved = saved;
    this.#pathChosen = false;
    const others = this.recent.filter((name) => name !== profile);
    this.recent = [profile, ...others].slice(0, MOST_RECENT);
    return true;
  }

  query() {
    return queryOf(this.wish, this.#today);
  }

  #drop(): void {
    clearTimeout(this.#pause);
    this.#asked += 1;
  }

  async #look(): Promise<void> {
    this.#drop();
    const asked = this.#asked;
    this.looking = !this.reversed && this.wish.profile !== "";
    if (!this.looking) {
      this.preview = null;
      this.failure = null;
      this.filterProblem = null;
      return;
    }
    const { wish } = this;
    try {
      const preview = await shell.exportPreview(this.query());
      if (asked !== this.#asked) return;
      if (preview === null) {
        // Stopped in place of a look that nobody wanted any more; this one is wanted.
        this.lookAgain();
        return;
      }
      this.preview = preview;
      this.previewed = wish;
      this.failure = null;
      this.filterProblem = null;
      if (!this.#pathChosen) this.path = preview.suggested_path;
    } catch (thrown) {
      if (asked === this.#asked) this.#blame(AppError.from(thrown));
    } finally {
      if (asked === this.#asked) this.looking = false;
    }
  }

  #blame(error: AppError): void {
    const ofFilter = error.field === "filter";
    this.preview = null;
    this.filterProblem = ofFilter ? error.message : null;
    this.failure = ofFilter ? null : error;
  }
}

export const exportDraft = new ExportDraft();
