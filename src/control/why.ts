// Why one endpoint may or may not open a connection to another: asks the reader that the workers ask, over the same
// tables, and puts names to what it says. Main thread.

import { DaoliError } from '#base/error.ts';
import type { Why, WhyQuery } from '#client/schema.ts';
import { formatTraffic } from '#client/traffic.ts';
import type { ControlPlane } from '#control/control-plane.ts';
import type { EndpointRecord } from '#control/endpoint-rows.ts';
import {
  VERDICT_ALLOW,
  VERDICT_REASON_DEFAULT,
  VERDICT_REASON_GROUP,
  VERDICT_REASON_NETWORK,
  VERDICT_REASON_POLICY,
  VERDICT_REASON_RULE,
  VERDICT_UNIFORM,
  VerdictReader,
  verdictReason,
  verdictRule,
} from '#dataplane/verdict.ts';
import { policyName } from '#model/diff.ts';
import type { SharedMemory } from '#shm/layout.ts';
import { Tables } from '#shm/tables.ts';

const PROTOCOL_NUMBERS = { icmp: 1, tcp: 6, udp: 17, sctp: 132 } as const;

const REASONS: Readonly<Record<number, Why['reason']>> = {
  [VERDICT_REASON_POLICY]: 'pair-policy',
  [VERDICT_REASON_RULE]: 'group-rule',
  [VERDICT_REASON_NETWORK]: 'same-network',
  [VERDICT_REASON_GROUP]: 'same-group',
  [VERDICT_REASON_DEFAULT]: 'default',
};

export class WhyReader {
  readonly #control: ControlPlane;
  readonly #verdicts: VerdictReader;
  /** Why an endpoint is not located, or null. */
  readonly #whereabouts: (record: EndpointRecord) => string | null;

  constructor(memory: SharedMemory, control: ControlPlane, whereabouts: (record: EndpointRecord) => string | null) {
    this.#control = control;
    this.#verdicts = new VerdictReader(new Tables(memory));
    this.#whereabouts = whereabouts;
  }

  /** @throws DaoliError `not_found` when either end is no endpoint of the inventory */
  answer(query: WhyQuery): Why {
    const { from, to, protocol, port } = query;
    const source = this.#endpoint(from);
    const target = this.#endpoint(to);
    const traffic = formatTraffic({ protocol, port });
    const asked = { from, to, protocol, port };
    if (source.network.tenant !== target.network.tenant) {
      const text = `${from} may not open ${traffic} to ${to}: they are of different tenants, which cannot reach each other`;
      const tenants = `${from} is of tenant ${source.network.network.tenant}, ${to} of ${target.network.network.tenant}`;
      return { ...asked, verdict: 'deny', reason: 'other-tenant', rule: null, text, details: [tenants] };
    }
    const verdict = this.#verdicts.judge(source.row, target.row, PROTOCOL_NUMBERS[protocol], port ?? 0);
    const allowed = (verdict & VERDICT_ALLOW) !== 0;
    const reason = REASONS[verdictReason(verdict)] ?? 'default';
    const rule = this.#ruleName(verdict, source, target);
    const may = allowed ? 'may' : 'may not';
    return {
      ...asked,
      verdict: allowed ? 'allow' : 'deny',
      reason,
      rule,
      text: `${from} ${may} open ${traffic} to ${to}: ${this.#because(reason, rule, source, target)}`,
      details: this.#details(query, source, target, verdict),
    };
  }

  #endpoint(name: string): EndpointRecord {
    const record = this.#control.publisher.endpoints.byName.get(name);
    if (record === undefined) throw new DaoliError('not_found', `no endpoint is called ${JSON.stringify(name)}`);
    return record;
  }

  #ruleName(verdict: number, source: EndpointRecord, target: EndpointRecord): string | null {
    const { publisher, inventory } = this.#control;
    const reason = verdictReason(verdict);
    if (reason === VERDICT_REASON_RULE) return publisher.policy.ruleName(verdictRule(verdict)) ?? null;
    if (reason !== VERDICT_REASON_POLICY) return null;
    const name = policyName({ a: source.endpoint.name, b: target.endpoint.name, action: 'connect' });
    const index = inventory.policies.findIndex((policy) => policyName(policy) === name);
    return index < 0 ? null : `policies[${index}]`;
  }

  #because(reason: Why['reason'], rule: string | null, source: EndpointRecord, target: EndpointRecord): string {
    switch (reason) {
      case 'pair-policy':
        return `${rule ?? 'a pair policy'} says so for the two`;
      case 'group-rule':
        return rule === null ? 'its policy class had no room in the tables, so it is cut off' : `${rule} says so`;
      case 'same-network':
        return `both are in network ${source.network.network.name}`;
      case 'same-group':
        return `both are in group ${this.#sharedGroups(source, target).join(', ')}`;
      default:
        return 'nothing allows it';
    }
  }

  #sharedGroups(source: EndpointRecord, target: EndpointRecord): string[] {
    const ofTarget = new Set(target.policyClass?.groups);
    const groups = source.policyClass?.groups ?? [];
    return groups.filter((group) => ofTarget.has(group)).map(({ group }) => group.name);
  }

  #details(query: WhyQuery, source: EndpointRecord, target: EndpointRecord, verdict: number): string[] {
    const { from, to, protocol, port } = query;
    const details: string[] = [];
    const allowed = (verdict & VERDICT_ALLOW) !== 0;
    if (allowed) {
      details.push(pathOf(source, target));
      const back = this.#verdicts.judge(target.row, source.row, PROTOCOL_NUMBERS[protocol], port ?? 0);
      const may =
        (back & VERDICT_ALLOW) !== 0
          ? `may open ${formatTraffic({ protocol, port })} to ${from} too`
          : 'may not open it the other way';
      details.push(`replies of the connection come back whatever policy says of ${to}, which ${may}`);
      if (this.#verdicts.coarse(source.row, target.row, verdict)) {
        details.push(
          'one pair of flows serves all traffic of the two: policy names no ports and is the same both ways',
        );
      }
    } else if ((verdict & VERDICT_UNIFORM) !== 0) details.push('the answer is the same for every protocol and port');
    for (const record of source === target ? [source] : [source, target]) {
      const missing = this.#whereabouts(record);
      if (missing !== null) details.push(`${record.endpoint.name} is not located: ${missing}`);
    }
    return details;
  }
}

function pathOf(source: EndpointRecord, target: EndpointRecord): string {
  const routed = source.network !== target.network;
  const how = routed ? 'routed between networks' : 'switched within the network';
  return source.host === target.host
    ? `on host ${source.host.host.name}, ${how}`
    : `from host ${source.host.host.name} to ${target.host.host.name} by a wire key, ${how}`;
}
