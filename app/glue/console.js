// Thin glue to noVNC, which is only loaded when a console is opened.

/** Opens a screen inside `target`. `tell(event, detail)` hears connect, disconnect, refused and clipboard. */
export async function connect(target, url, takeFocus, tell) {
  const { default: RFB } = await import("@novnc/novnc");
  target.replaceChildren();
  const rfb = new RFB(target, url);
  rfb.background = "transparent";
  rfb.showDotCursor = true;
  // After `close` nobody listens any more.
  const on = (event, hear) => rfb.addEventListener(event, (e) => ended.has(rfb) || hear(e));
  on("connect", () => {
    if (takeFocus) rfb.focus();
    tell("connect", "");
  });
  on("disconnect", () => {
    ended.add(rfb);
    tell("disconnect", "");
  });
  on("securityfailure", (e) => tell("refused", e.detail.reason || "The console refused the connection."));
  on("credentialsrequired", () => tell("refused", "The console asks for a password, which Xenith does not have."));
  on("clipboard", (e) => tell("clipboard", e.detail.text));
  return rfb;
}

/** Screens whose connection is over. */
const ended = new WeakSet();

/** Closes a screen; it says nothing more. */
export function close(rfb) {
  if (ended.has(rfb)) return;
  ended.add(rfb);
  rfb.disconnect();
}

const SHIFTED = /[A-Z~!@#$%^&*()_+{}|:"<>?]/;
const NAMED = { "\n": 0xff0d, "\t": 0xff09 };

/** Types a text as key presses: guests rarely share a clipboard. */
export async function typeText(rfb, text) {
  rfb.clipboardPasteFrom(text);
  for (const char of text.replaceAll("\r\n", "\n")) {
    const point = char.codePointAt(0);
    const key = NAMED[char] ?? (point < 0x100 ? point : 0x01000000 + point);
    const shift = SHIFTED.test(char);
    if (shift) rfb.sendKey(0xffe1, "ShiftLeft", true);
    rfb.sendKey(key, null);
    if (shift) rfb.sendKey(0xffe1, "ShiftLeft", false);
    await new Promise((done) => setTimeout(done, 6));
  }
  rfb.focus();
}
