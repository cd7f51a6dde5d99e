// The short way to say which traffic is meant: `tcp/80`, `udp/53`, `sctp/36412`, `icmp`.
// Pure; the API reads it from a query, the command line from an argument.
import { DaoliError } from '#base/error.ts';
import { WhyProtocol } from './schema.ts';

/** A protocol and its destination port; null exactly for ICMP. */
export interface Traffic {
  readonly protocol: WhyProtocol;
  readonly port: number | null;
}

/**
 * Reads `tcp/80` and the like.
 * @throws DaoliError `bad_request` that says what was found and expected
 */
export function parseTraffic(text: string): Traffic {
  const [name = '', port, ...rest] = text.toLowerCase().split('/');
  const protocol = WhyProtocol.safeParse(name);
  if (!protocol.success || rest.length > 0) throw unexpected(text);
  if (protocol.data === 'icmp') {
    if (port !== undefined) throw unexpected(text);
    return { protocol: 'icmp', port: null };
  }
  if (port === undefined || !/^\d{1,5}$/.test(port) || Number(port) < 1 || Number(port) > 65535) throw unexpected(text);
  return { protocol: protocol.data, port: Number(port) };
}

/** `tcp/80`, `icmp`. */
export function formatTraffic(traffic: Traffic): string {
  return traffic.port === null ? traffic.protocol : `${traffic.protocol}/${traffic.port}`;
}

function unexpected(text: string): DaoliError {
  return new DaoliError(
    'bad_request',
    `service: found ${JSON.stringify(text)}, expected tcp/PORT, udp/PORT, sctp/PORT (PORT from 1 to 65535) or icmp`,
  );
}
