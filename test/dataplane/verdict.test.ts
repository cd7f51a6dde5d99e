// Verdicts at their edges: ranges, ties, what is uniform, what is kept and when it is void. That they are right at large is
// measured against a brute-force evaluator elsewhere (test/control/verdicts.test.ts, test/lab/model.test.ts).

import { describe, expect, test } from 'vitest';
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
import { World } from './harness.ts';
import { type House, house } from './house.ts';

const TCP = 6;
const UDP = 17;
const ICMP = 1;
const REASONS: Record<number, string> = {
  [VERDICT_REASON_POLICY]: 'policy',
  [VERDICT_REASON_RULE]: 'rule',
  [VERDICT_REASON_NETWORK]: 'network',
  [VERDICT_REASON_GROUP]: 'group',
  [VERDICT_REASON_DEFAULT]: 'default',
};

/** A reader over the house with a change. */
function reader(change: (draft: House) => void = () => {}) {
  const w = new World(house(change));
  const verdicts = new VerdictReader(w.tables);
  const row = (name: string) => w.endpoint(name).row;
  const judge = (a: string, b: string, protocol = TCP, port = 80) => verdicts.judge(row(a), row(b), protocol, port);
  /** A verdict in words. */
  const say = (a: string, b: string, protocol = TCP, port = 80) => {
    const verdict = judge(a, b, protocol, port);
    const uniform = (verdict & VERDICT_UNIFORM) !== 0 ? ', uniform' : '';
    return `${(verdict & VERDICT_ALLOW) !== 0 ? 'allow' : 'deny'}: ${REASONS[verdictReason(verdict)]}${uniform}`;
  };
  const coarse = (a: string, b: string) => verdicts.coarse(row(a), row(b), judge(a, b, 0, 0));
  const ruleOf = (verdict: number) => w.publisher.policy.ruleName(verdictRule(verdict));
  return { w, judge, say, coarse, ruleOf };
}

const rules =
  (group: number, ...added: object[]) =>
  (draft: House) =>
    void draft.groups[group]!.rules.push(...added);

describe('a verdict', () => {
  test('gives the reason that decided, and whether it holds for everything', () => {
    const { say } = reader();
    expect(say('c1', 'c2')).toBe('allow: network, uniform');
    expect(say('c1', 'd1')).toBe('allow: rule');
    expect(say('c1', 'd1', TCP, 81)).toBe('deny: default');
    expect(say('d1', 'c1')).toBe('deny: default, uniform');
    expect(say('i1', 'i2')).toBe('deny: default, uniform');
    expect(say('c1', 'i1')).toBe('deny: default, uniform');
  });

  test('of a pair policy comes before all, holds for everything and both ways', () => {
    const { say } = reader((draft) => {
      draft.policies.push({ a: 'c1', b: 'c2', action: 'disconnect' }, { a: 'i2', b: 'c1', action: 'connect' });
    });
    for (const [a, b] of [
      ['c1', 'c2'],
      ['c2', 'c1'],
    ] as const)
      expect(say(a, b)).toBe('deny: policy, uniform');
    for (const [a, b] of [
      ['c1', 'i2'],
      ['i2', 'c1'],
    ] as const)
      expect(say(a, b)).toBe('allow: policy, uniform');
    // Both are named by policies, but not by one of the pair.
    expect(say('c2', 'i2')).toBe('deny: default, uniform');
  });

  test('names the rule that decided', () => {
    const { judge, ruleOf } = reader();
    expect(ruleOf(judge('c1', 'd1', UDP, 53))).toBe('groups.db.rules[1]');
    expect(verdictRule(judge('c1', 'c2'))).toBe(-1);
  });

  test('knows a port range from its first port to its last', () => {
    const { say } = reader();
    expect([4999, 5000, 5010, 5011].map((port) => say('c1', 'd1', TCP, port))).toEqual([
      'deny: default',
      'allow: rule',
      'allow: rule',
      'deny: default',
    ]);
    const edges = reader(
      rules(0, { direction: 'ingress', action: 'allow', protocol: 'sctp', ports: ['1-2', '65534-65535'] }),
    );
    expect([1, 2, 3, 65533, 65534, 65535].map((port) => edges.say('c1', 'd1', 132, port).slice(0, 5))).toEqual([
      ...['allow', 'allow', 'deny:', 'deny:', 'allow', 'allow'],
    ]);
  });

  test('of a rule for one protocol says nothing of another', () => {
    const { say } = reader();
    expect([say('c1', 'd1', ICMP, 0), say('c1', 'd1', UDP, 80), say('c1', 'd1', 47, 0)]).toEqual([
      'allow: rule',
      'deny: default',
      'deny: default',
    ]);
  });

  test('is that of the first that matches, not of the first there is: the rest stays restricted', () => {
    const { say } = reader(rules(0, { direction: 'ingress', action: 'deny', priority: 50 }));
    expect(say('c1', 'd1')).toBe('allow: rule');
    expect(say('c1', 'd1', TCP, 81)).toBe('deny: rule');
    // For whom no restricted rule is meant, the last rule alone decides, so it holds for everything.
    expect(say('i1', 'd1')).toBe('deny: rule, uniform');
  });
});

describe('two lists of rules, of who sends and who receives', () => {
  const web = (action: string, priority: number) => ({ direction: 'egress', action, priority, peer: { group: 'db' } });
  const db = (action: string, priority: number) => ({ direction: 'ingress', action, priority, peer: { group: 'web' } });
  const both = (ofWeb: object, ofDb: object) =>
    reader((draft) => {
      draft.groups[1]!.rules = [ofWeb];
      draft.groups[0]!.rules = [ofDb];
    });

  test('are one, by priority', () => {
    expect(both(web('allow', 101), db('deny', 100)).say('c1', 'd1')).toBe('allow: rule, uniform');
    expect(both(web('allow', 99), db('deny', 100)).say('c1', 'd1')).toBe('deny: rule, uniform');
    expect(both(web('deny', 101), db('allow', 100)).say('c1', 'd1')).toBe('deny: rule, uniform');
    expect(both(web('deny', 99), db('allow', 100)).say('c1', 'd1')).toBe('allow: rule, uniform');
  });

  test('deny at equal priority, whichever of them says so', () => {
    expect(both(web('allow', 100), db('deny', 100)).say('c1', 'd1')).toBe('deny: rule, uniform');
    expect(both(web('deny', 100), db('allow', 100)).say('c1', 'd1')).toBe('deny: rule, uniform');
  });

  test('say nothing of the way back', () => {
    expect(both(web('allow', 100), db('allow', 100)).say('d1', 'c1')).toBe('deny: default, uniform');
  });
});

describe('a prefix', () => {
  const cidr = (peer: string) =>
    rules(0, { direction: 'ingress', action: 'deny', priority: 200, peer: { cidr: peer } });

  test('is compared with the address, for each endpoint of a class', () => {
    const { say } = reader(cidr('10.1.1.2/32'));
    expect([say('c1', 'd1'), say('c2', 'd1')]).toEqual(['deny: rule, uniform', 'allow: rule']);
    // Again, and the other way round: nothing of it is kept for the class.
    expect([say('c2', 'd1'), say('c1', 'd1')]).toEqual(['allow: rule', 'deny: rule, uniform']);
  });

  test('of length 0 is everybody, of length 32 is one, with the highest bit set, too', () => {
    expect(reader(cidr('0.0.0.0/0')).say('c2', 'd1')).toBe('deny: rule, uniform');
    expect(reader(cidr('10.1.1.3/32')).say('c2', 'd1')).toBe('deny: rule, uniform');
    expect(reader(cidr('200.0.0.0/8')).say('c2', 'd1')).toBe('allow: rule');
  });
});

describe('groups', () => {
  test('in common allow, by network and by name', () => {
    const { say } = reader((draft) => {
      draft.groups.push({ name: 'mixed', members: [{ endpoint: 'i1' }, { network: 'web' }], rules: [] });
      draft.groups.push({ name: 'alone', members: [{ endpoint: 'i2' }], rules: [] });
    });
    expect([say('i1', 'c4'), say('c4', 'i1')]).toEqual(['allow: group, uniform', 'allow: group, uniform']);
    expect(say('i1', 'i2')).toBe('deny: default, uniform');
  });

  test('are found among many', () => {
    const { say } = reader((draft) => {
      for (let i = 0; i < 40; i++) {
        draft.groups.push({
          name: `g${i}`,
          members: i % 2 === 0 ? [{ endpoint: 'i1' }] : [{ endpoint: 'i2' }],
          rules: [],
        });
      }
      draft.groups.push({ name: 'z', members: [{ endpoint: 'i1' }, { endpoint: 'i2' }], rules: [] });
    });
    expect(say('i1', 'i2')).toBe('allow: group, uniform');
    expect(say('i1', 'c1')).toBe('deny: default, uniform');
  });

  test('of a peer in no group at all match nobody', () => {
    const { say } = reader((draft) => void draft.groups[1]!.members.splice(0, 1, { endpoint: 'c2' }));
    expect([say('c1', 'd1'), say('c2', 'd1')]).toEqual(['deny: default, uniform', 'allow: rule']);
  });
});

describe('a coarse pair', () => {
  test('is allowed in full, both ways', () => {
    const { coarse } = reader(
      rules(1, { direction: 'egress', action: 'deny', protocol: 'udp', ports: [53], peer: { cidr: '10.1.1.4/32' } }),
    );
    expect(coarse('c1', 'c2')).toBe(true);
    // c3 may not be asked for names: the pair needs exact flows, seen from either end.
    expect([coarse('c1', 'c3'), coarse('c3', 'c1')]).toEqual([false, false]);
  });

  test('is not one that is denied, nor one that may talk one way only', () => {
    const { coarse } = reader(rules(0, { direction: 'ingress', action: 'allow', priority: 300 }));
    expect([coarse('i1', 'i2'), coarse('i1', 'd1'), coarse('d1', 'i1')]).toEqual([false, false, false]);
  });
});

describe('what a reader has kept', () => {
  test('is void when the version moves', () => {
    const { w, say } = reader();
    expect(say('c1', 'd1')).toBe('allow: rule');
    w.edit(house((draft) => void draft.groups[0]!.rules.splice(0, 1)));
    expect(say('c1', 'd1')).toBe('deny: default');
    w.edit(house());
    expect(say('c1', 'd1')).toBe('allow: rule');
  });

  test('is not mixed up, however many ports and classes share an entry', () => {
    const { judge } = reader();
    // More questions than there are entries, each asked again when others have taken its place.
    for (let round = 0; round < 2; round++) {
      for (let port = 1; port < 65536; port += 3) {
        const allowed = port === 80 || (port >= 5000 && port <= 5010);
        if ((judge('c1', 'd1', TCP, port) & VERDICT_ALLOW) !== (allowed ? VERDICT_ALLOW : 0))
          throw new Error(`${port}`);
      }
    }
  });

  test('tells ends in one network from ends that are not, though their classes are the same', () => {
    const { say } = reader((draft) => {
      draft.groups.length = 0;
    });
    expect([say('c1', 'c2'), say('c1', 'd1'), say('d1', 'd2'), say('i1', 'i2')]).toEqual([
      'allow: network, uniform',
      'deny: default, uniform',
      'allow: network, uniform',
      'deny: default, uniform',
    ]);
  });
});
