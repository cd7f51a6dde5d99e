// A controller of a few lines, made from the OpenFlow library: it listens on a unix socket for one switch, says hello, answers
// echoes, sends what the test asks for and keeps what comes. Every message that comes is decoded and encoded again; `faults`
// says where that was not exact.
import { once } from 'node:events';
import net from 'node:net';
import { toHex } from '#openflow/bytes.ts';
import { HEADER_BYTES, messageLength } from '#openflow/header.ts';
import { decodeMessage, encodeMessage, fromJson, type Message, type MessageIn, toJson } from '#openflow/message.ts';

const ANSWER_TIMEOUT_MS = 10_000;

/** A message to send: the version is the controller's, the xid its own. */
export type Question = MessageIn extends infer M ? (M extends MessageIn ? Omit<M, 'version' | 'xid'> : never) : never;

interface Waiting {
  readonly wanted: (message: Message) => boolean;
  readonly resolve: (message: Message) => void;
}

export class LiveController {
  readonly path: string;
  readonly version: number;
  /** All that came, in order. */
  readonly received: Message[] = [];
  /** Each message that did not decode, or did not encode to its own bytes. */
  readonly faults: string[] = [];
  bytesReceived = 0;
  /** Of the messages that came back as they were. */
  bytesExact = 0;
  readonly #server = net.createServer((socket) => this.#accept(socket));
  #socket: net.Socket | undefined;
  #kept: Buffer = Buffer.alloc(0);
  #xid = 0x1000;
  #waiting: Waiting[] = [];

  constructor(path: string, version: number) {
    this.path = path;
    this.version = version;
  }

  async listen(): Promise<void> {
    this.#server.listen(this.path);
    await once(this.#server, 'listening');
  }

  async close(): Promise<void> {
    this.#socket?.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  /** The switch's hello, if it has come or comes. */
  async connected(): Promise<void> {
    await this.next((message) => message.type === 'HELLO', 0);
  }

  /** @returns its xid */
  send(question: Question): number {
    const xid = this.#xid++;
    this.#write(encodeMessage({ ...question, version: this.version, xid } as MessageIn));
    return xid;
  }

  /** Sends bytes as they are: what no encoder would write. */
  sendBytes(bytes: Uint8Array): void {
    this.#write(bytes);
  }

  /** @returns what the switch answers to a question; of a multipart message all the parts */
  async ask(question: Question): Promise<Message[]> {
    const before = this.received.length;
    const xid = this.send(question);
    const last = (message: Message) => message.xid === xid && !hasMore(message);
    await this.next(last, before);
    return this.received.slice(before).filter((message) => message.xid === xid);
  }

  /** Sends a request that has no answer when all is well, and a barrier. @returns the errors, if any */
  async tell(question: Question): Promise<Message[]> {
    const before = this.received.length;
    const xid = this.send(question);
    await this.ask({ type: 'BARRIER_REQUEST' } as Question);
    return this.received.slice(before).filter((message) => message.xid === xid);
  }

  /** The same with a bundle-add message: what it carries must have the xid of what carries it. */
  async tellBundled(question: Question): Promise<Message[]> {
    const carried = Reflect.get(question, 'message') as object;
    return await this.tell({ ...question, message: { ...carried, xid: this.#xid } } as Question);
  }

  /** @returns the first message from number `from` on that is wanted, when it comes */
  async next(wanted: (message: Message) => boolean, from: number): Promise<Message> {
    const found = this.received.slice(from).find(wanted);
    if (found !== undefined) return found;
    return await new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        const seen = this.received.slice(from).map(({ type, xid }) => `${type} ${xid}`);
        reject(new Error(`nothing came after ${ANSWER_TIMEOUT_MS} ms; since then: ${seen.join(', ')}`));
      }, ANSWER_TIMEOUT_MS);
      const done = (message: Message) => {
        clearTimeout(timer);
        resolve(message);
      };
      this.#waiting.push({ wanted, resolve: done });
    });
  }

  /** @returns the types that have come, multipart ones with their kind */
  types(): Set<string> {
    return new Set(this.received.map(typeOf));
  }

  #accept(socket: net.Socket): void {
    if (this.#socket !== undefined && !this.#socket.destroyed) {
      socket.destroy(); // one switch
      return;
    }
    this.#socket = socket;
    this.#kept = Buffer.alloc(0);
    socket.on('error', () => {}); // the switch is stopped while we are connected
    socket.on('data', (chunk) => this.#read(chunk));
    this.#write(encodeMessage({ version: this.version, type: 'HELLO', xid: 1 }));
  }

  #read(chunk: Buffer): void {
    this.bytesReceived += chunk.length;
    let bytes = Buffer.concat([this.#kept, chunk]);
    while (bytes.length >= HEADER_BYTES && bytes.length >= messageLength(bytes, 0)) {
      const length = messageLength(bytes, 0);
      if (length < HEADER_BYTES) throw new Error(`the switch sent a length of ${length}`);
      this.#take(Uint8Array.from(bytes.subarray(0, length)));
      bytes = bytes.subarray(length);
    }
    this.#kept = bytes;
  }

  #take(bytes: Uint8Array): void {
    const result = decodeMessage(bytes);
    if (!result.ok) {
      this.faults.push(`${result.error.message}: ${toHex(bytes)}`);
      return;
    }
    const { message } = result;
    const again = toHex(encodeMessage(message));
    const byJson = toHex(encodeMessage(fromJson(JSON.parse(JSON.stringify(toJson(message))))));
    const different = [again, byJson].filter((is) => is !== toHex(bytes));
    if (different.length === 0) this.bytesExact += bytes.length;
    for (const is of different) this.faults.push(`${typeOf(message)}:\nwas ${toHex(bytes)}\nis  ${is}`);
    if (message.type === 'ECHO_REQUEST') {
      this.#write(encodeMessage({ ...message, type: 'ECHO_REPLY' } as MessageIn));
    }
    this.received.push(message);
    const served = this.#waiting.filter(({ wanted }) => wanted(message));
    this.#waiting = this.#waiting.filter((waiting) => !served.includes(waiting));
    for (const { resolve } of served) resolve(message);
  }

  #write(bytes: Uint8Array): void {
    if (this.#socket === undefined) throw new Error('the switch has not connected yet');
    this.#socket.write(bytes);
  }
}

/** @returns a message's type, with the kind of statistics behind it */
export function typeOf(message: Message): string {
  const kind = Reflect.get(message, 'multipartType') ?? Reflect.get(message, 'statsType');
  return kind === undefined ? message.type : `${message.type} ${kind}`;
}

function hasMore(message: Message): boolean {
  return message.type.endsWith('_REPLY') && 'flags' in message && (message.flags as unknown[]).includes('REPLY_MORE');
}
