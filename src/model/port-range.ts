// Ports as a rule writes them: a number, or `first-last`. Pure; any thread.

/** Ports from `first` to `last`, both included. */
export interface PortRange {
  readonly first: number;
  readonly last: number;
}

const PORT_TEXT = /^(\d{1,5})(?:-(\d{1,5}))?$/;

/** @returns undefined when it is neither a port 1..65535 nor a range of them in rising order */
export function parsePortRange(value: unknown): PortRange | undefined {
  const parts = typeof value === 'number' || typeof value === 'string' ? PORT_TEXT.exec(`${value}`) : null;
  if (parts === null) return undefined;
  const first = Number(parts[1]);
  const last = Number(parts[2] ?? parts[1]);
  return first >= 1 && first <= last && last <= 65535 ? { first, last } : undefined;
}

/**
 * The ranges of a rule.
 * @param ports as `parseInventory` let them pass; undefined means every port
 */
export function portRangesOf(ports: readonly (number | string)[] | undefined): PortRange[] {
  if (ports === undefined) return [{ first: 0, last: 65535 }];
  return ports.map((port) => {
    const range = parsePortRange(port);
    if (range === undefined) throw new TypeError(`not a port or a range of ports: ${port}`);
    return range;
  });
}
