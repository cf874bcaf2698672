// The outline of a mask: marching squares (Lorensen and Cline 1987, in two dimensions) at half of full.

const THRESHOLD = 127.5;
const [T, R, B, L] = [0, 1, 2, 3];
// For each pattern of corners inside (1 top left, 2 top right, 4 bottom right, 8 bottom left) the lines through a
// cell, from side to side, with the inside on their left: so each line begins where exactly one other ends.
const LINES = [
  [], [[L, T]], [[T, R]], [[L, R]], [[R, B]], [[L, T], [R, B]], [[T, B]], [[L, B]],
  [[B, L]], [[B, T]], [[T, R], [B, L]], [[B, R]], [[R, L]], [[R, T]], [[T, L]], [],
];

/** Return closed lines, each an array of x, y, x, y, …, in pixels of the mask (0…width, 0…height). */
export function outlines(mask, width, height) {
  const stride = width + 2;
  const at = (x, y) => (x < 0 || y < 0 || x >= width || y >= height ? 0 : mask[y * width + x]);
  const side = (x, y, which) => {
    // Horizontal sides have even numbers, vertical ones odd.
    if (which === T) return 2 * ((y + 1) * stride + x + 1);
    if (which === B) return 2 * ((y + 2) * stride + x + 1);
    if (which === L) return 2 * ((y + 1) * stride + x + 1) + 1;
    return 2 * ((y + 1) * stride + x + 2) + 1;
  };
  const next = new Map();
  for (let y = -1; y < height; y++) {
    for (let x = -1; x < width; x++) {
      const pattern =
        (at(x, y) > THRESHOLD) | ((at(x + 1, y) > THRESHOLD) << 1) |
        ((at(x + 1, y + 1) > THRESHOLD) << 2) | ((at(x, y + 1) > THRESHOLD) << 3);
      for (const [from, to] of LINES[pattern]) next.set(side(x, y, from), side(x, y, to));
    }
  }
  const place = (number) => {
    const cell = number >> 1;
    const [x, y] = [(cell % stride) - 1, Math.floor(cell / stride) - 1];
    const vertical = number & 1;
    const [first, second] = [at(x, y), vertical ? at(x, y + 1) : at(x + 1, y)];
    const share = (THRESHOLD - first) / (second - first);
    return [
      Math.min(width, Math.max(0, x + 0.5 + (vertical ? 0 : share))),
      Math.min(height, Math.max(0, y + 0.5 + (vertical ? share : 0))),
    ];
  };
  const lines = [];
  while (next.size) {
    const line = [];
    let [here] = next.keys();
    while (next.has(here)) {
      line.push(...place(here));
      const following = next.get(here);
      next.delete(here);
      here = following;
    }
    lines.push(line);
  }
  return lines;
}

/** Return closed lines as one path to be stroked. */
export function pathOf(lines) {
  const path = new Path2D();
  for (const line of lines) {
    path.moveTo(line[0], line[1]);
    for (let index = 2; index < line.length; index += 2) path.lineTo(line[index], line[index + 1]);
    path.closePath();
  }
  return path;
}
