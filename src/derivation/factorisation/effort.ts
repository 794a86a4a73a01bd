/** How much a search may try: counted, so that what it finds does not depend on the machine. */

/** What was tried so far found nothing. */
export class OutOfEffort extends Error {}

export class Effort {
  #left: number;

  constructor(most: number) {
    this.#left = most;
  }

  /** Counts what is tried; throws where the limit is reached. */
  spend(amount = 1): void {
    this.#left -= amount;
    if (this.#left < 0) throw new OutOfEffort();
  }
}
