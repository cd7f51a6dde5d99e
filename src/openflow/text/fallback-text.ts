// What has no form of its own in text: its name and its value as JSON, `SOME_ACTION{"port":1}`. Nothing else that we print
// has a name with a brace right behind it. Pure.

/** @param value a part of a decoded message, or all of it */
export function formatUnknown(name: string | number, value: object, leftOut: readonly string[] = ['type']): string {
  const shown = Object.fromEntries(Object.entries(value).filter(([key]) => !leftOut.includes(key)));
  return `${name}${JSON.stringify(shown, plain)}`;
}

function plain(_: string, value: unknown): unknown {
  if (typeof value === 'bigint') return `0x${value.toString(16)}`;
  return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value;
}
