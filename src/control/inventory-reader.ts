// Has a large inventory read by a thread of its own: main serves its switches and its API meanwhile and gets what it only
// has to apply. A thread for each reading, since readings are rare and what parsing takes of memory goes with it. Main
// thread.
//
// The structured clone of the result is cheap beside parsing: 12 ms to 1,360 ms, of 20,000 endpoints in YAML.

import { Worker } from 'node:worker_threads';
import { DaoliError, type ErrorCode } from '#base/error.ts';
import { type Inventory, parseInventory } from '#model/inventory.ts';

/** What the thread is given. */
export interface InventoryRequest {
  /** YAML or JSON. */
  readonly text: string;
  /** For the messages. */
  readonly fileName: string;
}

/** What the thread says, once. */
export type InventoryAnswer =
  | { readonly inventory: Inventory }
  | { readonly refusal: { readonly code: ErrorCode; readonly message: string; readonly details: readonly string[] } };

const INVENTORY_THREAD = new URL('./inventory-thread.ts', import.meta.url);
/** Shorter texts take main some 10 ms at most; a thread needs 100 ms to start. */
const ASIDE_LENGTH_MIN = 16 * 1024;

/**
 * Reads an inventory without keeping main from its work.
 * @param text YAML or JSON
 * @param fileName for the messages
 * @throws DaoliError `bad_inventory`, as `parseInventory` does
 */
export async function readAside(text: string, fileName: string): Promise<Inventory> {
  if (text.length < ASIDE_LENGTH_MIN) return parseInventory(text, fileName);
  const answer = await readInThread({ text, fileName });
  if ('inventory' in answer) return answer.inventory;
  const { code, message, details } = answer.refusal;
  throw new DaoliError(code, message, { details });
}

function readInThread(request: InventoryRequest): Promise<InventoryAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<InventoryAnswer>();
  const thread = new Worker(INVENTORY_THREAD, { workerData: request });
  thread.on('message', resolve);
  thread.on('error', reject);
  thread.on('exit', (status) => reject(new Error(`the inventory thread ended with ${status} and no answer`)));
  // A process that stops does not wait for it.
  thread.unref();
  return promise;
}
