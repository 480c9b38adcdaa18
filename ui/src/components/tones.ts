/** What a badge says by its colour; `brass` and `live` are for test and real money. */
export type BadgeTone = "good" | "wait" | "bad" | "info" | "mute" | "brass" | "live";
