// The door on node:net, both ways in which it can read.
import { openNodeDoor } from '#native/node-door.ts';
import { takeSeed } from '../reference/seed.ts';
import { doorContract } from './door-contract.ts';

const seed = takeSeed('test/contract/node-door.test.ts');

doorContract('on node:net, reading into a shared buffer', (handlers) => openNodeDoor(handlers), seed);
doorContract("on node:net, by 'data' events", (handlers) => openNodeDoor(handlers, 'events'), seed);
