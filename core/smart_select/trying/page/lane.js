// One question under way and at most one that waits: the newest.

/** Hands questions to `work`, an async function, one at a time; `busy(flag)` hears when that begins and ends. */
export class Lane {
  #work;
  #busy;
  #running = false;
  #waiting = null;

  constructor(work, busy) {
    this.#work = work;
    this.#busy = busy;
  }

  /** Ask; what waits is forgotten for it. */
  ask(question) {
    this.#waiting = question;
    if (!this.#running) this.#run();
  }

  /** Forget what waits. */
  drop() {
    this.#waiting = null;
  }

  async #run() {
    this.#running = true;
    this.#busy(true);
    while (this.#waiting !== null) {
      const question = this.#waiting;
      this.#waiting = null;
      await this.#work(question);
    }
    this.#running = false;
    this.#busy(false);
  }
}
