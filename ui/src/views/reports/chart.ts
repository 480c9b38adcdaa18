/**
 * Sums as shares of a picture's height, from exact minor units.
 *
 * What came in stands above the line, what went back and what gateways kept below it. The scale ends
 * on round figures, so that its lines can be read.
 */
import type { ReportGroup, ReportSums } from "../../api/bindings";
import { fromMinor, minorUnits, share, type Amount } from "../../format/money";

export interface Bar {
  /** In per cent of the whole height, from the top. */
  from: number;
  height: number;
}

export interface Column {
  group: ReportGroup;
  sales: Bar;
  refunds: Bar;
  fees: Bar;
}

export interface Line {
  at: number;
  value: Amount;
  isZero: boolean;
}

export interface Chart {
  columns: Column[];
  lines: Line[];
  highest: ReportGroup | null;
}

const MOST_LINES = 4n;

/** The picture of rows of one currency. */
export function chartOf(groups: ReportGroup[]): Chart {
  const above = groups.map(({ sums }) => cameIn(sums));
  const below = groups.map(({ sums }) => wentBack(sums) + kept(sums));
  const step = roundStep(largest(above) + largest(below));
  const top = roundUp(largest(above), step);
  const bottom = roundUp(largest(below), step);
  const whole = top + bottom;
  const place = (value: bigint) => share(top - value, whole);
  const bar = (from: bigint, size: bigint): Bar => ({
    from: place(from),
    height: place(from - size) - place(from),
  });
  const columns = groups.map((group, at) => ({
    group,
    sales: bar(above[at] ?? 0n, above[at] ?? 0n),
    refunds: bar(0n, wentBack(group.sums)),
    fees: bar(-wentBack(group.sums), kept(group.sums)),
  }));
  return { columns, lines: scale(groups[0]?.sums, top, bottom, step, place), highest: best(groups, above) }; // prettier-ignore
}

function scale(
  sums: ReportSums | undefined,
  top: bigint,
  bottom: bigint,
  step: bigint,
  place: (value: bigint) => number,
): Line[] {
  const lines: Line[] = [];
  if (!sums) return lines;
  const { currency, exponent } = sums.sales;
  for (let value = top; value >= -bottom; value -= step) {
    lines.push({
      at: place(value),
      value: fromMinor(value, currency, exponent),
      isZero: value === 0n,
    });
  }
  return lines;
}

function best(groups: ReportGroup[], above: bigint[]): ReportGroup | null {
  const most = largest(above);
  return most === 0n ? null : (groups[above.indexOf(most)] ?? null);
}

const cameIn = ({ sales }: ReportSums) => positive(minorUnits(sales));
const wentBack = ({ refunds, reversals }: ReportSums) =>
  positive(-(minorUnits(refunds) + minorUnits(reversals)));
const kept = ({ fees }: ReportSums) => positive(-minorUnits(fees));
const positive = (value: bigint) => (value > 0n ? value : 0n);
const largest = (values: bigint[]) => values.reduce((one, other) => (other > one ? other : one), 0n); // prettier-ignore
const roundUp = (value: bigint, step: bigint) => ((value + step - 1n) / step) * step;

/** The smallest of 1, 2, 5, 10, 20, 50… that parts a range in a few. */
function roundStep(range: bigint): bigint {
  for (let power = 1n; ; power *= 10n) {
    for (const part of [1n, 2n, 5n]) {
      if (part * power * MOST_LINES >= range) return part * power;
    }
  }
}
