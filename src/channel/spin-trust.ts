// Whether a thread without work should look on for a while before it sleeps. That is of use when work comes meanwhile: it saves
// the sleep and the wake-up (one switch, one outstanding: p50 25 us with it, 71 without). Otherwise it takes time from
// threads that have work (one host at the maximum: 1.5 us a PacketIn with it, 1.37 without it). So it is trusted as far as
// it was of use lately. Channel thread only. Hot: no allocation, no throw.

/** What each time that it was of use adds to the trust in it; each time that it was not takes 1. */
const GAIN = 2;
const TRUST_MAX = 16;
/** Without trust it is tried again each so many-th time: a power of two. */
const RETRY = 8;

export class SpinTrust {
  #trust = TRUST_MAX;
  #untrusted = 0;
  #looksOn = false;

  /** An idle time begins. @returns whether to look on in it before the thread sleeps */
  begin(): boolean {
    this.#looksOn = this.#trust > 0 || (++this.#untrusted & (RETRY - 1)) === 0;
    return this.#looksOn;
  }

  /** Work has come. @param slept whether the thread had to sleep for it */
  end(slept: boolean): void {
    if (!this.#looksOn) return;
    this.#trust = slept ? Math.max(this.#trust - 1, 0) : Math.min(this.#trust + GAIN, TRUST_MAX);
  }
}
