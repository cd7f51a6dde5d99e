// The words of the handshake: what the channel says itself, and what it reads of the answers (OpenFlow 1.3 §6.3.1).
// Cold: it runs once per connection. Channel thread only.

import { HEADER_BYTES, messageLength } from '#openflow/header.ts';
import { negotiateVersion } from '#openflow/hello.ts';
import { decodeMessage, encodeMessage } from '#openflow/message.ts';

/** Wire versions that we serve: OpenFlow 1.0 and 1.3. */
export const VERSIONS = [1, 4] as const;

/** PacketIns carry the whole packet: no buffer has to be kept in the switch for them. */
const MISS_SEND_LEN = 0xffff;

export interface HelloOutcome {
  readonly version: number;
  readonly answer?: Uint8Array;
  readonly refusal?: string;
}

export interface FeaturesOutcome {
  readonly dpidHi: number;
  readonly dpidLo: number;
  readonly refusal?: string;
}

export interface Handshake {
  hello(): Uint8Array;
  onHello(bytes: Uint8Array, at: number, end: number): HelloOutcome;
  /** @returns undefined when the message is not a FEATURES_REPLY */
  onFeatures(bytes: Uint8Array, at: number, end: number): FeaturesOutcome | undefined;
  describeError(bytes: Uint8Array, at: number, end: number): string;
  setConfig(version: number): Uint8Array;
  echoRequest(version: number): Uint8Array;
  /** The error that a peer gets before it is cut off for bytes that are no message. */
  badMessage(version: number, bytes: Uint8Array, at: number, end: number): Uint8Array;
}

export function openHandshake(): Handshake {
  const hello = encodeMessage({
    version: 4,
    type: 'HELLO',
    xid: 1,
    elements: [{ type: 'VERSIONBITMAP', versions: [...VERSIONS] }],
  });
  const config = (version: 1 | 4) =>
    encodeMessage({ version, type: 'SET_CONFIG', xid: 3, flags: 0, missSendLen: MISS_SEND_LEN });
  const featuresRequest = (version: 1 | 4) => encodeMessage({ version, type: 'FEATURES_REQUEST', xid: 2 });
  const echo = (version: 1 | 4) => encodeMessage({ version, type: 'ECHO_REQUEST', xid: 4, data: new Uint8Array(0) });
  const words = {
    1: { config: config(1), features: featuresRequest(1), echo: echo(1) },
    4: { config: config(4), features: featuresRequest(4), echo: echo(4) },
  };
  const of = (version: number) => (version === 1 ? words[1] : words[4]);

  return {
    hello: () => hello,

    onHello(bytes, at, end) {
      const decoded = decodeMessage(bytes, at, end);
      if (!decoded.ok || decoded.message.type !== 'HELLO') {
        const what = decoded.ok ? `a ${decoded.message.type}` : decoded.error.message;
        return { version: 0, refusal: `bad HELLO: ${what}` };
      }
      const version = negotiateVersion([...VERSIONS], decoded.message);
      if (version === undefined) {
        const reason = `no common OpenFlow version: the peer's HELLO is of version ${bytes[at]}, we speak 1.0 (1) and 1.3 (4)`;
        // OFPET_HELLO_FAILED, OFPHFC_INCOMPATIBLE, with a text (OpenFlow 1.3 §7.4.4).
        const answer = encodeMessage({
          version: 4,
          type: 'ERROR',
          xid: decoded.message.xid,
          errorType: 0,
          errorCode: 0,
          data: new TextEncoder().encode(reason),
        });
        return { version: 0, refusal: reason, answer };
      }
      return { version, answer: of(version).features };
    },

    onFeatures(bytes, at, end) {
      const decoded = decodeMessage(bytes, at, end);
      if (!decoded.ok) {
        return { dpidHi: 0, dpidLo: 0, refusal: `malformed message during the handshake: ${decoded.error.message}` };
      }
      if (decoded.message.type !== 'FEATURES_REPLY') return undefined;
      const dpid = BigInt(decoded.message.datapathId);
      return { dpidHi: Number(dpid >> 32n), dpidLo: Number(dpid & 0xffffffffn) };
    },

    describeError(bytes, at, end) {
      const decoded = decodeMessage(bytes, at, end);
      if (!decoded.ok || decoded.message.type !== 'ERROR') return 'the peer sent an error during the handshake';
      const { message } = decoded;
      const code = 'errorCode' in message ? message.errorCode : message.expType;
      return `the peer sent an error during the handshake: ${message.errorType}, ${code}`;
    },

    setConfig: (version) => of(version).config,
    echoRequest: (version) => of(version).echo,

    badMessage(version, bytes, at, end) {
      // OFPET_BAD_REQUEST: OFPBRC_BAD_VERSION (0), BAD_TYPE (1) or BAD_LEN (6), quoting what came (§7.4.4).
      const code = messageLength(bytes, at) < HEADER_BYTES ? 6 : version === 0 ? 1 : 0;
      return encodeMessage({
        version: version === 1 ? 1 : 4,
        type: 'ERROR',
        xid: 0,
        errorType: 1,
        errorCode: code,
        data: new Uint8Array(bytes.subarray(at, Math.min(at + 64, end))),
      });
    },
  };
}
