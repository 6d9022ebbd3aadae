/* Python apart from the page, so that the page stays alive: it is started once, and then reads one text after another.
   Nothing is asked for but the files beside this one, and nothing is sent anywhere. */

const tell = (kind, more = {}) => self.postMessage({ kind, ...more });

/* The engine fetches its files itself; what comes is counted on its way. */
const fetched = self.fetch.bind(self);
let loaded = 0;
self.fetch = async (...asked) => {
  const answer = await fetched(...asked);
  if (!answer.ok || !answer.body) return answer;
  const counter = new TransformStream({
    transform(piece, way) {
      loaded += piece.byteLength;
      tell("bytes", { loaded });
      way.enqueue(piece);
    },
  });
  return new Response(answer.body.pipeThrough(counter), { status: answer.status, headers: answer.headers });
};

async function start({ engine, archive }) {
  tell("stage", { stage: "fetch" });
  const [{ loadPyodide }, packed] = await Promise.all([
    import(engine),
    self.fetch(archive).then((answer) => {
      if (!answer.ok) throw new Error(`${answer.status} ${archive}`);
      return answer.arrayBuffer();
    }),
  ]);
  const python = await loadPyodide({ indexURL: new URL("./", engine).href });
  tell("stage", { stage: "rules" });
  python.unpackArchive(packed, "zip");
  // A first text has the rules compiled, so that the reader's own waits for nothing.
  return python.runPython(`
import importlib
importlib.invalidate_caches()
from jiedu.reports.here import answer_here
def read(data, name):
    return answer_here(data.to_bytes(), name)
answer_here("今年，建成道路9条。".encode(), "")
read
`);
}

let reader = null;

self.addEventListener("message", async ({ data }) => {
  try {
    reader ??= start(data);
    const read = await reader;
    tell("stage", { stage: "read" });
    const begun = performance.now();
    const answer = read(new Uint8Array(data.bytes), data.name);
    tell("answer", { answer, seconds: (performance.now() - begun) / 1000 });
  } catch (error) {
    tell("failed", { message: String(error?.message ?? error).trim().split("\n").at(-1) });
  }
});
