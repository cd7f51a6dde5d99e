// A controller put together: the composition root makes its parts and hands each what it needs. Main thread. The command
// line (main.ts) makes one of its flags; a benchmark may make one of its own and reach into it.

import { type Api, startApi } from '#api/server.ts';
import type { Config } from '#base/config.ts';
import type { Log } from '#base/log.ts';
import type { ChannelConfig } from '#channel/channel-config.ts';
import { ControlPlane } from '#control/control-plane.ts';
import { InventoryFile } from '#control/inventory-file.ts';
import { MemoryAhead } from '#control/memory-ahead.ts';
import { ControlReadings } from '#control/readings.ts';
import { type Listening, Threads } from '#control/threads.ts';
import { macWords } from '#control/words.ts';
import { ROUTER_MAC } from '#model/address.ts';
import { adviseHugePages } from '#native/huge-pages.ts';
import type { RehearsalData } from '#rehearsal/play.ts';
import { makeStage, PLAY_ALL, PLAY_SESSIONS } from '#rehearsal/stage.ts';
import { allocateMemory, blocksOf, type SharedMemory } from '#shm/layout.ts';

/** What the other threads run, composition roots of their own: URLs, since a thread starts from a file. */
const CHANNEL_FILE = new URL('./channel-thread.ts', import.meta.url);
const WORKER_FILE = new URL('./worker-thread.ts', import.meta.url);

/** Where to listen; port 0 takes a free one. */
export interface Listen {
  readonly host: string;
  readonly port: number;
}

export interface ControllerOptions {
  readonly log: Log;
  readonly config: Config;
  readonly workers: number;
  readonly openflow: Listen;
  readonly api: Listen;
  /** Path of a file; undefined: nothing is known of the network. */
  readonly inventory: string | undefined;
  /** Unknown datapaths are served as learning switches. */
  readonly learn: boolean;
  /** Whether the native bindings are wanted; where they are not there the program runs without. */
  readonly native: boolean;
  /** Core of the channel thread, those of the workers follow; -1 = any. */
  readonly pin: number;
  readonly version: string;
  /** Called when a part has died for good: the process cannot go on. */
  readonly onFatal: (reason: Error) => void;
}

export class Controller {
  readonly memory: SharedMemory;
  readonly control: ControlPlane;
  readonly inventoryFile: InventoryFile;
  readonly #options: ControllerOptions;
  readonly #memoryAhead: MemoryAhead;
  readonly #threads: Threads;
  readonly #readings: ControlReadings;
  #api: Api | undefined;

  private constructor(options: ControllerOptions) {
    const { log, config, workers, openflow, inventory, learn, native, pin, version, onFatal } = options;
    this.#options = options;
    this.memory = allocateMemory({ workers, ...config });
    const { memory } = this;
    if (native && config.hugePages === 1) adviseHugePages(blocksOf(memory));
    this.#memoryAhead = new MemoryAhead(memory, learn);
    this.control = new ControlPlane({ memory, config, log, nowMs: () => performance.now() });
    this.inventoryFile = new InventoryFile(inventory, this.control, log);
    const channel = channelData(config, openflow, learn);
    this.#threads = new Threads({
      ...{ memory, log, counters: this.control.counters, workerRestartsMax: config.workerRestartsMax },
      ...{ channelFile: CHANNEL_FILE, workerFile: WORKER_FILE },
      channel: { ...channel, native, cpu: pin, ...rehearsalData(PLAY_ALL, config, channel.config) },
      worker: workerData(config, pin < 0 ? pin : pin + 1),
      firstTask: () => rehearsalData(PLAY_SESSIONS, config, channel.config),
      onFatal,
    });
    const { control, inventoryFile } = this;
    this.#readings = new ControlReadings({ memory, control, threads: this.#threads, inventoryFile, learn, version });
  }

  /**
   * Makes a controller and puts its inventory in force. Nothing listens yet: a bad file is the caller's to mend.
   * @throws DaoliError `bad_inventory`, `capacity`
   */
  static async prepare(options: ControllerOptions): Promise<Controller> {
    const controller = new Controller(options);
    await controller.inventoryFile.load();
    return controller;
  }

  /**
   * Starts the threads, then the API.
   * @returns what they listen on
   * @throws DaoliError `unavailable` when they cannot
   */
  async start(): Promise<{ bound: Listening; api: string }> {
    const { log, api, onFatal } = this.#options;
    const threads = this.#threads;
    this.#memoryAhead.start();
    threads.startWorkers();
    this.control.loop.run().catch((cause) => onFatal(new Error('the control plane died', { cause })));
    const bound = await threads.startChannel();
    if (bound.doorReason !== '') log.warn({ door: bound.door }, `${bound.doorReason}; ${bound.door} serves`);
    this.#api = await startApi({ ...api, readings: this.#readings, log });
    return { bound, api: this.#api.address };
  }

  /** Stops what was started, as far as it was. */
  async stop(): Promise<void> {
    this.#memoryAhead.stop();
    await this.#api?.close();
    await this.#threads.stop();
  }
}

function channelData(config: Config, at: { host: string; port: number }, learn: boolean) {
  return {
    ...at,
    idleRounds: config.channelIdleRounds,
    spinUs: config.channelSpinUs,
    config: {
      learn,
      handshakeTimeoutMs: config.handshakeTimeoutMs,
      echoIntervalMs: config.echoIntervalMs,
      connectionsMax: config.connectionsMax,
      backlogPauseBytes: config.backlogPauseBytes,
      backlogCloseBytes: config.backlogCloseBytes,
    },
  };
}

/** What a thread rehearses with, if it is to. @param play PLAY_* */
function rehearsalData(
  play: number,
  { rehearsalMs: ms }: Config,
  config: ChannelConfig,
): { rehearsal?: RehearsalData } {
  return ms === 0 ? {} : { rehearsal: { stage: makeStage(play, config.learn), ms, config } };
}

function workerData(config: Config, firstCpu: number) {
  const router = macWords(ROUTER_MAC);
  return {
    learnIdleTimeoutSec: config.learnIdleTimeoutSec,
    tcpIdleTimeoutSec: config.tcpIdleTimeoutSec,
    udpIdleTimeoutSec: config.udpIdleTimeoutSec,
    icmpIdleTimeoutSec: config.icmpIdleTimeoutSec,
    coarseIdleTimeoutSec: config.coarseIdleTimeoutSec,
    finTimeoutSec: config.finTimeoutSec,
    denyHardTimeoutSec: config.denyHardTimeoutSec,
    spinUs: config.spinUs,
    inline: config.inline,
    firstCpu,
    parkMs: config.parkMs,
    natPoolFirst: config.natPoolFirst,
    natPoolSize: config.natPoolSize,
    routerMacHi: router.hi,
    routerMacLo: router.lo,
  };
}
