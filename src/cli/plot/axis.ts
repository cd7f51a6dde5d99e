// Axes of a chart: where a value lies along one, and which ticks it has. Pure; a length is 0 at the axis's beginning
// and 1 at its end.

/** A line across the chart; one without a label is only there to guide the eye. */
export interface Tick {
  readonly value: number;
  readonly label: string | null;
}

export interface Axis {
  readonly title: string;
  readonly ticks: readonly Tick[];
  /** @returns 0..1; a value beyond an end lies on it */
  place(value: number): number;
}

/** Steps of a decade at which an axis may begin, end or have a tick. */
const ROUND = [1, 2, 5];
/** With fewer decades than this the steps between them are labelled, too. */
const FEW_DECADES = 2.5;
/** A linear axis has about so many ticks. */
const LINEAR_TICKS = 6;
const NINES_MOST = 7;
/** Where the longest axis of percentiles ends. */
export const GREATEST_QUANTILE = 1 - 10 ** -NINES_MOST;

/**
 * Logarithmic from a round number below the least value to one above the greatest; what is not positive lies at its
 * beginning.
 * @param format a tick's label
 */
function logAxis(title: string, values: readonly number[], format: (value: number) => string): Axis {
  const positive = values.filter((value) => value > 0);
  const least = roundDown(positive.length === 0 ? 1 : Math.min(...positive));
  const greatest = Math.max(roundUp(Math.max(...positive, least)), nextRound(least));
  const decades = Math.log10(greatest / least);
  const ticks: Tick[] = [];
  for (let value = least; value <= greatest * 1.001; value = nextRound(value)) {
    ticks.push({ value, label: isDecade(value) || decades < FEW_DECADES ? format(value) : null });
  }
  const place = (value: number) => (value > 0 ? within(Math.log10(value / least) / decades) : 0);
  return { title, ticks, place };
}

/** Latencies in microseconds, whose ticks say the unit that people would. */
export function latencyAxis(title: string, valuesUs: readonly number[]): Axis {
  return logAxis(title, valuesUs, (us) => {
    if (us < 1e3) return `${Number(us.toPrecision(1))} µs`;
    return us < 1e6 ? `${us / 1e3} ms` : `${us / 1e6} s`;
  });
}

/** Linear from 0 to a tick at or above the greatest value. */
export function linearAxis(title: string, values: readonly number[], format: (value: number) => string): Axis {
  const step = roundUp(Math.max(...values, 1) / LINEAR_TICKS);
  const steps = Math.max(1, Math.ceil(Math.max(...values, 1) / step - 1e-9));
  const ticks = Array.from({ length: steps + 1 }, (_, i) => ({ value: i * step, label: format(i * step) }));
  return { title, ticks, place: (value) => within(value / (steps * step)) };
}

/**
 * Percentiles as HdrHistogram plots them: each further nine takes as much room as the one before.
 * @param count values in the longest series: the axis ends at the nine that one of them stands for
 */
export function percentileAxis(title: string, count: number): Axis {
  const nines = Math.min(NINES_MOST, Math.max(2, Math.ceil(Math.log10(Math.max(1, count)))));
  const quantiles = [0, 0.5, ...Array.from({ length: nines }, (_, i) => 1 - 10 ** -(i + 1))];
  const ticks = quantiles.map((value) => ({ value, label: `${Number((100 * value).toPrecision(9))} %` }));
  return { title, ticks, place: (quantile) => within(-Math.log10(Math.max(0, 1 - quantile)) / nines) };
}

function within(length: number): number {
  return Math.min(1, Math.max(0, length));
}

function isDecade(value: number): boolean {
  const exponent = Math.log10(value);
  return Math.abs(exponent - Math.round(exponent)) < 1e-9;
}

function roundDown(value: number): number {
  const decade = 10 ** Math.floor(Math.log10(value) + 1e-9);
  return decade * ROUND.findLast((step) => step * decade <= value * (1 + 1e-9))!;
}

function roundUp(value: number): number {
  const down = roundDown(value);
  return down >= value * (1 - 1e-9) ? down : nextRound(down);
}

/** @param value a round one */
function nextRound(value: number): number {
  const decade = 10 ** Math.floor(Math.log10(value) + 1e-9);
  const step = ROUND.find((each) => each * decade > value * (1 + 1e-9));
  return step === undefined ? 10 * decade : step * decade;
}
