// Reads an inventory in a thread of its own, so that a large one does not keep main from its switches and its API, and
// ends with its answer. Parses and checks; what is sound goes back as a structured clone. Inventory thread.

import { parentPort, workerData } from 'node:worker_threads';
import { DaoliError } from '#base/error.ts';
import type { InventoryAnswer, InventoryRequest } from '#control/inventory-reader.ts';
import { parseInventory } from '#model/inventory.ts';

function read({ text, fileName }: InventoryRequest): InventoryAnswer {
  try {
    return { inventory: parseInventory(text, fileName) };
  } catch (error) {
    if (!(error instanceof DaoliError)) throw error;
    // A clone of an error loses its code and details.
    const { code, message, details } = error;
    return { refusal: { code, message, details } };
  }
}

parentPort?.postMessage(read(workerData as InventoryRequest));
