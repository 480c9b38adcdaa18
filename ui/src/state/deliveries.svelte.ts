/** The inbox of webhooks: `verdict:` and `account:` terms beside free words, and which rows are chosen. */
import type { DeliveryRow, Verdict } from "../api/bindings";
import { shell } from "../api/shell";
import { valueOf, wordsOf } from "./filter";
import { Pages, PAGE_SIZE, knownWords } from "./pages.svelte";

export const VERDICTS: Verdict[] = ["accepted", "duplicate", "rejected"];

class Deliveries extends Pages<DeliveryRow> {
  #chosen = $state.raw<ReadonlySet<string>>(new Set());

  /** The chosen rows that are on the page, in its order. */
  chosen = $derived(this.rows.map((row) => row.id).filter((id) => this.#chosen.has(id)));

  constructor() {
    super(["webhooksChanged"], async (filter, after) => {
      const asked = valueOf(filter, "verdict");
      const [verdict = null] = knownWords(asked === null ? [] : [asked], VERDICTS);
      const account = valueOf(filter, "account");
      const text = wordsOf(filter, ["verdict", "account"]);
      return shell.webhooks({ account, verdict, text }, after, PAGE_SIZE);
    });
  }

  isChosen(id: string): boolean {
    return this.#chosen.has(id);
  }

  choose(id: string, on: boolean): void {
    const others = [...this.#chosen].filter((one) => one !== id);
    this.#chosen = new Set(on ? [...others, id] : others);
  }

  /** All rows of the page, or none. */
  chooseAll(on: boolean): void {
    this.#chosen = new Set(on ? this.rows.map((row) => row.id) : []);
  }

  override forget(): void {
    super.forget();
    this.chooseAll(false);
  }
}

export const deliveries = new Deliveries();
