/** References of payouts: 16 to 50 characters that every gateway takes. */

/** Digits and letters that are not taken for one another. */
const LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
const LENGTH = 12;

/** A new reference, such as `PO-20261122-7KQ2M9XW4RTB`. */
export function newReference(now: number): string {
  const day = new Date(now).toISOString().slice(0, 10).replaceAll("-", "");
  const random = [...crypto.getRandomValues(new Uint8Array(LENGTH))];
  return `PO-${day}-${random.map((byte) => LETTERS[byte % LETTERS.length]).join("")}`;
}
