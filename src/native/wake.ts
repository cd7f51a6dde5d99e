// Ends the sleep of a thread that waits in epoll. Any thread: a descriptor is the whole process's.

import { loadBindings } from '#native/bindings.ts';

/** @param fd `wakeFd` of an epoll door; there is none without the bindings */
export function ringWake(fd: number): void {
  loadBindings().bindings?.wakeRing(fd);
}
