// Knows which view an address means, and draws it between what stands around every view; must not know what is in it.

import { h, replaceChildren } from "./dom.js";
import { sentence, t } from "./i18n.js";
import { listen, whenBack } from "./stream.js";
import { toast, tryOrToast } from "./toast.js";

const VIEWS = {
  today: () => import("./today.js"),
  week: () => import("./week.js"),
  session: () => import("./session.js"),
  library: () => import("./library.js"),
  therapies: () => import("./therapies.js"),
  plans: () => import("./plans.js"),
  progress: () => import("./progress-view.js"),
  print: () => import("./print-view.js"),
  help: () => import("./help.js"),
  settings: () => import("./settings.js"),
  welcome: () => import("./welcome.js"),
};

const [, first, ...rest] = location.pathname.split("/").map(decodeURIComponent);
const name = first || "today";

async function begin() {
  const main = document.getElementById("main");
  const view = VIEWS[name];
  if (!view) {
    document.title = `${t("nothingHere")} · ${t("name")}`;
    replaceChildren(main, h("h1", {}, t("nothingHere")), h("p", {}, t("nothingHereHint")));
    return;
  }
  const { show } = await view();
  try {
    await live(main, show);
  } catch (wrong) {
    replaceChildren(
      main,
      h(
        "div",
        { class: "stack measure" },
        h("h1", {}, sentence(wrong.message)),
        h("p", {}, sentence(wrong.hint ?? "")),
      ),
    );
  }
}

/** What an address names behind its # is drawn only now. */
function arrive() {
  const there = location.hash.length > 1 ? document.getElementById(location.hash.slice(1)) : null;
  there?.scrollIntoView();
  there?.focus();
}

async function live(main, show) {
  // a view draws itself again when plans or journal change, and says what it is called
  const titled = (title) => {
    document.title = `${title} · ${t("name")}`;
  };
  const lost = () => {
    toast(t("asleep"), { warm: true });
    // a text that is being written stays; whoever writes it loads the page again when they have kept it
    if (!document.querySelector(".paper")) whenBack(() => location.reload());
  };
  const draw = await show(main, { rest: rest.join("/"), titled, lost });
  arrive();
  // a view that has a stream of its own needs no second one: a browser has few lines to one address
  if (draw === false) return;
  listen(
    "/changes",
    (what) => {
      if (draw && ("journal" in what || "plans" in what)) tryOrToast(() => draw(what));
    },
    { lost },
  );
}

tryOrToast(begin);
