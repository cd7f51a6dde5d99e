// A lab: independent servers with Open vSwitch, joined by a routed underlay, and containers on them, all in network
// namespaces of this machine. Built in about a second, gone without a trace. Needs root, Open vSwitch and iproute2.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DaoliError } from '#base/error.ts';
import { Capture } from './capture.ts';
import { type CommandOptions, type CommandResult, run } from './command.ts';
import { inventoryOf, writeInventory } from './inventory.ts';
import { type SwitchHome, setControllers, startSwitch } from './open-vswitch.ts';
import { type PingOptions, type PingOutcome, ping } from './ping.ts';
import { identify } from './process-identity.ts';
import { claimLabDirectory, type LabRecord, ownIdentity, removeLab, removeLeftovers, writeRecord } from './record.ts';
import { type ControllerAddress, ControlRelays } from './relay.ts';
import { type LabPlan, type LabSpec, type PlannedContainer, type PlannedHost, planLab } from './topology.ts';
import { addHostAddress, inNamespace, wire } from './wiring.ts';
import { Workload } from './workload-client.ts';

/** Where the relays lead before a controller is named: nobody listens on port 1. */
const NOWHERE: ControllerAddress = { host: '127.0.0.1', port: 1 };

export class Lab {
  readonly spec: LabSpec;
  readonly plan: LabPlan;
  readonly directory: string;
  readonly relays: ControlRelays;
  readonly inventoryPath: string;
  readonly #record: LabRecord;
  readonly #switches: Map<string, SwitchHome>;
  readonly #workloads = new Map<string, Workload>();
  #removed = false;

  private constructor(
    spec: LabSpec,
    plan: LabPlan,
    directory: string,
    record: LabRecord,
    relays: ControlRelays,
    switches: Map<string, SwitchHome>,
  ) {
    this.spec = spec;
    this.plan = plan;
    this.directory = directory;
    this.relays = relays;
    this.inventoryPath = join(directory, 'inventory.yaml');
    this.#record = record;
    this.#switches = switches;
  }

  /**
   * Removes what crashed runs left, then builds a lab. Its bridges have no controller yet.
   * @throws DaoliError when something is missing or fails; what was made until then is removed
   */
  static async build(spec: LabSpec): Promise<Lab> {
    if (process.getuid?.() !== 0) {
      throw new DaoliError('unavailable', 'the lab makes network namespaces and needs root: run it as root (sudo)');
    }
    await removeLeftovers();
    const { id, directory } = claimLabDirectory();
    const plan = planLab(spec, id);
    const record: LabRecord = { id, owner: ownIdentity(), namespaces: [...plan.namespaces], processes: [] };
    writeRecord(directory, record);
    let relays: ControlRelays | undefined;
    try {
      const homeOf = (host: PlannedHost) => join(directory, host.name);
      for (const host of plan.hosts) mkdirSync(homeOf(host));
      [relays] = await Promise.all([
        ControlRelays.open(plan.hosts.map((host) => ({ ...NOWHERE, name: host.name, path: relayPath(homeOf(host)) }))),
        wire(plan),
      ]);
      const homes = await Promise.all(
        plan.hosts.map(async (host) => {
          const ports = plan.containers.filter((c) => c.host === host.name).map((c) => c.port);
          const home = await startSwitch(host, homeOf(host), ports);
          await addHostAddress(plan, host.name);
          return [host.name, home] as const;
        }),
      );
      const lab = new Lab(spec, plan, directory, record, relays, new Map(homes));
      writeInventory(lab.inventoryPath, inventoryOf(spec, plan));
      return lab;
    } catch (error) {
      await relays?.close();
      await removeLab(directory, record);
      throw error;
    }
  }

  /**
   * Leads every bridge to a controller. They connect within a second or so; the controller says when they have, because
   * what Open vSwitch's database says of it is up to five seconds old.
   */
  async connect(controller: ControllerAddress): Promise<void> {
    await Promise.all(
      [...this.#switches].map(async ([name, home]) => {
        await this.relays.aim(name, controller);
        await setControllers(home, [relayPath(home.directory)]);
      }),
    );
  }

  host(name: string): PlannedHost {
    return found(this.plan.hosts, name);
  }

  container(name: string): PlannedContainer {
    return found(this.plan.containers, name);
  }

  /** A host's Open vSwitch, for the functions of open-vswitch.ts. */
  switch(hostName: string): SwitchHome {
    return this.#switches.get(this.host(hostName).name)!;
  }

  /** The namespace of a container, a host or `router`. */
  namespace(name: string): string {
    if (name === 'router') return this.plan.router;
    return found([...this.plan.containers, ...this.plan.hosts], name).namespace;
  }

  /** Runs a program in a container, on a host or on the router. */
  run(name: string, argv: readonly string[], options?: CommandOptions): Promise<CommandResult> {
    return run(inNamespace(this.namespace(name), argv), options);
  }

  /** Pings from one container or host to another, or to an address. */
  ping(from: string, to: string, options?: PingOptions): Promise<PingOutcome> {
    return ping(this.namespace(from), this.address(to), options);
  }

  /** The address of a container or a host; an address is its own. */
  address(nameOrIp: string): string {
    return /^\d/.test(nameOrIp) ? nameOrIp : found([...this.plan.containers, ...this.plan.hosts], nameOrIp).ip;
  }

  /** The workload of a container or host, started when first asked for. */
  workload(name: string): Workload {
    let workload = this.#workloads.get(name);
    if (!workload) {
      workload = new Workload(this.namespace(name));
      this.#workloads.set(name, workload);
    }
    return workload;
  }

  /** Starts a capture on a device of a container (`eth0`), host (`up1`, its containers' names) or router (its hosts' names). */
  capture(name: string, device: string, filter = ''): Promise<Capture> {
    return Capture.start(this.namespace(name), device, filter);
  }

  /** Records a process of the lab that runs outside its namespaces, so that a later run ends it if this one crashes. */
  recordProcess(pid: number): void {
    const identity = identify(pid);
    if (!identity) return;
    this.#record.processes.push(identity);
    writeRecord(this.directory, this.#record);
  }

  /** Removes everything that the lab made; safe to call twice. */
  async remove(): Promise<void> {
    if (this.#removed) return;
    this.#removed = true;
    for (const workload of this.#workloads.values()) workload.stop();
    await this.relays.close();
    const left = await removeLab(this.directory, this.#record);
    if (left.length > 0) throw new DaoliError('unavailable', `lab ${this.plan.id}: ${left.join('; ')}`);
  }
}

function relayPath(switchDirectory: string): string {
  // Within OVS_RUNDIR: Open vSwitch takes a unix socket as a controller from there only.
  return join(switchDirectory, 'controller.sock');
}

function found<T extends { name: string }>(items: readonly T[], name: string): T {
  const item = items.find((candidate) => candidate.name === name);
  if (!item) throw new DaoliError('not_found', `the lab has no "${name}": ${items.map((i) => i.name).join(', ')}`);
  return item;
}
