// What the channel thread is started with, and what it tells main: numbers, texts and shared blocks only.

import type { ChannelConfig } from '#channel/channel-config.ts';
import type { SharedMemory } from '#shm/layout.ts';

export interface ChannelThreadData {
  readonly memory: SharedMemory;
  readonly config: ChannelConfig;
  readonly host: string;
  readonly port: number;
  /** Whether the native door is wanted; where it is not there node:net serves. */
  readonly native: boolean;
  /** Door on node:net: rounds of the event loop without work before the thread sleeps. */
  readonly idleRounds: number;
  /** Door on epoll: how long the thread looks without a pause before it sleeps. */
  readonly spinUs: number;
  /** Core that the thread stays on, -1 = any. */
  readonly cpu: number;
}

/** What the thread posts to main: once it listens, why it does not, or that a worker or the rehearsal failed in its hands. */
export type ChannelThreadMessage =
  | {
      readonly listening: {
        readonly host: string;
        readonly port: number;
        readonly door: string;
        /** Why it is not the native one; '' when it is, or was not wanted. */
        readonly doorReason: string;
      };
    }
  | { readonly failed: string }
  | { readonly rehearsalFailed: Error }
  | { readonly workerFailed: { readonly worker: number; readonly error: Error } };
