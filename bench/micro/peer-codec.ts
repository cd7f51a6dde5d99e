// The other OpenFlow codec that npm has, @xen-orchestra/openflow, if it is installed. It is imported by a name that the
// compiler does not follow, for it has no types and may be absent.
import type { LeftOut } from './subject.ts';

export const PEER = '@xen-orchestra/openflow';

/** What of its interface is used. It speaks OpenFlow 1.1 and no other version. */
interface PeerCodec {
  versions: { openFlow11: number };
  protocols: Record<number, PeerProtocol>;
  pack(message: object): Buffer;
  unpack(bytes: Buffer): { instructions: { actions: unknown[] }[] };
}

interface PeerProtocol {
  type: { flowMod: number };
  matchType: { standard: number };
  flowModCommand: { add: number };
  instructionType: { applyActions: number };
  actionType: { output: number };
}

/** An operation of the peer. */
export interface PeerRow {
  readonly name: string;
  /** Does it once. @returns whether it came out right */
  readonly isRight: () => boolean;
}

/** What the peer can do of what ours is measured at; the rest with the reason. */
export async function peerRows(): Promise<(PeerRow | LeftOut)[]> {
  const codec = await importPeer();
  if (codec === null) return [{ name: PEER, reason: 'not installed: npm install --no-save @xen-orchestra/openflow' }];
  const message = makeFlowMod(codec);
  const bytes = codec.pack(message);
  const keepsActions = () => codec.unpack(bytes).instructions[0]?.actions.length === 1;
  return [
    { name: 'encode FLOW_MOD of 1.1', isRight: () => codec.pack(message).length === bytes.length },
    keepsActions()
      ? { name: 'decode FLOW_MOD of 1.1', isRight: keepsActions }
      : { name: `${PEER}: decode FLOW_MOD`, reason: 'it loses the actions of what it has encoded itself' },
    { name: `${PEER}: PACKET_IN`, reason: 'it has no such message' },
    { name: `${PEER}: flow stats`, reason: 'it has no such message' },
  ];
}

async function importPeer(): Promise<PeerCodec | null> {
  const name: string = PEER;
  try {
    const { default: imported } = (await import(name)) as { default: PeerCodec | { default: PeerCodec } };
    // compiled from a module to CommonJS: its default export is a property of ours
    return 'default' in imported ? imported.default : imported;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND') return null;
    throw error;
  }
}

function makeFlowMod({ versions, protocols }: PeerCodec): object {
  const version = versions.openFlow11;
  const { type, matchType, flowModCommand, instructionType, actionType } = protocols[version]!;
  return {
    header: { version, type: type.flowMod, xid: 1 },
    ...{ cookie: Buffer.from('0000000000000001', 'hex'), cookie_mask: Buffer.alloc(8), command: flowModCommand.add },
    ...{ idle_timeout: 30, priority: 100, flags: 1 },
    match: {
      ...{ type: matchType.standard, in_port: 5, dl_src: '02:00:00:00:00:01', dl_dst: '02:00:00:00:00:02' },
      ...{ dl_type: 0x0800, nw_proto: 6, nw_src: '10.1.1.2', nw_dst: '10.1.2.3', tp_src: 40_000, tp_dst: 80 },
    },
    instructions: [{ type: instructionType.applyActions, actions: [{ type: actionType.output, port: 1, max_len: 0 }] }],
  };
}
