/** A column of a list: what it says of a row, and how it gives way where the list is narrow. */
import type { Snippet } from "svelte";
import type { Money } from "../../api/bindings";
import type { Word } from "./words";

export type Column<Row> = Look & Says<Row>;

interface Look {
  head: string;
  /** How wide the list has to be for the column to be shown, in rem; `styles/table.css` has a rule for each. */
  from?: 34 | 38 | 44 | 48 | 52 | 56 | 62 | 66;
  /** The part of the width it asks for, in percent; it shrinks to an ellipsis before a figure is cut. */
  share?: number;
  /** Whether it takes all that is left once the list is narrow. */
  rest?: boolean;
  /** How wide it may become. */
  most?: string;
  /** Said faintly where a row has nothing to say. */
  none?: string;
  /** Texts and moments are soft unless it says otherwise, the others stand out. */
  ink?: "full" | "soft" | "none";
}

type Says<Row> =
  | { text: (row: Row) => string | null }
  | { figure: (row: Row) => number | string }
  | { when: (row: Row) => string }
  | { word: (row: Row) => Word }
  /** An amount to a line; `null` leaves its line empty. */
  | { money: (row: Row) => (Money | null)[] }
  /** Whatever is none of these; the number is the tab index of what can be reached in it. */
  | { cell: Snippet<[row: Row, inOrder: 0 | -1]> };
