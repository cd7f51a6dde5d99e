// The lab that the demo shows and most tests use: two servers in two underlay subnets, eleven containers, and policy of
// every kind. With `thirdHost` there is a server more, in the first subnet, so that two servers are neighbours. Pure.
//
//              s1                          s2                 groups and policies
//   web   c1 .2   c3 .4               c2 .3                   front = {web}: may open tcp/8080 to back, and nothing more
//   app   c4 .2                       c5 .3                   back  = {app}
//   db    c7 .3                       c6 .2                   store = {app, db}: all among themselves, but not udp/9999
//   red   r1 .2                       r2 .3   (tenant red)    connect c1-c6, though no group says so
//   blue  b1 .2                       b2 .3   (tenant blue)   disconnect c2-c3, though of one network

import type { LabSpec } from './topology.ts';

/** Destination port that `front` may open at `back`. */
export const ONE_WAY_PORT = 8080;
/** UDP destination port that a rule of `store` denies among its members. */
export const DENIED_UDP_PORT = 9999;

const STANDARD: LabSpec = {
  hosts: [
    { name: 's1', subnet: 1 },
    { name: 's2', subnet: 2 },
  ],
  networks: [
    { name: 'web', subnet: '10.1.1.0/24' },
    { name: 'app', subnet: '10.1.2.0/24' },
    { name: 'db', subnet: '10.1.3.0/24' },
    { name: 'red-lan', tenant: 'red', subnet: '10.5.0.0/24' },
    { name: 'blue-lan', tenant: 'blue', subnet: '10.5.0.0/24' },
  ],
  containers: [
    { name: 'c1', network: 'web', host: 's1', ip: '10.1.1.2' },
    { name: 'c2', network: 'web', host: 's2', ip: '10.1.1.3' },
    { name: 'c3', network: 'web', host: 's1', ip: '10.1.1.4' },
    { name: 'c4', network: 'app', host: 's1', ip: '10.1.2.2' },
    { name: 'c5', network: 'app', host: 's2', ip: '10.1.2.3' },
    { name: 'c6', network: 'db', host: 's2', ip: '10.1.3.2' },
    { name: 'c7', network: 'db', host: 's1', ip: '10.1.3.3' },
    { name: 'r1', network: 'red-lan', host: 's1', ip: '10.5.0.2' },
    { name: 'r2', network: 'red-lan', host: 's2', ip: '10.5.0.3' },
    { name: 'b1', network: 'blue-lan', host: 's1', ip: '10.5.0.2' },
    { name: 'b2', network: 'blue-lan', host: 's2', ip: '10.5.0.3' },
  ],
  groups: [
    { name: 'front', members: [{ network: 'web' }], rules: [] },
    {
      name: 'back',
      members: [{ network: 'app' }],
      rules: [
        {
          direction: 'ingress',
          action: 'allow',
          protocol: 'tcp',
          ports: [ONE_WAY_PORT],
          peer: { group: 'front' },
          priority: 100,
        },
      ],
    },
    {
      name: 'store',
      members: [{ network: 'app' }, { network: 'db' }],
      rules: [
        {
          direction: 'ingress',
          action: 'deny',
          protocol: 'udp',
          ports: [DENIED_UDP_PORT],
          peer: { group: 'store' },
          priority: 200,
        },
      ],
    },
  ],
  policies: [
    { a: 'c1', b: 'c6', action: 'connect' },
    { a: 'c2', b: 'c3', action: 'disconnect' },
  ],
};

/** The description of the standard lab. */
export function standardLab(options: { thirdHost?: boolean } = {}): LabSpec {
  if (!options.thirdHost) return STANDARD;
  return {
    ...STANDARD,
    hosts: [...STANDARD.hosts, { name: 's3', subnet: 1 }],
    containers: [
      ...STANDARD.containers,
      { name: 'c8', network: 'web', host: 's3', ip: '10.1.1.5' },
      { name: 'c9', network: 'app', host: 's3', ip: '10.1.2.4' },
    ],
  };
}
