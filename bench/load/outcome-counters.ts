// The controller's own account of PacketIns, read from its API: what it dropped, by name, closes the balance.

const TIMEOUT_MS = 2000;
/** Counted by the channel, before a worker could: PacketIns all the same. */
const DROPPED_BY_CHANNEL = ['packet_ins_unserved'];

export interface OutcomeCounters {
  /** By name, the counters of dropped PacketIns. */
  dropped: Map<string, number>;
  /** By name, the counters of denied PacketIns. */
  denied: Map<string, number>;
}

/**
 * @param api HOST:PORT, '' when there is none
 * @returns null when the API cannot be reached or says something else
 */
export async function readOutcomeCounters(api: string): Promise<OutcomeCounters | null> {
  if (api === '') return null;
  try {
    const response = await fetch(`http://${api}/v1/counters`, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    const body = (await response.json()) as { items?: { name: string; kind: string; value: number }[] };
    if (!response.ok || body.items === undefined) return null;
    const named = (isMeant: (name: string, kind: string) => boolean) =>
      new Map(body.items!.filter(({ name, kind }) => isMeant(name, kind)).map(({ name, value }) => [name, value]));
    return {
      dropped: named((name, kind) => kind === 'dropped' || DROPPED_BY_CHANNEL.includes(name)),
      denied: named((_, kind) => kind === 'denied'),
    };
  } catch {
    // no API is no reason to stop: the balance then has no dropped PacketIns, and a run that lost some is void
    return null;
  }
}

/** What was counted between two readings, by name; only what moved. */
export function growthOf(before: Map<string, number>, after: Map<string, number>): Record<string, number> {
  const grown = [...after].map(([name, value]) => [name, value - (before.get(name) ?? 0)] as const);
  return Object.fromEntries(grown.filter(([, growth]) => growth !== 0));
}
