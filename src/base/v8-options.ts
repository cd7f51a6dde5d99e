// What V8 is asked to do otherwise than by itself, for the threads of the packet path. Main thread, before others are started; the
// options are the whole process's. Measured on the machine of the README, by turns with V8's own numbers.
//
// What the packet path copies by 64 bits is garbage until TurboFan, the last compiler, has it: the one before it makes an object
// of each BigInt. A number that a call returns is an object, too, unless the call was compiled into its caller.

import { setFlagsFromString } from 'node:v8';

/**
 * Calls of a function before TurboFan gets it; V8's own number is 3000, for which a thread that is busy now and then needs minutes.
 * At 350,000 PacketIns/s in the five seconds after a start: p99 3.0 ms and 2.5 us of CPU each, against 4.9 to 115 ms
 * and 2.6 to 2.9 us.
 */
const CALLS = 300;

// Calls that are compiled into their caller, by the bytes of bytecode that they bring: a PacketIn's way goes through some thirty
// functions, more than V8 takes together by itself. New sessions on one host 7 to 12 % more, across hosts 4 to 13 %, learning
// switches 2 %; and the channel makes no garbage at half of that, where it made 20 MB/s in most runs.
/** Of one call; V8's own number is 460. */
const CALL_BYTES = 1000;
/** Of all in one function; V8's own number is 920. */
const CALLS_BYTES = 4000;
/** Of one that is taken whatever else was; V8's own number is 27, and performance.now, whose number must not become an object, has 30. */
const SMALL_BYTES = 40;
/** Of all in one function, those too; V8's own number is 4600. */
const ALL_BYTES = 10_000;

/**
 * Young garbage that a thread may gather before it is collected, in MiB. The threads of the packet path make next to none, but what
 * starting left behind fills V8's own 1 to 16 nearly, and where a function is compiled once more, its BigInts are objects for some 50 ms: up to 1 MiB.
 */
const YOUNG_MIB = 32;

const OPTIONS = [
  `--invocation-count-for-turbofan=${CALLS}`,
  `--max-inlined-bytecode-size=${CALL_BYTES}`,
  `--max-inlined-bytecode-size-cumulative=${CALLS_BYTES}`,
  `--max-inlined-bytecode-size-small=${SMALL_BYTES}`,
  `--max-inlined-bytecode-size-absolute=${ALL_BYTES}`,
  `--min-semi-space-size=${YOUNG_MIB}`,
  `--max-semi-space-size=${YOUNG_MIB}`,
  '--expose-gc', // see collectGarbage
];

/** Asks V8 for it. A version of Node whose V8 does not know one of the options says so on stderr and goes on. */
export function setV8Options(): void {
  for (const option of OPTIONS) setFlagsFromString(option);
}

/**
 * Collects the garbage of this thread now, and not when a packet comes. All of it: what a collection of the young alone leaves has V8 begin
 * one of the old soon after (seen in the first second of a channel thread). Does nothing in a thread that was made before `setV8Options`.
 */
export function collectGarbage(): void {
  globalThis.gc?.();
}
