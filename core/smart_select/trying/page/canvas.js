// The photo on the screen, with what is selected in it, the marks of clicks, a box and a cross.

import { outlines, pathOf } from "./outline.js";

const TINT = [30, 144, 255]; // as in the editors
const TINT_SHARE = 0.5;
const HOVER_SHARE = 0.36;
const MARGIN = 18;
const MARK = 9;
const CHECK = 10;
const ANTS_MS = 60;
const STILL = matchMedia("(prefers-reduced-motion: reduce)");
const DARK = matchMedia("(prefers-color-scheme: dark)");

export class PictureCanvas {
  #canvas;
  #view = null;
  #size = [1, 1];
  #tint = null;
  #cutOut = null;
  #path = null;
  #mask = null;
  #phase = 0;
  #asked = false;

  /** What is drawn: change it with `show`. */
  shown = { look: "tint", points: [], box: null, cross: null, isPreview: false };

  constructor(canvas) {
    this.#canvas = canvas;
    new ResizeObserver(() => this.show({})).observe(canvas);
    DARK.addEventListener("change", () => this.show({}));
    setInterval(() => {
      if (this.#path && this.shown.look === "outline" && !STILL.matches && !document.hidden) {
        this.#phase = (this.#phase + 1) % 12;
        this.show({});
      }
    }, ANTS_MS);
  }

  /** Take a photo: an ImageBitmap, and its size [width, height] in image pixels. */
  open(view, size) {
    this.#view?.close();
    this.#view = view;
    this.#size = size;
    this.setMask(null);
    this.show({ points: [], box: null, cross: null });
  }

  /** Take a mask of the view's size (Uint8Array), or none. */
  setMask(mask, isPreview = false) {
    if (mask !== this.#mask) {
      this.#mask = mask;
      this.#tint = this.#cutOut = null;
      this.#path = mask && pathOf(outlines(mask, this.#view.width, this.#view.height));
    }
    this.show({ isPreview });
  }

  /** Draw with some of `shown` changed. */
  show(changes) {
    Object.assign(this.shown, changes);
    if (this.#asked) return;
    this.#asked = true;
    requestAnimationFrame(() => {
      this.#asked = false;
      this.#draw();
    });
  }

  /** How many CSS pixels an image pixel takes. */
  get scale() {
    return this.#frame().scale;
  }

  /** Return the image place [x, y] under a place of the canvas (CSS pixels), or null outside of the photo. */
  imagePlace(left, top) {
    const [x, y] = this.clampedPlace(left, top);
    const [cssX, cssY] = this.#cssPlace(x, y);
    return Math.hypot(cssX - left, cssY - top) < 2 ? [x, y] : null;
  }

  /** As imagePlace, but beyond the photo's border its nearest place. */
  clampedPlace(left, top) {
    const frame = this.#frame();
    return this.within((left - frame.left) / frame.scale, (top - frame.top) / frame.scale);
  }

  /** Return the place on the photo that is nearest to an image place. */
  within(x, y) {
    const [width, height] = this.#size;
    // The far side of the last pixel still means the last pixel.
    return [Math.min(width - 0.01, Math.max(0, x)), Math.min(height - 0.01, Math.max(0, y))];
  }

  /** Return the number of the mark at a place of the canvas, or -1. */
  markAt(left, top) {
    return this.shown.points.findLastIndex(([x, y]) => {
      const [cssX, cssY] = this.#cssPlace(x, y);
      return Math.hypot(cssX - left, cssY - top) <= MARK + 1;
    });
  }

  #cssPlace(x, y) {
    const frame = this.#frame();
    return [frame.left + x * frame.scale, frame.top + y * frame.scale];
  }

  #frame() {
    const [width, height] = this.#size;
    const { clientWidth, clientHeight } = this.#canvas;
    const fit = Math.min((clientWidth - 2 * MARGIN) / width, (clientHeight - 2 * MARGIN) / height);
    const scale = Math.max(0.001, Math.min(fit, Math.max(3, 48 / Math.max(width, height))));
    return {
      scale,
      left: (clientWidth - width * scale) / 2,
      top: (clientHeight - height * scale) / 2,
    };
  }

  #draw() {
    const canvas = this.#canvas;
    const ratio = devicePixelRatio || 1;
    const [width, height] = [canvas.clientWidth * ratio, canvas.clientHeight * ratio].map(Math.round);
    if (!width || !height || !this.#view) return;
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    const pen = canvas.getContext("2d");
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, width, height);
    const { left, top, scale } = this.#frame();
    const place = [left, top, this.#size[0] * scale, this.#size[1] * scale];
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.imageSmoothingEnabled = scale * ratio < 4;
    pen.imageSmoothingQuality = "high";
    checkerboard(pen, place);
    const isCutOut = this.#mask && this.shown.look === "cutout" && !this.shown.isPreview;
    pen.drawImage(isCutOut ? this.#cutOutCanvas() : this.#view, ...place);
    if (this.#mask && !isCutOut) this.#drawSelection(pen, place);
    for (const [x, y, label] of this.shown.points) mark(pen, this.#cssPlace(x, y), label === 1);
    if (this.shown.box) this.#drawBox(pen, this.shown.box);
    if (this.shown.cross) cross(pen, this.#cssPlace(...this.shown.cross));
  }

  #drawSelection(pen, place) {
    const { look, isPreview } = this.shown;
    if (look === "tint" || isPreview) {
      pen.globalAlpha = isPreview ? HOVER_SHARE : TINT_SHARE;
      pen.drawImage(this.#tintCanvas(), ...place);
      pen.globalAlpha = 1;
    }
    const scale = place[2] / this.#view.width;
    pen.save();
    pen.translate(place[0], place[1]);
    pen.scale(scale, place[3] / this.#view.height);
    pen.lineJoin = "round";
    const stroke = (width, style) => {
      pen.lineWidth = width / scale;
      pen.strokeStyle = style;
      pen.stroke(this.#path);
    };
    if (look === "outline" && !isPreview) {
      stroke(2.4, "rgb(0 0 0 / .85)");
      pen.setLineDash([6 / scale, 6 / scale]);
      pen.lineDashOffset = -this.#phase / scale;
      stroke(1.5, "#fff");
    } else {
      stroke(2.6, "rgb(0 30 70 / .45)");
      stroke(1.3, isPreview ? "rgb(255 255 255 / .75)" : "#fff");
    }
    pen.restore();
  }

  #drawBox(pen, [x0, y0, x1, y1]) {
    const [[left, top], [right, bottom]] = [this.#cssPlace(x0, y0), this.#cssPlace(x1, y1)];
    pen.lineWidth = 2.5;
    pen.strokeStyle = "rgb(0 0 0 / .75)";
    pen.strokeRect(left, top, right - left, bottom - top);
    pen.lineWidth = 1.25;
    pen.strokeStyle = "#fff";
    pen.strokeRect(left, top, right - left, bottom - top);
  }

  #tintCanvas() {
    return (this.#tint ??= this.#filled(TINT));
  }

  #cutOutCanvas() {
    if (!this.#cutOut) {
      this.#cutOut = this.#filled([0, 0, 0]);
      const pen = this.#cutOut.getContext("2d");
      pen.globalCompositeOperation = "source-in";
      pen.drawImage(this.#view, 0, 0);
    }
    return this.#cutOut;
  }

  /** Return a canvas of one colour that shows where the mask is. */
  #filled([red, green, blue]) {
    const { width, height } = this.#view;
    const canvas = new OffscreenCanvas(width, height);
    const pixels = new ImageData(width, height);
    const words = new Uint32Array(pixels.data.buffer);
    const colour = red | (green << 8) | (blue << 16);
    for (let index = 0; index < words.length; index++) words[index] = colour | (this.#mask[index] << 24);
    canvas.getContext("2d").putImageData(pixels, 0, 0);
    return canvas;
  }
}

function checkerboard(pen, [left, top, width, height]) {
  const [light, dark] = DARK.matches ? ["#5c5c5c", "#484848"] : ["#ffffff", "#dadada"];
  pen.save();
  pen.beginPath();
  pen.rect(left, top, width, height);
  pen.clip();
  pen.fillStyle = light;
  pen.fillRect(left, top, width, height);
  pen.fillStyle = dark;
  for (let row = 0; row * CHECK < height; row++) {
    for (let column = row % 2; column * CHECK < width; column += 2) {
      pen.fillRect(left + column * CHECK, top + row * CHECK, CHECK, CHECK);
    }
  }
  pen.restore();
}

function mark(pen, [x, y], isWanted) {
  pen.beginPath();
  pen.arc(x, y, MARK, 0, 2 * Math.PI);
  pen.fillStyle = isWanted ? "#08702d" : "#b3231b";
  pen.fill();
  pen.lineWidth = 2;
  pen.strokeStyle = "#fff";
  pen.stroke();
  pen.beginPath();
  pen.moveTo(x - 4.5, y);
  pen.lineTo(x + 4.5, y);
  if (isWanted) {
    pen.moveTo(x, y - 4.5);
    pen.lineTo(x, y + 4.5);
  }
  pen.stroke();
}

function cross(pen, [x, y]) {
  for (const [width, style] of [[4, "rgb(0 0 0 / .7)"], [1.75, "#fff"]]) {
    pen.lineWidth = width;
    pen.strokeStyle = style;
    pen.beginPath();
    for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
      pen.moveTo(x + 4 * dx, y + 4 * dy);
      pen.lineTo(x + 16 * dx, y + 16 * dy);
    }
    pen.stroke();
  }
}
