// Somebody in the channel's own thread who can do a worker's work while that worker sleeps: at low load one thread then
// reads, decides and writes, and nobody is woken. The channel knows no more of it than this.

export interface Deputy {
  /**
   * Does what waits in a worker's ingress ring, if its thread sleeps and this one has time for it.
   * @returns false when the worker is to be woken
   */
  serve(worker: number): boolean;
  /** This thread has had nothing to do. @param us how long, until there was something again */
  idled(us: number): void;
}
