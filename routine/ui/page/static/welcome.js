// Knows how somebody new is led through six short steps, and keeps what was chosen; must not know any rule.

import { get, post } from "./api.js";
import { sheet, still } from "./article.js";
import { h, replaceChildren } from "./dom.js";
import { sentence, t } from "./i18n.js";
import { timeField } from "./occurrence.js";
import { putAway, tryOrToast } from "./toast.js";

const KEPT = "routine-welcome";
const FIRST = { step: 0, part: 0, plan: "", days: [], at: "", avoid: [] };

/** What was chosen before somebody left in the middle. */
function kept() {
  try {
    return { ...FIRST, ...JSON.parse(localStorage.getItem(KEPT) ?? "{}") };
  } catch {
    return { ...FIRST };
  }
}

function keep(chosen) {
  try {
    localStorage.setItem(KEPT, JSON.stringify(chosen));
  } catch {
    /* a browser that keeps nothing asks anew */
  }
}

export async function show(main, { titled }) {
  sheet();
  document.head.append(h("link", { rel: "stylesheet", href: "/static/welcome.css" }));
  titled(t("welcomeTitle"));
  const about = await get("/welcome");
  const chosen = kept();
  const root = h("div", { class: "welcome measure" });
  replaceChildren(main, root);
  let shown = false;

  function go(step) {
    putAway();
    chosen.step = step;
    keep(chosen);
    draw();
  }

  function draw() {
    const { title, lead, inside, on } = STEPS[chosen.step]({
      about,
      chosen,
      go,
      draw,
      next: () => go(chosen.step + 1),
    });
    const heading = h("h1", { tabindex: "-1" }, title);
    replaceChildren(
      root,
      h("p", { class: "soft small" }, t("welcomeStep", chosen.step + 1)),
      heading,
      lead ? h("p", { class: "lead soft" }, lead) : null,
      inside,
      h(
        "div",
        { class: "row controls" },
        on ?? null,
        chosen.step && chosen.step < 5
          ? h("button", { class: "quiet", onclick: () => go(chosen.step - 1) }, t("welcomeBack"))
          : null,
      ),
    );
    if (shown) heading.focus();
    shown = true;
  }
  draw();
  return null;
}

/** @type {((given: any) => any)[]} */
const STEPS = [safety, aims, when, leaveOut, week, login];

const forward = (next, label = "welcomeOn") => h("button", { class: "primary", onclick: next }, t(label));

function safety({ about, chosen, next, draw }) {
  if (about.answered && !chosen.part)
    return { title: t("welcomeSafety"), lead: t("welcomeAnswered"), inside: null, on: forward(next) };
  const part = about.parts[Math.min(chosen.part, about.parts.length - 1)];
  const answer = async (given) => {
    const told = await tryOrToast(() => post("/help/answer", { part: part.name, answer: given }));
    if (!told) return;
    if (given !== "none") {
      about.answered = true;
      advice(told, next);
      return;
    }
    chosen.part += 1;
    if (chosen.part < about.parts.length) {
      keep(chosen);
      draw();
    } else {
      about.answered = true;
      chosen.part = 0;
      next();
    }
  };
  const place = h("div", { class: "stack" });
  function advice(told, go) {
    chosen.part = 0;
    replaceChildren(
      place,
      h(
        "div",
        { class: "note warm stack", role: "status" },
        told.advice.map((line) => h("p", {}, sentence(line))),
        h("p", {}, h("a", { href: "/help" }, t("help"))),
      ),
      h("div", {}, forward(go)),
    );
  }
  replaceChildren(
    place,
    h(
      "div",
      { class: `card signs stack${part.urgent ? " urgent" : ""}` },
      h("h2", {}, part.question),
      part.groups.map((group) =>
        h(
          "ul",
          {},
          group.signs.map((sign) => h("li", {}, sentence(sign))),
        ),
      ),
    ),
    h(
      "div",
      { class: "row" },
      h("button", { class: "primary", onclick: () => answer("none") }, t("helpNone")),
      h("button", { onclick: () => answer("not_sure") }, t("welcomeSome")),
    ),
  );
  return { title: t("welcomeSafety"), lead: chosen.part ? "" : t("welcomeLead"), inside: place };
}

function aims({ about, chosen, next }) {
  const choose = (aim) => {
    if (chosen.plan !== aim.plan)
      Object.assign(chosen, {
        plan: aim.plan,
        days: aim.days.filter((day) => day.on).map((day) => day.value),
        at: aim.at,
      });
    next();
  };
  return {
    title: t("welcomeAims"),
    inside: h(
      "div",
      { class: "aims" },
      about.aims.map((aim) => {
        const picture = h("span", { class: "thumb", "aria-hidden": "true" });
        still(aim.figure).then(
          (shown) => replaceChildren(picture, shown.element),
          () => {},
        );
        return h(
          "button",
          { class: "aim", "aria-pressed": String(chosen.plan === aim.plan), onclick: () => choose(aim) },
          picture,
          h("span", {}, h("strong", {}, aim.title), h("span", { class: "soft small" }, aim.about)),
        );
      }),
    ),
  };
}

function when({ about, chosen, next }) {
  const aim = about.aims.find((each) => each.plan === chosen.plan) ?? about.aims[0];
  const at = timeField("at", { value: chosen.at, id: "welcome-at" });
  const chips = aim.days.map((day) =>
    chip(day, day.name, chosen.days.includes(day.value), (on) => {
      chosen.days = aim.days
        .map((each) => each.value)
        .filter((value) => (value === day.value ? on : chosen.days.includes(value)));
      keep(chosen);
    }),
  );
  const on = async () => {
    chosen.at = at.value;
    // asked before going on: what is wrong is said where it was typed
    if (await tryOrToast(() => post("/welcome/preview", asked(chosen)))) next();
  };
  return {
    title: t("welcomeWhen"),
    lead: t("welcomeWhenHint"),
    inside: h(
      "div",
      { class: "stack" },
      h("div", { class: "row", role: "group", "aria-label": t("formDays") }, chips),
      aim.at ? h("label", { for: "welcome-at" }, t("formAt"), at) : null,
    ),
    on: forward(on),
  };
}

function chip(each, name, on, turned) {
  const button = h(
    "button",
    {
      class: "chip",
      "aria-pressed": String(on),
      "aria-label": name,
      onclick: () => {
        const now = button.getAttribute("aria-pressed") !== "true";
        button.setAttribute("aria-pressed", String(now));
        turned(now);
      },
    },
    each.label,
  );
  return button;
}

function leaveOut({ about, chosen, next }) {
  const chips = about.avoid.map((tag) =>
    chip(tag, tag.label, chosen.avoid.includes(tag.value), (on) => {
      chosen.avoid = on ? [...chosen.avoid, tag.value] : chosen.avoid.filter((each) => each !== tag.value);
      keep(chosen);
    }),
  );
  return {
    title: t("welcomeLeaveOut"),
    lead: t("welcomeLeaveOutHint"),
    inside: h(
      "div",
      { class: "stack" },
      h("div", { class: "row" }, chips.slice(0, about.often)),
      h("details", {}, h("summary", {}, t("welcomeMore")), h("div", { class: "row" }, chips.slice(about.often))),
    ),
    on: forward(next),
  };
}

const asked = ({ plan, days, at, avoid }) => ({ plan, days, at, avoid });

function week({ chosen, next }) {
  const place = h("div", { class: "stack" }, h("p", { role: "status" }, t("plansChecking")));
  const fill = async () => {
    const told = await post("/welcome/preview", asked(chosen));
    replaceChildren(
      place,
      h("h2", {}, told.title, h("span", { class: "soft small" }, ` ${told.minutes}`)),
      h(
        "ol",
        { role: "list", class: "week-list" },
        told.days.map((day) =>
          h(
            "li",
            {},
            h("strong", {}, day.name),
            h(
              "ul",
              { role: "list" },
              day.rows.length
                ? day.rows.map((row) =>
                    h(
                      "li",
                      {},
                      h("span", { class: "soft" }, row.at),
                      " ",
                      row.title,
                      h("span", { class: "soft small" }, ` ${row.minutes}`),
                    ),
                  )
                : h("li", { class: "soft" }, t("plansNoDay")),
            ),
          ),
        ),
      ),
      told.notes.length
        ? h(
            "details",
            {},
            h("summary", {}, t("formLeaveOut")),
            h(
              "ul",
              { class: "small" },
              told.notes.map((note) => h("li", {}, sentence(note))),
            ),
          )
        : null,
    );
  };
  tryOrToast(fill);
  const take = async () => {
    if (await tryOrToast(() => post("/welcome/take", asked(chosen)))) next();
  };
  return { title: t("welcomeWeek"), lead: t("welcomeWeekHint"), inside: place, on: forward(take, "welcomeTake") };
}

function login({ about }) {
  const done = () => {
    try {
      localStorage.removeItem(KEPT);
    } catch {
      /* there is nothing to forget */
    }
    location.assign("/today");
  };
  const start = (atLogin) =>
    tryOrToast(async () => {
      await post("/running/start");
      if (atLogin) await post("/running/login", { on: true });
      done();
    });
  if (about.runs && about.atLogin)
    return { title: t("runningIsOn"), lead: t("runningLoginOn"), inside: null, on: forward(done, "welcomeDone") };
  return {
    title: t("welcomeLogin"),
    lead: t("welcomeLoginHint"),
    inside: h(
      "div",
      { class: "row" },
      h("button", { class: "primary", onclick: () => start(true) }, t("welcomeLoginYes")),
      about.runs ? null : h("button", { onclick: () => start(false) }, t("welcomeLoginNow")),
      h("button", { class: "quiet", onclick: done }, t("welcomeLoginNot")),
    ),
  };
}
