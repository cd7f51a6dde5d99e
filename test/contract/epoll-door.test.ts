// The door on epoll, driven by this thread's event loop as the channel's own loop drives it.
import { expect, it } from 'vitest';
import { type Bindings, loadBindings } from '#native/bindings.ts';
import type { Door, DoorHandlers } from '#native/door.ts';
import { openEpollDoor } from '#native/epoll-door.ts';
import { takeSeed } from '../reference/seed.ts';
import { doorContract } from './door-contract.ts';

const { bindings } = loadBindings();

it('is what runs here: the set-up has built the bindings', () => {
  expect(loadBindings()).not.toHaveProperty('reason');
});

if (bindings !== undefined) {
  doorContract('on epoll', (handlers) => openDriven(bindings, handlers), takeSeed('test/contract/epoll-door.test.ts'));
}

function openDriven(native: Bindings, handlers: DoorHandlers): Door {
  const door = openEpollDoor(native, handlers);
  let running = true;
  const turn = () => {
    if (!running) return;
    door.wait(0);
    setImmediate(turn);
  };
  turn();
  return {
    ...door,
    async end() {
      running = false;
      await door.end();
    },
  };
}
