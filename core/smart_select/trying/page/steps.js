// What was clicked so far, step by step, so that each can be taken back. Coordinates are image pixels.

const KEPT_MASKS = 30;

/** A step: { points, box, subject, base, answer }; `base` is the step it corrects, `answer` the server's. */
const step = (values) => ({ points: [], box: null, subject: false, base: null, answer: null, ...values });

export class Steps {
  #steps = [];

  /** The last step, or null. */
  get current() {
    return this.#steps.at(-1) ?? null;
  }

  /** Add a click: it corrects what is selected. The box goes when a click beyond it is wanted. */
  point(x, y, label) {
    const base = this.current;
    let box = base?.box ?? null;
    if (box && label === 1 && !(box[0] <= x && x <= box[2] && box[1] <= y && y <= box[3])) box = null;
    return this.#push({ points: [...(base?.points ?? []), [x, y, label]], box, base });
  }

  /** Take one click away; what is left is asked anew. */
  withoutPoint(number) {
    const points = this.current.points.filter((_, index) => index !== number);
    const { box } = this.current;
    return points.some(([, , label]) => label === 1) || box ? this.#push({ points, box }) : this.restart();
  }

  /** Draw a box: another object is meant. */
  box(box) {
    return this.#push({ box });
  }

  /** Look for the subject: another object, too. */
  subject() {
    return this.#push({ subject: true });
  }

  /** Begin again, in a way that can be undone. */
  restart() {
    return this.#push({});
  }

  /** Forget everything. */
  clear() {
    this.#steps = [];
  }

  /** Take the last step back; return whether there was one. */
  undo() {
    return this.#steps.pop() !== undefined;
  }

  /** Take back exactly this step, which came to nothing, if it is still there. */
  remove(failed) {
    this.#steps = this.#steps.filter((other) => other !== failed);
  }

  #push(values) {
    this.#steps.push(step(values));
    // A mask is a megabyte; older ones are asked for again.
    const old = this.#steps.at(-1 - KEPT_MASKS);
    if (old?.answer) old.answer.mask = null;
    return this.current;
  }
}

/** Whether there is nothing to ask with. */
export const isEmpty = (one) => !one || !(one.points.length || one.box || one.subject);

/** Return a step as a question about a photo. */
export function questionOf(one, photo) {
  let base = one.base;
  while (base && !base.answer) base = base.base;
  const previous = base ? [base.answer.answer, base.answer.index] : null;
  return { photo, points: one.points, box: one.box, subject: one.subject && !one.points.length, previous };
}
