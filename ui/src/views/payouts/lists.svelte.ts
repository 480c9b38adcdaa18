/**
 * The values that a gateway lists for the fields of a payout.
 *
 * A list is asked for once everything that is chosen before it is known, and again
 * when that changes: plans depend on operator and circle. A list that cannot be had
 * is no obstacle: its field becomes a text.
 */
import type { Choice, PayoutField, PayoutRoute } from "../../api/bindings";
import { AppError } from "../../api/error";
import { shell } from "../../api/shell";

export interface List {
  /** The title of the field that has to be chosen first. */
  after: string | null;
  loading: boolean;
  choices: Choice[];
  problem: string | null;
  /** Whether one of a list is to be chosen; otherwise the field is a text. */
  works: boolean;
  /** What it was asked for with. */
  asked: string;
}

const NEW: List = {
  after: null,
  loading: false,
  choices: [],
  problem: null,
  works: true,
  asked: "",
};

export class Lists {
  #lists = $state<Record<string, List>>({});
  readonly #clear: (key: string) => void;

  /** `clear` takes a value back that is not in its list any more. */
  constructor(clear: (key: string) => void) {
    this.#clear = clear;
  }

  of(key: string): List {
    return this.#lists[key] ?? NEW;
  }

  title(key: string, value: string): string | undefined {
    return this.of(key).choices.find((one) => one.value === value)?.title;
  }

  forget(): void {
    this.#lists = {};
  }

  /** Forgets that a list could not be had. */
  retry(key: string): void {
    delete this.#lists[key];
  }

  /** Asks for every list that can be asked for now. */
  async follow(account: string, route: PayoutRoute, values: Record<string, string>): Promise<void> {
    const asking = route.fields.map((field, index) => {
      if (!field.listed) return null;
      const before = route.fields.slice(0, index).filter(isChosen);
      return this.#ask(account, route, field, before, values);
    });
    await Promise.all(asking);
  }

  async #ask(
    account: string,
    { kind }: PayoutRoute,
    { key }: PayoutField,
    before: PayoutField[],
    values: Record<string, string>,
  ): Promise<void> {
    const missing = before.find((one) => one.required && !values[one.key]);
    if (missing) {
      this.#lists[key] = { ...NEW, after: missing.title };
      if (values[key]) this.#clear(key);
      return;
    }
    const asked = JSON.stringify([account, kind, before.map((one) => values[one.key] ?? "")]);
    if (this.of(key).asked === asked) return;
    this.#lists[key] = { ...NEW, loading: true, asked };
    const filled = Object.entries(values).filter(([, value]) => value.trim() !== "");
    const form = { account, kind, field: key, known: Object.fromEntries(filled) };
    let found: Partial<List>;
    try {
      found = { choices: await shell.payoutChoices(form) };
    } catch (error) {
      found = { problem: AppError.from(error).message, works: false };
    }
    if (this.of(key).asked !== asked) return;
    this.#lists[key] = { ...NEW, asked, ...found };
    if (values[key] && found.choices && this.title(key, values[key]) === undefined) {
      this.#clear(key);
    }
  }
}

const isChosen = ({ listed, choices }: PayoutField) => listed || choices.length > 0;
