// A lab with a controller on it: what the demo shows and what the tests of the real thing stand on.

import { join } from 'node:path';
import { Controller, type ControllerOptions } from './controller.ts';
import { Lab } from './lab.ts';
import type { LabSpec } from './topology.ts';

export type ControlledLab = {
  readonly lab: Lab;
  /** The controller that runs now; `restart` replaces it. */
  controller: Controller;
  /** Starts a controller again, on the same ports, after the former one has ended. */
  restart(): Promise<void>;
  /** Stops the controller and removes the lab. */
  remove(): Promise<void>;
};

/** Builds a lab, starts a controller with the lab's inventory, and waits until it serves every host and container. */
export async function buildControlledLab(
  spec: LabSpec,
  options: Pick<ControllerOptions, 'api' | 'workers' | 'learn'> = {},
): Promise<ControlledLab> {
  const lab = await Lab.build(spec);
  try {
    const start = async (addresses: Pick<ControllerOptions, 'api' | 'openflow'>) => {
      const logPath = join(lab.directory, 'controller.log');
      const controller = await Controller.start({ ...options, ...addresses, logPath, inventory: lab.inventoryPath });
      lab.recordProcess(controller.pid);
      return controller;
    };
    const serve = () => controlled.controller.waitServing(lab.plan.hosts.length, lab.plan.containers.length);
    const controlled: ControlledLab = {
      lab,
      controller: await start({ api: options.api }),
      restart: async () => {
        const { openflow, api } = controlled.controller;
        controlled.controller = await start({ openflow, api });
        await serve();
      },
      remove: async () => {
        await controlled.controller.stop();
        await lab.remove();
      },
    };
    await lab.connect(controlled.controller.openflow);
    await serve();
    return controlled;
  } catch (error) {
    await lab.remove(); // ends the controller too: it is in the lab's record
    throw error;
  }
}
