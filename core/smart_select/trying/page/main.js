// Wires the page together.

import { PictureCanvas } from "./canvas.js";
import { listen } from "./gestures.js";
import { Lane } from "./lane.js";
import * as server from "./server.js";
import { Steps, isEmpty, questionOf } from "./steps.js";

const $ = (id) => document.getElementById(id);
const canvas = $("picture");
const picture = new PictureCanvas(canvas);
const steps = new Steps();
const lane = new Lane(work, (flag) => ($("busy").hidden = !flag));

let limitBytes = Infinity;
let photo = null; // what the server said of it
let isReady = false;
let isClosed = false;
let opening = 0;
let hovered = null;

const INVITATION = "Drop a photo, or open one.";
const POINT = "Point at a thing, and click to select it.";

function say(sentence, isWrong = false) {
  $("says").textContent = sentence;
  $("state").classList.toggle("wrong", isWrong);
}

function complain(error) {
  if (isClosed || error.kind === "Superseded") return;
  say(error.message, true);
  if (!(error instanceof server.Refusal)) throw error;
}

// ---- photos

async function open(take, name) {
  const mine = ++opening;
  say(`Opening ${name}…`);
  $("busy").hidden = false;
  try {
    const opened = await take();
    const view = await server.viewOf(opened.photo);
    if (mine !== opening) return;
    lane.drop();
    steps.clear();
    [photo, isReady, hovered] = [opened, false, null];
    canvas.hidden = false;
    $("welcome").hidden = true;
    canvas.setAttribute("aria-label", `The photo ${photo.name}, ${photo.size.join(" by ")} pixels`);
    picture.open(view, photo.size);
    update();
    say("Looking at the photo…");
    await server.ready(photo.photo);
    if (mine !== opening) return;
    isReady = true;
    say(POINT);
    update();
    canvas.focus({ preventScroll: true });
  } catch (error) {
    if (mine === opening) complain(error);
  } finally {
    if (mine === opening) $("busy").hidden = true;
  }
}

const openFile = (file) => open(() => server.openPhoto(file, limitBytes), file.name || "the photo");

// ---- questions

/** Work for the lane: { step }, { shown: [answer, index], step } or { hover: [x, y] }. */
async function work({ step, shown, hover }) {
  const { photo: number } = photo;
  const isCurrent = () => photo.photo === number;
  try {
    if (hover) {
      const answer = await server.select({ photo: number, points: [[...hover, 1]], kept: false });
      if (isCurrent() && hovered && isEmpty(steps.current)) picture.setMask(answer.mask, true);
    } else {
      const question = shown ? { photo: number, shown } : questionOf(step, number);
      step.answer = await server.select(question);
      if (isCurrent() && step === steps.current) update();
    }
  } catch (error) {
    if (!isCurrent()) return;
    if (!hover) failed(step, error);
    else if (hovered && isEmpty(steps.current)) picture.setMask(null);
    if (hover && error.kind === "Lost") complain(error);
  }
}

function failed(step, error) {
  if (!step.answer) steps.remove(step);
  update();
  complain(error);
}

/** Show the current step, and ask for its answer where there is none. */
function advance() {
  const step = steps.current;
  update();
  if (isEmpty(step)) {
    lane.drop();
    say(POINT);
  } else if (!step.answer?.mask) {
    lane.ask(step.answer ? { step, shown: [step.answer.answer, step.answer.index] } : { step });
  }
}

function update() {
  const step = steps.current;
  const answer = step?.answer;
  const isSelected = Boolean(answer?.mask);
  picture.show({ points: step?.points ?? [], box: step?.box ?? null });
  if (isSelected || isEmpty(step)) picture.setMask(answer?.mask ?? null);
  if (isSelected) {
    const percent = 100 * answer.share;
    const share = percent >= 1 ? Math.round(percent) : "less than 1";
    say(`Selected ${share} % of the picture. Click on what is missing, right-click on what is too much.`);
  }
  for (const id of ["save-mask", "save-cutout"]) $(id).disabled = !isSelected;
  $("undo").disabled = !step;
  $("restart").disabled = isEmpty(step);
  $("subject").disabled = !isReady;
  const extent = $("extent");
  const most = (answer?.scores.length ?? 1) - 1;
  extent.disabled = !isSelected || most < 1;
  extent.max = Math.max(1, most);
  extent.value = answer?.index ?? 0;
  extent.setAttribute("aria-valuetext", answer ? `${answer.index + 1} of ${most + 1}, from part to whole` : "");
}

function choose(index) {
  const step = steps.current;
  if (!step?.answer || index < 0 || index >= step.answer.scores.length) return;
  lane.ask({ step, shown: [step.answer.answer, index] });
}

function restart() {
  if (isEmpty(steps.current)) return;
  steps.restart();
  advance();
}

function undo() {
  if (steps.undo()) advance();
}

// ---- the hand

listen(canvas, picture, {
  hover(place) {
    hovered = place;
    if (!isReady || !isEmpty(steps.current)) return;
    if (place) lane.ask({ hover: place });
    else {
      lane.drop();
      picture.setMask(null);
    }
  },
  cross(place) {
    picture.show({ cross: place });
    if (place) this.hover(place);
  },
  click(x, y, turned) {
    if (!isReady) return;
    const says = Number(document.querySelector("input[name=says]:checked").value);
    steps.point(x, y, turned ? 1 - says : says);
    advance();
  },
  removeMark(number) {
    steps.withoutPoint(number);
    advance();
  },
  drawBox(box) {
    if (box && isReady) steps.box(box);
    advance();
  },
});

document.addEventListener("keydown", (event) => {
  if (isClosed || event.target.matches("input[type=range], summary")) return;
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") undo();
  else if (event.ctrlKey || event.metaKey || event.altKey) return;
  else if (event.key === "[") choose(steps.current?.answer?.index - 1);
  else if (event.key === "]") choose(steps.current?.answer?.index + 1);
  else if ("123".includes(event.key)) document.querySelectorAll("input[name=look]")[event.key - 1].click();
  else return;
  event.preventDefault();
});

// Which of the two moves: only then is it shown where the keys go.
addEventListener("pointerdown", () => (document.body.dataset.hand = "mouse"));
addEventListener("keydown", ({ key }) => {
  if (key === "Tab" || key === "Enter" || key.startsWith("Arrow")) document.body.dataset.hand = "keys";
});

// ---- the buttons

for (const button of document.querySelectorAll("[data-do]")) {
  button.addEventListener("click", () => {
    if (button.dataset.do === "open") $("file").click();
    else open(server.openSample, "the sample");
  });
}
$("file").addEventListener("change", ({ target }) => {
  if (target.files.length) openFile(target.files[0]);
  target.value = ""; // so that the same file can be opened again
});
$("subject").addEventListener("click", () => {
  steps.subject();
  say("Looking for the subject…");
  advance();
});
$("undo").addEventListener("click", undo);
$("restart").addEventListener("click", restart);
$("extent").addEventListener("input", ({ target }) => choose(Number(target.value)));
for (const radio of document.querySelectorAll("input[name=look]")) {
  radio.addEventListener("change", () => picture.show({ look: radio.value }));
}
for (const kind of ["mask", "cutout"]) {
  $(`save-${kind}`).addEventListener("click", async () => {
    const name = `${photo.name.replace(/\.[^.]*$/, "")}-${kind}.png`;
    say(`Making ${name}…`);
    try {
      const blob = await server.picture(kind, { photo: photo.photo, ...steps.current.answer });
      const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: name });
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
      say(`Saved ${name} where your browser puts downloads.`);
    } catch (error) {
      complain(error);
    }
  });
}

// ---- dropping and pasting

const stage = $("stage");
let depth = 0; // enter and leave come for every element that the pointer crosses
const over = (change) => {
  depth = change ? Math.max(0, depth + change) : 0;
  stage.classList.toggle("over", depth > 0 && !isClosed);
};
addEventListener("dragenter", () => over(1));
addEventListener("dragleave", () => over(-1));
addEventListener("dragover", (event) => event.preventDefault());
addEventListener("drop", (event) => {
  event.preventDefault();
  over(0);
  take(event.dataTransfer, "Drop the file of a photo, from your files.");
});
addEventListener("paste", (event) => take(event.clipboardData, "There is no picture to be pasted."));

function take(data, otherwise) {
  if (isClosed) return;
  if (data.files.length) openFile(data.files[0]);
  else say(otherwise, true);
}

// ---- beginning and end

function close(reason) {
  isClosed = true;
  canvas.hidden = $("welcome").hidden = true;
  $("farewell").hidden = false;
  $("reason").textContent = reason;
  for (const control of document.querySelectorAll("button, input")) control.disabled = true;
  $("busy").hidden = true;
  say(reason);
}

server.stay(close);
update();
try {
  const { model, limit_bytes } = await server.about();
  limitBytes = limit_bytes;
  $("model").textContent =
    model === "embedded"
      ? "Model: the small one that ships inside. SAM 2.1 hits more often: “smart-select try --model sam2.1-tiny” says how to get it."
      : `Model: ${model}`;
  say(INVITATION);
} catch (error) {
  complain(error);
}
