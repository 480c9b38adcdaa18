/** An entry of a list that one is chosen from. */
export interface Option {
  value: string;
  label: string;
  note?: string;
}
