// The composition root of the channel thread: rehearses, opens the door that there is, gives the channel a deputy for each worker,
// and runs the loop that fits the door.

import { parentPort, workerData } from 'node:worker_threads';
import { Channel } from '#channel/channel.ts';
import { startEventLoop } from '#channel/event-loop.ts';
import { runPollingLoop } from '#channel/polling-loop.ts';
import type { ChannelThreadData, ChannelThreadMessage } from '#channel/thread-data.ts';
import type { WorkerTask } from '#dataplane/context.ts';
import { WorkerDeputy } from '#dataplane/worker-deputy.ts';
import { errorName, loadBindings } from '#native/bindings.ts';
import { openEpollDoor } from '#native/epoll-door.ts';
import { openNodeDoor } from '#native/node-door.ts';
import { type RehearsalData, rehearse } from '#rehearsal/play.ts';
import { nowNs } from '#shm/clock.ts';

export interface ChannelRootData extends ChannelThreadData {
  /** What the workers are started with: their deputy works by the same. */
  readonly worker: Omit<WorkerTask, 'memory' | 'worker'>;
  readonly rehearsal?: RehearsalData;
}

async function run(data: ChannelRootData): Promise<void> {
  const { memory } = data;
  const board = new Int32Array(memory.board);
  const loaded = loadBindings();
  const bindings = data.native ? loaded.bindings : undefined;
  if (data.cpu >= 0 && loaded.bindings !== undefined) {
    const result = loaded.bindings.threadPin(data.cpu);
    if (result < 0) return fail(`it cannot stay on core ${data.cpu}: ${errorName(result)}`);
  }
  if (data.rehearsal !== undefined) {
    try {
      rehearse(data.rehearsal, data.worker);
    } catch (error) {
      tell({ rehearsalFailed: error as Error });
    }
  }
  const channel = new Channel(memory, data.config, nowNs() / 1e6);
  const epoll = bindings === undefined ? undefined : openEpollDoor(bindings, channel);
  const door = epoll ?? openNodeDoor(channel);
  channel.attach(door);
  const makeRoom = () => channel.deliver();
  channel.deputy = new WorkerDeputy({ memory, ...data.worker }, makeRoom, (worker, error) => {
    tell({ workerFailed: { worker, error } });
  });
  try {
    const doorReason = data.native && loaded.bindings === undefined ? loaded.reason : '';
    tell({ listening: { ...(await door.listen(data.host, data.port)), door: door.kind, doorReason } });
  } catch (error) {
    await door.end();
    return fail((error as Error).message);
  }
  if (epoll === undefined) return startEventLoop(channel, door, board, data.idleRounds);
  runPollingLoop(channel, epoll, board, data.spinUs);
  await epoll.end();
}

function fail(reason: string): void {
  tell({ failed: reason });
}

function tell(message: ChannelThreadMessage): void {
  parentPort?.postMessage(message);
}

void run(workerData as ChannelRootData);
