// Knows how the list of plans looks; must not know what a plan is made of, nor how its text is edited.

import { get, post } from "./api.js";
import { h, replaceChildren } from "./dom.js";
import { sentence, t } from "./i18n.js";
import { tryOrToast } from "./toast.js";

export async function show(main, given) {
  document.head.append(h("link", { rel: "stylesheet", href: "/static/plans.css" }));
  const [name, second] = given.rest.split("/");
  if (second === "form") {
    const { showForm } = await import("./plan-form.js");
    return showForm(main, { ...given, name });
  }
  if (given.rest) {
    const { edit } = await import("./plan.js");
    return edit(main, given);
  }
  given.titled(t("plans"));
  const inside = h("div", { class: "plans" });
  replaceChildren(main, inside);
  let shown = "";
  const draw = async (what = { plans: 0 }) => {
    if (!("plans" in what)) return;
    const all = await get("/plans");
    // a half-written title of a new plan is not swept away by news that change nothing here
    if (JSON.stringify(all) === shown) return;
    shown = JSON.stringify(all);
    replaceChildren(inside, list(all));
  };
  await draw();
  return draw;
}

function list(all) {
  return [
    h("div", { class: "stack measure" }, h("h1", {}, t("plans")), h("p", { class: "soft" }, t("plansLead"))),
    part("plansYours", all.own, own, all.own.length ? null : t("plansNone"), beginning()),
    part("plansStarters", all.starters, (plan) => shipped(plan, all)),
    part("plansShipped", all.shipped, (plan) => shipped(plan, all)),
  ];
}

function part(title, plans, card, none = null, after = null) {
  if (!plans.length && !none) return null;
  return h(
    "section",
    { "aria-label": t(title) },
    h("h2", {}, t(title)),
    none ? h("p", { class: "measure" }, none) : h("ul", { role: "list", class: "cards" }, plans.map(card)),
    after,
  );
}

function head(plan) {
  return [
    h("h3", {}, plan.title),
    plan.state ? h("span", { class: "tag" }, plan.state) : null,
    plan.facts.length ? h("p", { class: "soft small" }, plan.facts.join(" · ")) : null,
    plan.about ? h("p", {}, plan.about) : null,
  ];
}

function own(plan) {
  const word = t(plan.problems.length ? "plansMend" : "plansChange");
  return h(
    "li",
    { class: "card" },
    head(plan),
    plan.mend ? h("p", {}, h("strong", {}, plan.mend)) : null,
    plan.problems.length
      ? h(
          "ul",
          { class: "mend small" },
          plan.problems.map((problem) => h("li", {}, sentence(problem))),
        )
      : null,
    h(
      "div",
      { class: "row" },
      h(
        "a",
        {
          class: "button",
          href: plan.problems.length ? plan.to : `${plan.to}/form`,
          "aria-label": t("plansChangeOf", word, plan.title),
        },
        word,
      ),
    ),
  );
}

function shipped(plan, { replaces }) {
  const use = (replace) =>
    tryOrToast(async () => {
      location.href = `${(await post(`/plans/${encodeURIComponent(plan.name)}/use`, { replace })).to}/form`;
    });
  const press = (label, replace, kind = null) => h("button", { class: kind, onclick: () => use(replace) }, t(label));
  return h(
    "li",
    { class: "card" },
    head(plan),
    h(
      "details",
      {},
      h("summary", { "aria-label": t("plansChangeOf", t("plansUse"), plan.title) }, t("plansUse")),
      h(
        "div",
        { class: "stack" },
        h("p", {}, sentence(plan.asks || plan.signs)),
        plan.asks || !replaces ? null : asked(replaces, plan.clashes),
        h(
          "div",
          { class: "row" },
          plan.asks
            ? null
            : replaces
              ? [press("plansAddBeside", false, "primary"), press("plansReplace", true)]
              : press("plansUseNow", false, "primary"),
          plan.asks ? h("a", { class: "button quiet", href: "/help" }, t("help")) : null,
        ),
      ),
    ),
  );
}

function asked(replaces, clashes) {
  return [
    h("p", {}, replaces),
    clashes.length
      ? h(
          "div",
          { class: "small" },
          t("plansClashes"),
          h(
            "ul",
            {},
            clashes.map((each) => h("li", {}, each)),
          ),
        )
      : null,
  ];
}

function beginning() {
  const title = h("input", { id: "plans-new", name: "title", required: true, maxlength: 80, autocomplete: "off" });
  const begin = (sent) => {
    sent.preventDefault();
    tryOrToast(async () => {
      location.href = `${(await post("/plans", { title: title.value })).to}/form`;
    });
  };
  return h(
    "details",
    { class: "measure" },
    h("summary", {}, t("plansNew")),
    h(
      "form",
      { onsubmit: begin },
      h("label", { for: "plans-new" }, t("plansNewName")),
      title,
      h("button", { class: "primary" }, t("plansNewMake")),
    ),
  );
}
