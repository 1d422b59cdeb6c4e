// Knows which view an address means, and what stands around every view; must not know what is in a view.

import { attempt, h, learnWords, listen, message, put, say, sentence } from "./dom.js";

const VIEWS = {
  today: () => import("./today.js"),
  week: () => import("./week.js"),
  session: () => import("./session.js"),
  library: () => import("./library.js"),
  therapies: () => import("./therapies.js"),
  plans: () => import("./plans.js"),
  help: () => import("./help.js"),
};

const [, first, ...rest] = location.pathname.split("/").map(decodeURIComponent);
const name = first || "today";

function link(view, extra = {}) {
  const here = view === name || (view === "today" && name === "session");
  return h("a", { href: `/${view}`, "aria-current": here && name !== "session" ? "page" : null, ...extra }, say(view));
}

function frame() {
  const main = h("main", { id: "main", tabindex: "-1" });
  document.body.prepend(
    h("a", { class: "skip unseen", href: "#main" }, say("skip")),
    h("header", {}, h("nav", { class: "top", "aria-label": say("views") },
      link("today"), link("week"), link("library"), link("therapies"), link("plans"), help())),
    main,
  );
  return main;
}

/** One press away on every view; on a phone there is room for fewer words. */
function help() {
  return h("a", { href: "/help", class: "help", "aria-label": say("help"), "aria-current": name === "help" ? "page" : null },
    h("span", { class: "wide-only" }, say("help")), h("span", { class: "narrow-only" }, say("helpShort")));
}

async function begin() {
  await learnWords();
  const main = frame();
  const view = VIEWS[name];
  if (!view) {
    document.title = `${say("nothingHere")} · ${say("name")}`;
    put(main, h("h1", {}, say("nothingHere")), h("p", {}, say("nothingHereHint")));
    return;
  }
  const { show } = await view();
  try {
    await live(main, show);
  } catch (wrong) {
    put(main, h("div", { class: "stack measure" }, h("h1", {}, sentence(wrong.message)), h("p", {}, sentence(wrong.hint ?? ""))));
  }
}

async function live(main, show) {
  // a view draws itself again when plans or journal change, and says what it is called
  const titled = (title) => { document.title = `${title} · ${say("name")}`; };
  const lost = () => message(say("asleep"), { warm: true });
  const draw = await show(main, { rest: rest.join("/"), titled, lost });
  // a view that has a stream of its own needs no second one: a browser has few lines to one address
  if (draw === false) return;
  listen("/changes", (what) => {
    if (draw && ("journal" in what || "plans" in what)) attempt(() => draw(what));
  }, { lost });
}

attempt(begin);
