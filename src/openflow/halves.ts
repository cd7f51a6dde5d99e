// How a bigint of 64 bits is taken apart and put together: by memory that both kinds of array look at. Shifts and masks would make
// three bigints for one. What is written here is read again at once: nothing is kept.

export const HALVES_64 = new BigUint64Array(1);
export const HALVES_32 = new Uint32Array(HALVES_64.buffer);

HALVES_64[0] = 1n;
/** Which half is which depends on the machine's byte order. */
export const LOW = HALVES_32[0] === 1 ? 0 : 1;
export const HIGH = 1 - LOW;
