/** Short messages about what just happened; said aloud by a live region. */
export type Tone = "good" | "bad" | "info";

export interface Notice {
  id: number;
  tone: Tone;
  text: string;
}

const READING_TIME = 6000;

class Notices {
  list = $state<Notice[]>([]);
  #next = 1;

  /** Says something; failures stay until dismissed. */
  say(tone: Tone, text: string): void {
    const id = this.#next++;
    this.list = [...this.list.filter((one) => one.text !== text).slice(-2), { id, tone, text }];
    if (tone !== "bad") setTimeout(() => this.dismiss(id), READING_TIME);
  }

  dismiss(id: number): void {
    this.list = this.list.filter((one) => one.id !== id);
  }
}

export const notices = new Notices();
