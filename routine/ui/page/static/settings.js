// Knows how the settings look, and that what is typed is checked at once; must not know what any of them does.

import { get, post } from "./api.js";
import { h, replaceChildren } from "./dom.js";
import { keepingFocus, toldWithUndo } from "./occurrence.js";
import { sentence, t } from "./i18n.js";
import { toast, tryOrToast } from "./toast.js";

const PATIENCE = 300; // milliseconds without a key before what is typed is looked at

export async function show(main, { titled }) {
  titled(t("settings"));
  document.head.append(h("link", { rel: "stylesheet", href: "/static/plans.css" }));
  const root = h("div", { class: "form settings" });
  replaceChildren(main, root);
  let shown = "";
  async function draw() {
    const all = await get("/settings");
    if (JSON.stringify(all) === shown) return;
    shown = JSON.stringify(all);
    keepingFocus(root, () => replaceChildren(root, parts(all, { save, again: draw })));
  }
  const save = (key, value) =>
    tryOrToast(async () => {
      const { said } = await post("/settings", { key, value });
      if (said) toldWithUndo(said);
      await draw();
    });
  await draw();
  return () => draw();
}

function parts(all, actions) {
  return [
    h(
      "div",
      { class: "stack" },
      h("h1", { tabindex: "-1" }, t("settings")),
      h("p", { class: "soft" }, t("settingsLead")),
    ),
    all.problems.map((problem) => h("p", { class: "note warm" }, sentence(problem))),
    here(all, actions),
    h(
      "div",
      { class: "fields" },
      all.settings.map((each) => setting(each, actions)),
    ),
  ];
}

function here({ runs, atLogin }, { again }) {
  const press = (path, given = {}) =>
    tryOrToast(async () => {
      toast((await post(path, given)).said, { seconds: 12 });
      await again();
    });
  const login = h("input", {
    type: "checkbox",
    checked: atLogin,
    "data-focus": "login",
    onchange: () => press("/running/login", { on: login.checked }),
  });
  return h(
    "section",
    { class: "card stack", "aria-labelledby": "settings-here" },
    h("h2", { id: "settings-here" }, t("settingsHere")),
    runs
      ? h("p", {}, t("runningIsOn"))
      : h("div", {}, h("button", { "data-focus": "run", onclick: () => press("/running/start") }, t("runningStart"))),
    h("label", {}, login, h("span", {}, t("settingsLogin"))),
  );
}

function setting(each, { save }) {
  const hint = h("span", { class: "soft small", id: `hint-${each.key}` }, sentence(each.hint));
  const wrong = h("span", { class: "warm small", role: "status" });
  if (each.tags.length) return tags(each, hint, save);
  const given = { id: each.key, "data-focus": each.key, "aria-describedby": hint.id };
  const field = each.choices.length ? choice(each, given, save) : typed(each, given, wrong, save);
  return h(
    "div",
    { class: "field" },
    h("label", { for: each.key }, each.title),
    field,
    hint,
    wrong,
    each.elsewhere ? h("span", { class: "soft small" }, each.elsewhere) : null,
  );
}

function choice(each, given, save) {
  const field = h(
    "select",
    { ...given, onchange: () => save(each.key, field.value) },
    each.choices.map(({ value, label }) => h("option", { value, selected: value === each.value }, label)),
  );
  return field;
}

function typed(each, given, wrong, save) {
  let timer = 0;
  const look = async () => {
    const value = field.value;
    const said = await post("/settings/check", { key: each.key, value }).then(
      () => "",
      (problem) => [problem.message, problem.hint].filter(Boolean).join(" "),
    );
    if (value !== field.value) return;
    replaceChildren(wrong, said ? sentence(said) : null);
    field.setAttribute("aria-invalid", String(Boolean(said)));
  };
  const field = h("input", {
    ...given,
    type: "text",
    value: each.value,
    autocomplete: "off",
    maxlength: 200,
    oninput: () => {
      clearTimeout(timer);
      timer = setTimeout(look, PATIENCE);
    },
    onchange: async () => {
      clearTimeout(timer);
      await look();
      if (field.getAttribute("aria-invalid") !== "true" && field.value !== each.value) save(each.key, field.value);
    },
  });
  return field;
}

/** Many of one kind: each on or off. */
function tags(each, hint, save) {
  return h(
    "details",
    { class: "fold whole", "data-focus": each.key },
    h("summary", { "data-focus": `${each.key} summary` }, h("h2", {}, each.title), hint),
    h(
      "div",
      { class: "row stack" },
      each.tags.map((tag) =>
        h(
          "button",
          {
            class: "chip",
            "aria-pressed": String(tag.on),
            "data-focus": `avoid ${tag.value}`,
            value: tag.value,
            onclick: ({ currentTarget }) => {
              currentTarget.setAttribute("aria-pressed", String(!tag.on));
              const on = [...currentTarget.parentElement.querySelectorAll('[aria-pressed="true"]')];
              save(each.key, `[${on.map((one) => JSON.stringify(one.value)).join(", ")}]`);
            },
          },
          tag.label,
        ),
      ),
    ),
  );
}
