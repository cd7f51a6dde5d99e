// Bytes as a dump that people read: offset, hex, the printable characters; 16 bytes a line, as Open vSwitch writes it. Pure.

/** @returns lines that each end in a newline */
export function hexDump(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 16) {
    const row = bytes.subarray(at, at + 16);
    let digits = '';
    let characters = '';
    for (let i = 0; i < 16; i++) {
      const byte = row[i];
      if (byte === undefined) {
        digits += '   ';
        characters += ' ';
        continue;
      }
      digits += byte.toString(16).padStart(2, '0') + (i === 7 ? '-' : ' ');
      characters += byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.';
    }
    text += `${at.toString(16).padStart(8, '0')}  ${digits}|${characters}|\n`;
  }
  return text;
}
