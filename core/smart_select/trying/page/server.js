// What the page asks its server, and what comes back. All addresses are relative: the secret is in the page's own.

/** A refusal; `message` is one sentence for the user, `kind` its name. */
export class Refusal extends Error {
  constructor(kind, message) {
    super(message);
    this.kind = kind;
  }
}

const LOST = "Smart Select does not answer any more; start it again with “smart-select try”.";

async function ask(path, options = {}) {
  let reply;
  try {
    reply = await fetch(`api/${path}`, { cache: "no-store", ...options });
  } catch {
    throw new Refusal("Lost", LOST);
  }
  if (reply.ok) return reply;
  const { error } = await reply.json().catch(() => ({ error: { kind: "Unexpected", message: LOST } }));
  throw new Refusal(error.kind, error.message);
}

const post = (path, body, headers = {}) => ask(path, { method: "POST", body, headers });

/** Return { model, limit_bytes }. */
export const about = async () => (await ask("about")).json();

/** Send a photo; return { photo, name, size, view }. */
export async function openPhoto(file, limitBytes) {
  if (file.size > limitBytes) {
    const [found, limit] = [file.size, limitBytes].map((bytes) => `${Math.ceil(bytes / 1e6)} MB`);
    throw new Refusal(
      "TooLarge",
      `This file has ${found} and the page takes up to ${limit}, so save it smaller first.`,
    );
  }
  return (await post("photo", file, { "X-File-Name": encodeURIComponent(file.name) })).json();
}

/** Open the sample; return as openPhoto. */
export const openSample = async () => (await post("sample", "")).json();

/** Return the photo as the screen shows it, an ImageBitmap. */
export const viewOf = async (photo) =>
  createImageBitmap(await (await ask(`view?photo=${photo}`)).blob(), { colorSpaceConversion: "none" });

/** Return when the photo can be clicked in. */
export const ready = (photo) => ask(`ready?photo=${photo}`);

/** Ask for a selection; return { answer, scores, index, share, mask }, the mask a Uint8Array of the view's size. */
export async function select(question) {
  const reply = await post("select", JSON.stringify(question), { "Content-Type": "application/json" });
  const data = await reply.arrayBuffer();
  const start = 4 + new DataView(data).getUint32(0, true);
  const record = JSON.parse(new TextDecoder().decode(new Uint8Array(data, 4, start - 4)));
  return { ...record, mask: new Uint8Array(data, start) };
}

/** Return a PNG of the photo's own size; kind is "mask" or "cutout". */
export const picture = async (kind, { photo, answer, index }) =>
  (await ask(`${kind}?photo=${photo}&answer=${answer}&index=${index}`)).blob();

/** Hold a line to the server: it ends when this page is closed, and we are told when the server ends. */
export async function stay(whenClosed) {
  let text = "";
  try {
    const reader = (await ask("alive")).body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      text += value;
    }
  } catch {
    // told below
  }
  const last = text.trim().split("\n").pop();
  whenClosed((last && JSON.parse(last).closed) || "Smart Select has ended.");
}
