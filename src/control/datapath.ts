// What the control plane knows of one switch: connection, description, ports. Main thread.

import type { Address } from '#control/outbound.ts';
import type { Port10, Port13 } from '#openflow/port.ts';

export interface PortInfo {
  readonly number: number;
  readonly name: string;
  readonly mac: string;
  readonly up: boolean;
}

export interface Description {
  readonly manufacturer: string;
  readonly hardware: string;
  readonly software: string;
  readonly serial: string;
  readonly datapath: string;
}

export class Datapath implements Address {
  readonly slot: number;
  readonly dpid: string;
  /** Of the connection; 0 while there is none. */
  generation = 0;
  version: 1 | 4 = 4;
  worker = -1;
  peer: string | undefined = undefined;
  /** When the connection state last changed. */
  since: Date | undefined = undefined;
  /** Why it is not connected. */
  reason: string | undefined = undefined;
  description: Description | undefined = undefined;
  /** By number. */
  ports = new Map<number, PortInfo>();
  /** The first complete list of ports has come. */
  portsKnown = false;
  errors = 0;
  /** The channel has been asked to close the connection. */
  closing = false;

  constructor(slot: number, dpid: string) {
    this.slot = slot;
    this.dpid = dpid;
  }

  get connected(): boolean {
    return this.generation !== 0;
  }

  /** The number of the port with a name, or of the port with that number; undefined while there is none. */
  portNumber(port: string | number): number | undefined {
    if (typeof port === 'number') return this.ports.has(port) ? port : undefined;
    for (const { name, number } of this.ports.values()) if (name === port) return number;
    return undefined;
  }
}

export function portInfo(port: Port10 | Port13): PortInfo {
  const down =
    (port.state as readonly unknown[]).includes('LINK_DOWN') ||
    (port.config as readonly unknown[]).includes('PORT_DOWN');
  return { number: port.portNo, name: port.name, mac: port.hwAddr, up: !down };
}
