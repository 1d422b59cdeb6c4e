// Knows how elements are made and how the page speaks with its process; must not know any view.
//
// Text only ever becomes text (textContent): nothing that somebody typed into a plan can become markup.

const SVG = "http://www.w3.org/2000/svg";
const token = document.querySelector('meta[name="token"]').content;
let labels = {};

/** An element: h("p", {class: "soft", onclick: f}, "text", child). What is null or false is left out. */
export function h(name, given = {}, ...inside) {
  return fill(document.createElement(name), given, inside);
}

/** The same, in an SVG. */
export function svg(name, given = {}, ...inside) {
  return fill(document.createElementNS(SVG, name), given, inside);
}

function fill(element, given, inside) {
  for (const [name, value] of Object.entries(given)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name in element && ["value", "checked", "disabled", "hidden", "htmlFor"].includes(name)) element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...kept(element, inside));
  return element;
}

/** What is null or false is left out; a number keeps its unit on its line, but not where somebody's own text stands. */
function kept(element, inside) {
  const there = inside.flat(9).filter((each) => each !== null && each !== undefined && each !== false && each !== "");
  if (["pre", "code"].includes(element.localName)) return there;
  return there.map((each) => (typeof each === "string" ? each.replaceAll(/(\d) (?=(?:min|h|s|weeks?)\b)/g, "$1\u00a0") : each));
}

/** Put these in the place of all that is in `element`. */
export function put(element, ...inside) {
  element.replaceChildren(...kept(element, inside));
  return element;
}

/** A sentence; what stands in it between backticks is to be typed, and the view of help that it names is a link. */
export function sentence(text) {
  return text.split("`").map((part, place) => (place % 2 ? h("code", {}, part) : helping(part)));
}

function helping(text) {
  // a link to the view one is in would only sweep away what is being answered there
  if (location.pathname === "/help") return text;
  return text.split(`“${say("help")}”`).flatMap((part, place) => (place ? [h("a", { href: "/help" }, say("help")), part] : part));
}

/** The label of that name; {0}, {1} … are filled in. */
export function say(name, ...filling) {
  return filling.reduce((text, value, place) => text.replaceAll(`{${place}}`, value), labels[name] ?? name);
}

export async function learnWords() {
  labels = (await ask("/words")).labels;
}

/** What the process answers; throws an Error with the sentence a person should read. */
export async function ask(path) {
  return answered(await reach(path, { headers: { Accept: "application/json" } }));
}

/** Ask for something to be done. */
export async function tell(path, said = {}) {
  const headers = { "Content-Type": "application/json", "X-Routine-Token": token };
  return answered(await reach(path, { method: "POST", headers, body: JSON.stringify(said) }));
}

/** What a browser says where nobody answers ("Failed to fetch") helps nobody. */
async function reach(path, given) {
  try {
    return await fetch(`/api${path}`, given);
  } catch {
    throw new Error(say("asleep"));
  }
}

async function answered(answer) {
  if (answer.ok) return answer.json();
  let problem = { problem: await answer.text(), hint: "" };
  try {
    problem = { ...problem, ...JSON.parse(problem.problem) };
  } catch { /* it was a plain sentence */ }
  const wrong = new Error(problem.problem || say("problem"));
  wrong.hint = problem.hint ?? "";
  wrong.status = answer.status;
  wrong.more = problem;
  throw wrong;
}

/** The path of an occurrence's key: its slashes stay. */
export const keyPath = (key) => key.split("/").map(encodeURIComponent).join("/");

const messages = h("div", { class: "messages", role: "status", "aria-live": "polite" });

/** Something a person should read; it stays until it is put away, or for `seconds`. */
export function message(text, { warm = false, seconds = 0 } = {}) {
  if (!messages.isConnected) document.body.append(messages);
  messages.classList.remove("above");
  const close = h("button", { class: "quiet", onclick: () => box.remove() }, say("close"));
  const box = h("div", { class: `note row${warm ? " warm" : ""}` }, h("span", {}, sentence(text)), close);
  put(messages, box);
  messages.classList.toggle("above", covers(box));
  if (seconds) setTimeout(() => box.remove(), seconds * 1000);
}

let used = null; // where in the window something was pressed last; it may be gone when there is news of it
addEventListener("click", ({ target }) => { used = target.getBoundingClientRect(); }, { capture: true });

/** Whether it lies over what was used just now, and would not at the other end of the window. */
function covers(box) {
  const { top, height } = box.getBoundingClientRect();
  return used !== null && used.bottom > top && used.top > height;
}

/** Do it; what goes wrong is told, not thrown. */
export async function attempt(doing) {
  try {
    return await doing();
  } catch (wrong) {
    message([wrong.message, wrong.hint].filter(Boolean).join(" "), { warm: true });
    return undefined;
  }
}

/**
 * Listen to a stream while somebody looks. A hidden tab lets go, so that the process may end, and because a browser
 * keeps six lines to one address: forgotten tabs must not use them up. `keeps`: not even hidden. `lost`: the process
 * has gone for good, for a new one has another address. Gives a way to stop.
 */
export function listen(path, hear, { keeps = () => false, lost = () => {} } = {}) {
  let source = null;
  let doubted = false;
  let stopped = false;
  let begun = false; // a tab may be hidden from its beginning: it has to hear once what there is to keep
  const begin = () => {
    if (source || (document.hidden && begun && !keeps())) return;
    begun = true;
    source = new EventSource(`/api${path}`);
    source.onmessage = (told) => {
      const what = JSON.parse(told.data);
      // another tab needs the line: this one listens anew when it is turned to
      if (what.handedOver) {
        end();
        return;
      }
      hear(what);
      turned();
    };
    source.onerror = async () => {
      if (source?.readyState === EventSource.CLOSED) source = null;
      if (doubted) return;
      doubted = true;
      const gone = await nobodyIsThere();
      doubted = false;
      if (!gone || stopped) return;
      stop();
      lost();
    };
  };
  const end = () => {
    source?.close();
    source = null;
  };
  const turned = () => (document.hidden && !keeps() ? end() : begin());
  document.addEventListener("visibilitychange", turned);
  addEventListener("focus", turned);
  addEventListener("pointerdown", turned);
  const stop = () => {
    stopped = true;
    document.removeEventListener("visibilitychange", turned);
    removeEventListener("focus", turned);
    removeEventListener("pointerdown", turned);
    end();
  };
  begin();
  return stop;
}

/** A line may break although somebody is there; where two calls in a row reach nobody, the process has gone. */
async function nobodyIsThere() {
  let refused = 0;
  for (let calls = 0; calls < 6 && refused < 2; calls += 1) {
    if (calls) await new Promise((go) => { setTimeout(go, 400); });
    refused = await fetch("/api/words").then(() => 0, () => refused + 1);
  }
  return refused > 1;
}
