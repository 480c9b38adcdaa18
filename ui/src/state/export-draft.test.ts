import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ExportPreview, ExportQuery } from "../api/bindings";
import { AppError } from "../api/error";
import { open } from "../api/fake/host";
import { shell } from "../api/shell";
import { exportDraft as draft } from "./export-draft.svelte";

interface Look {
  query: ExportQuery;
  answer: (preview: ExportPreview | null) => Promise<void>;
  fail: (problem: AppError) => Promise<void>;
}

/** Every look that was asked for, answered when the test says so. */
let looks: Look[] = [];

const settled = async () => void (await vi.advanceTimersByTimeAsync(0));
const pause = async () => void (await vi.runOnlyPendingTimersAsync());
const filters = () => looks.map(({ query }) => query.filter);

const look = (at: number): Look => {
  const one = looks.at(at);
  if (!one) throw new Error(`there is no look ${at}`);
  return one;
};

const withRows = (rows: number): ExportPreview => ({
  rows,
  files: 1,
  columns: ["amount"],
  first: [],
  text: null,
  sums: [],
  findings: [],
  last: null,
  suggested_path: `/home/ada/${rows}.csv`,
});

beforeEach(async () => {
  vi.useFakeTimers();
  open("books");
  draft.forget();
  looks = [];
  vi.spyOn(shell, "exportPreview").mockImplementation(
    (query) =>
      new Promise((resolve, reject) => {
        looks.push({
          query,
          answer: (preview) => (resolve(preview), settled()),
          fail: (problem) => (reject(problem), settled()),
        });
      }),
  );
  const opened = draft.open("2026-12-01", "");
  await pause();
  await look(0).answer(withRows(100));
  await opened;
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe("a preview", () => {
  it("is asked for once, of the last of several choices in a row", async () => {
    for (const filter of ["a", "ad", "ada"]) draft.change({ filter });
    draft.change({ period: "everything" });
    expect(looks).toHaveLength(1);
    await pause();
    expect(filters()).toEqual(["", "ada"]);
    expect(look(1).query.from).toBeNull();
  });

  it("keeps the former figures, as such, until the next are there", async () => {
    expect([draft.preview?.rows, draft.stale, draft.ready]).toEqual([100, false, true]);
    draft.change({ period: "since-last" });
    for (const step of ["paused", "asked"]) {
      expect([step, draft.preview?.rows, draft.stale, draft.ready]).toEqual([
        step,
        100,
        true,
        false,
      ]);
      expect(draft.previewed.period).toBe("this-month");
      await pause();
    }
    await look(1).answer(withRows(3));
    expect([draft.preview?.rows, draft.stale, draft.ready]).toEqual([3, false, true]);
    expect([draft.previewed.period, draft.path]).toEqual(["since-last", "/home/ada/3.csv"]);
  });

  it("of former choices is not shown, whenever it comes", async () => {
    draft.change({ filter: "old" });
    await pause();
    draft.change({ filter: "new" });
    await look(1).answer(withRows(1));
    expect([draft.preview?.rows, draft.stale]).toEqual([100, true]);
    await pause();
    draft.change({ filter: "newest" });
    await pause();
    await look(3).answer(withRows(3));
    await look(2).fail(new AppError({ code: "storage", message: "The disk is gone." }));
    expect([draft.preview?.rows, draft.failure, draft.stale]).toEqual([3, null, false]);
  });

  it("that was stopped in place of another is asked for again", async () => {
    draft.change({ filter: "ada" });
    await pause();
    await look(1).answer(null);
    expect([draft.stale, draft.ready]).toEqual([true, false]);
    await pause();
    expect(filters()).toEqual(["", "ada", "ada"]);
    await look(2).answer(withRows(3));
    expect([draft.preview?.rows, draft.ready]).toEqual([3, true]);
  });

  it("is not asked for by who has left before there was anything to choose from", async () => {
    void draft.open("2026-12-01", "ada");
    draft.leave();
    await pause();
    expect(filters()).toEqual([""]);
  });

  it("of a choice that was made while the page opened again is the one that is shown", async () => {
    void draft.open("2026-12-01", "");
    draft.change({ filter: "ada" });
    await vi.runAllTimersAsync();
    expect(look(-1).query.filter).toBe("ada");
    await look(-1).answer(withRows(3));
    expect([draft.preview?.rows, draft.looking]).toEqual([3, false]);
  });
});
