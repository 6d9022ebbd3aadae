/* Before the page is drawn: its colours, and whether this machine can draw Chinese by itself. */
(() => {
  const root = document.documentElement;
  const kept = (name) => {
    try {
      return localStorage.getItem(name);
    } catch {
      return null;
    }
  };
  const mode = ["light", "dark"].includes(kept("mode")) ? kept("mode") : "auto";
  root.dataset.js = "";
  root.dataset.mode = mode;
  root.dataset.theme = mode !== "auto" ? mode : matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";

  /* A machine without Chinese draws the same empty box for every character, or one of another width. Where it can
     draw them, whatever its face is called, the font of the site need not be fetched. */
  const size = 24;
  const canvas = Object.assign(document.createElement("canvas"), { width: size, height: size });
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  if (!pen) return;
  pen.font = `${size}px sans-serif`;
  pen.textBaseline = "bottom";
  const drawn = (character) => {
    pen.clearRect(0, 0, size, size);
    pen.fillText(character, 0, size);
    return pen.getImageData(0, 0, size, size).data.join();
  };
  const wide = (character) => Math.abs(pen.measureText(character).width - size) < 1;
  const has = wide("政") && wide("府") && drawn("政") !== drawn("府");
  root.dataset.han = has ? "system" : "none";

  /* Where it can draw none, a face that shows nothing keeps the place of the words, before the first of them is laid
     out, until the font of the site is there: no line moves then. */
  const blank = "@blank@";
  if (has || blank.startsWith("@")) return;
  const bytes = Uint8Array.from(atob(blank), (letter) => letter.charCodeAt(0));
  document.fonts.add(new FontFace("Jiedu Blank", bytes.buffer));
})();
