// What mouse, pen, finger and keyboard do on the photo.

const DRAG = 5; // CSS pixels that a hand may shake while it clicks
const STEP = 16;

/**
 * Turn events on `canvas` (drawn by `picture`, a PictureCanvas) into calls of `act`: hover(place or null),
 * click(x, y, turned), removeMark(number), drawBox(box), undo() and cross(place or null); `turned` means the other
 * of wanted and not wanted. All places are image pixels.
 */
export function listen(canvas, picture, act) {
  let press = null;
  let corner = null;

  const local = (event) => {
    const { left, top } = canvas.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  };
  const boxTo = (from, to) => {
    const box = [Math.min(from[0], to[0]), Math.min(from[1], to[1]), Math.max(from[0], to[0]), Math.max(from[1], to[1])];
    return box[2] - box[0] > 0 && box[3] - box[1] > 0 ? box : null;
  };

  canvas.addEventListener("contextmenu", (event) => event.preventDefault());

  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 && event.button !== 2) return;
    canvas.setPointerCapture(event.pointerId);
    const at = local(event);
    press = { at, place: picture.clampedPlace(...at), isBox: false, turned: event.button === 2 || event.altKey || event.ctrlKey };
    corner = null;
    act.cross(null);
  });

  canvas.addEventListener("pointermove", (event) => {
    const at = local(event);
    if (!press) {
      act.hover(event.pointerType === "touch" ? null : picture.imagePlace(...at));
      return;
    }
    const far = Math.hypot(at[0] - press.at[0], at[1] - press.at[1]) > DRAG;
    press.isBox ||= far && !press.turned;
    if (press.isBox) picture.show({ box: boxTo(press.place, picture.clampedPlace(...at)) });
  });

  canvas.addEventListener("pointerup", (event) => {
    const ended = press;
    press = null;
    if (!ended) return;
    const at = local(event);
    if (ended.isBox) {
      act.drawBox(boxTo(ended.place, picture.clampedPlace(...at)));
      return;
    }
    const number = picture.markAt(...ended.at);
    const place = picture.imagePlace(...ended.at);
    if (number >= 0) act.removeMark(number);
    else if (place) act.click(...place, ended.turned);
  });

  canvas.addEventListener("pointercancel", () => {
    press = null;
    act.drawBox(null);
  });
  canvas.addEventListener("pointerleave", () => press || act.hover(null));
  canvas.addEventListener("blur", () => {
    corner = null;
    act.cross(null);
  });

  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey) return;
    const { clientWidth, clientHeight } = canvas;
    const cross = picture.shown.cross ?? picture.clampedPlace(clientWidth / 2, clientHeight / 2);
    const step = event.shiftKey ? 1 : STEP / picture.scale;
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (way) {
      const place = picture.within(cross[0] + way[0] * step, cross[1] + way[1] * step);
      act.cross(place);
      if (corner) picture.show({ box: boxTo(corner, place) });
    } else if (event.key === "Enter" || event.key === " ") {
      act.cross(cross);
      act.click(...cross, event.altKey);
    } else if (event.key === "-" || event.key === "−") {
      act.cross(cross);
      act.click(...cross, true);
    } else if (event.key.toLowerCase() === "b") {
      const from = corner;
      corner = from ? null : cross;
      act.cross(cross);
      if (from) act.drawBox(boxTo(from, cross));
    } else if (event.key === "Escape" && corner) {
      corner = null;
      act.drawBox(null);
    } else {
      return;
    }
    event.preventDefault();
  });
}
