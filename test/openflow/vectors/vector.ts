// A message as bytes whose every line says what it means, beside the value that it stands for. The bytes are written from
// the specification, not by the encoder.
import type { Message } from '#openflow/message.ts';

export interface Vector {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly value: Message;
}

/**
 * @param name version and what is particular: '1.3 FLOW_MOD with a masked match'
 * @param annotated lines `00 09  # total_len`
 * @param value what decoding gives and encoding takes
 */
export function vector(name: string, annotated: string, value: Message): Vector {
  const digits = annotated
    .split('\n')
    .map((line) => line.replace(/#.*/, ''))
    .join('')
    .replace(/\s+/g, '');
  return { name, bytes: Uint8Array.from(Buffer.from(digits, 'hex')), value };
}

/** @returns the bytes of a hex string */
export function hex(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text.replace(/\s+/g, ''), 'hex'));
}
