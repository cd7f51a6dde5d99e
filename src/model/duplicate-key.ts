// Finds a key that stands twice in one object of a JSON text: JSON.parse keeps the last one and says nothing, and half of
// an inventory would be lost. Pure; runs where inventories are read.

/**
 * @param text must be valid JSON
 * @returns the first key that its object has already, and where it stands; undefined when there is none
 */
export function findDuplicateKey(text: string): { key: string; at: number } | undefined {
  /** For each open object or list the keys seen so far; null for a list. */
  const open: (Set<string> | null)[] = [];
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case 0x7b: // {
        open.push(new Set());
        break;
      case 0x5b: // [
        open.push(null);
        break;
      case 0x7d: // }
      case 0x5d: // ]
        open.pop();
        break;
      case 0x22: {
        const end = stringEnd(text, at);
        const keys = open.at(-1);
        if (keys && isKey(text, end)) {
          // An escape may hide an equal key.
          const key = JSON.parse(text.slice(at, end)) as string;
          if (keys.has(key)) return { key, at };
          keys.add(key);
        }
        at = end - 1;
        break;
      }
    }
  }
  return undefined;
}

/** @returns one past the closing quote */
function stringEnd(text: string, at: number): number {
  let end = at + 1;
  for (let code = text.charCodeAt(end); code !== 0x22; code = text.charCodeAt(end)) end += code === 0x5c ? 2 : 1;
  return end + 1;
}

/** A string is a key when a colon follows: in valid JSON nothing else has one there. */
function isKey(text: string, end: number): boolean {
  let at = end;
  for (let code = text.charCodeAt(at); code <= 0x20; code = text.charCodeAt(at)) at++;
  return text.charCodeAt(at) === 0x3a;
}
