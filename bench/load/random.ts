// Random choices that a seed repeats: xorshift32 (Marsaglia, "Xorshift RNGs", 2003). Set-up only, never per PacketIn.

/** @returns a function that gives a whole number in 0..below-1 */
export function randomFrom(seed: number): (below: number) => number {
  let state = Math.imul(seed, 0x9e3779b1) | 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}
