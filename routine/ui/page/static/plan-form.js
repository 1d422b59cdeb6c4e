// Knows how the form of a plan looks and which change each of its fields is; must not know what a plan's text is.

import { get, post } from "./api.js";
import { h, replaceChildren } from "./dom.js";
import { keepingFocus, timeField, toldWithUndo } from "./occurrence.js";
import { sentence, t } from "./i18n.js";
import { tryOrToast } from "./toast.js";

export async function showForm(main, { name, titled }) {
  const path = `/plans/${encodeURIComponent(name)}`;
  const root = h("div", { class: "form" });
  replaceChildren(main, root);
  let shown = "";
  async function draw() {
    const plan = await get(`${path}/form`);
    titled(plan.title);
    // what is half typed is not swept away by news that change nothing here
    if (JSON.stringify(plan) === shown) return;
    shown = JSON.stringify(plan);
    keepingFocus(root, () => replaceChildren(root, parts(plan, actions)));
  }
  const actions = {
    save: (edits) => send("/form", { edits }),
    change: async (change, draft = false) => {
      const done = await send("/change", { change, draft });
      if (done && change === "remove") location.assign("/plans");
    },
    add: (given) => send("/add", given),
    drop: (id) => send("/drop", { session: id }),
  };
  /** @type {Promise<any>} */
  let before = Promise.resolve();
  /** One after the other: each is a change of the text that the one before it left. */
  const send = (what, given) => {
    before = before.then(() => sending(what, given));
    return before;
  };
  async function sending(what, given) {
    const done = await tryOrToast(async () => {
      toldWithUndo((await post(path + what, given)).said);
      return true;
    });
    if (!done) shown = ""; // what was pressed does not hold: the form says again what the text does
    if (!done || given.change !== "remove") await tryOrToast(draw);
    return done;
  }
  await draw();
  return (what) => ("plans" in what || "journal" in what ? draw() : null);
}

function parts(plan, actions) {
  const here = `/plans/${encodeURIComponent(plan.name)}`;
  return [
    h(
      "div",
      { class: "head" },
      h("h1", { tabindex: "-1" }, plan.title),
      plan.state ? h("span", { class: "tag" }, plan.state) : null,
      h("a", { href: "/plans" }, t("plansAll")),
    ),
    h(
      "nav",
      { class: "row tabs", "aria-label": t("plansYours") },
      h("a", { class: "chip", href: `${here}/form`, "aria-current": "page" }, t("formForm")),
      plan.own ? h("a", { class: "chip", href: here }, t("formText")) : null,
    ),
    plan.mend
      ? h("p", { class: "note warm" }, t("formMend"), " ", h("a", { href: here }, t("formByHand")))
      : whole(plan, actions, here),
  ];
}

function whole(plan, actions, here) {
  return [
    plan.draft
      ? h(
          "p",
          { class: "note row" },
          t("formDraft"),
          " ",
          h(
            "button",
            { class: "primary", "data-focus": "use", onclick: () => actions.change("resume", true) },
            t("formUse"),
          ),
        )
      : null,
    h(
      "section",
      { class: "stack", "aria-labelledby": "form-when" },
      h("h2", { id: "form-when" }, t("formSessions")),
      plan.sessions.map((each) => session(each, actions, here)),
      adding(actions),
    ),
    fold("formLeaveOut", chosen(plan.avoid), leavingOut(plan, actions)),
    fold("formReminders", "", reminders(plan, actions)),
    fold("formTitle", "", naming(plan, actions)),
    plan.changes.length
      ? h(
          "div",
          { class: "row changes" },
          plan.changes.map((each) => verb(each, actions)),
        )
      : null,
  ];
}

const chosen = (tags) =>
  tags
    .filter((each) => each.on)
    .map((each) => each.label)
    .join(", ");

function fold(label, beside, inside) {
  return h(
    "details",
    { class: "fold", "data-focus": label },
    h(
      "summary",
      { "data-focus": `${label} summary` },
      h("h2", {}, t(label)),
      beside ? h("span", { class: "soft small" }, beside) : null,
    ),
    inside,
  );
}

function session(each, actions, here) {
  const [id] = each.ids;
  const say = (key, value) => actions.save(each.ids.map((one) => ({ session: one, key, value })));
  return h(
    "div",
    { class: "card stack" },
    h("div", {}, h("h3", {}, each.title), each.note ? h("p", { class: "soft small" }, each.note) : null),
    each.byForm
      ? h("div", { class: "when-row" }, dayChips(each, say), each.every.every ? interval(each, say) : times(each, say))
      : h("p", { class: "row" }, each.says, h("a", { class: "button quiet", href: here }, t("formByHand"))),
    each.length ? h("div", { class: "when-row" }, valueField(each, "for", each.length, "formLong", say)) : null,
    each.ids.length === 1
      ? h(
          "div",
          {},
          h(
            "button",
            {
              class: "quiet small drop",
              "aria-label": t("plansChangeOf", t("formDrop"), each.title),
              "data-focus": `${id} drop`,
              onclick: () => actions.drop(id),
            },
            t("formDrop"),
          ),
        )
      : null,
  );
}

/** One press, one change: each day is a chip that is on or off. */
function dayChips(each, say) {
  return h(
    "div",
    { class: "row", role: "group", "aria-label": t("plansChangeOf", t("formDays"), each.title) },
    each.days.map((day) =>
      h(
        "button",
        {
          class: "chip",
          "aria-pressed": String(day.on),
          "aria-label": day.name,
          "data-focus": `${each.ids[0]} ${day.value}`,
          value: day.value,
          onclick: ({ currentTarget }) => say("days", pressedBeside(currentTarget)),
        },
        day.label,
      ),
    ),
  );
}

/** Turns one chip over, and gives the values of those beside it that are on then. */
function pressedBeside(chip) {
  chip.setAttribute("aria-pressed", String(chip.getAttribute("aria-pressed") !== "true"));
  return [...chip.parentElement.querySelectorAll('[aria-pressed="true"]')].map((one) => one.value);
}

function times(each, say) {
  const row = h("div", { class: "row" });
  const fields = () => [...row.querySelectorAll("input")].map((one) => one.value.trim()).filter(Boolean);
  const field = (value, place) =>
    timeField(`${each.ids[0]} at ${place}`, {
      value,
      "aria-label": t("plansChangeOf", t("formAt"), each.title),
      onchange: () => {
        if (fields().join() !== each.at.join()) say("at", fields());
      },
    });
  const more = h(
    "button",
    {
      class: "quiet",
      "aria-label": t("plansChangeOf", t("formMoreTime"), each.title),
      "data-focus": `${each.ids[0]} more`,
      onclick: () => {
        const added = field("", each.at.length);
        more.before(added);
        added.focus();
      },
    },
    t("formMoreTime"),
  );
  replaceChildren(row, h("span", { "aria-hidden": "true" }, t("formAt")), each.at.map(field), more);
  return row;
}

/** Every so often, in a part of the day. */
function interval(each, say) {
  return [
    valueField(each, "every", each.every.every, "formEvery", say),
    valueField(each, "between", each.every.between, "formBetween", say),
  ];
}

/** One key of a session, with its name beside it. */
function valueField(each, key, value, label, say) {
  const input = h("input", {
    type: "text",
    value,
    size: Math.max(6, value.length + 1),
    maxlength: 40,
    autocomplete: "off",
    "aria-label": t("plansChangeOf", t(label), each.title),
    "data-focus": `${each.ids[0]} ${key}`,
    onchange: () => say(key, input.value),
  });
  return h("label", { class: "row" }, h("span", { "aria-hidden": "true" }, t(label)), input);
}

function adding(actions) {
  const what = h("select", { name: "what", id: "form-what", required: true, "data-focus": "add what" });
  const at = timeField("add at", { id: "form-at", required: true });
  const long = plainField("form-long", "add for");
  const every = plainField("form-every", "add every");
  const between = plainField("form-between", "add between");
  const often = h("input", { type: "checkbox", id: "form-often", "data-focus": "add often" });
  const atRow = h("label", { for: "form-at" }, t("formAddAt"), at);
  const longRow = h("label", { for: "form-long", hidden: true }, t("formLong"), long);
  const oftenRow = h(
    "div",
    { class: "row", hidden: true },
    h("label", { for: "form-every" }, t("formEvery"), every, hinted("formEveryHint")),
    h("label", { for: "form-between" }, t("formBetween"), between, hinted("formBetweenHint")),
  );
  often.addEventListener("change", () => {
    atRow.hidden = often.checked;
    oftenRow.hidden = !often.checked;
    at.required = !often.checked;
    every.required = between.required = often.checked;
  });
  /** Only what is done for a time has a length; as long as usual, until somebody says otherwise. */
  const choose = () => {
    const usual = what.selectedOptions[0]?.dataset.length ?? "";
    longRow.hidden = !usual;
    long.value = usual;
  };
  what.addEventListener("change", choose);
  const days = h("div", { class: "row", role: "group", "aria-label": t("formDays") });
  const now = h("button", { class: "primary", "data-focus": "add now", disabled: true }, t("formAddNow"));
  const box = h("details", { class: "fold", "data-focus": "adding" });
  box.addEventListener("toggle", () => box.open && tryOrToast(fill));
  async function fill() {
    if (what.options.length) return;
    const { choices, week } = await get("/plans-choices");
    what.append(
      ...choices.map((group) =>
        h(
          "optgroup",
          { label: group.title },
          group.rows.map((row) => h("option", { value: row.value, "data-length": row.length }, row.label)),
        ),
      ),
    );
    days.append(
      ...week.map((day) => {
        const chip = h(
          "button",
          {
            type: "button",
            class: "chip",
            "aria-pressed": String(day.on),
            "aria-label": day.name,
            value: day.value,
            "data-focus": `add ${day.value}`,
            onclick: () => pressedBeside(chip),
          },
          day.label,
        );
        return chip;
      }),
    );
    const wanted = new URLSearchParams(location.search).get("add");
    if (wanted) what.value = wanted;
    choose();
    now.disabled = false;
  }
  if (new URLSearchParams(location.search).has("add")) box.open = true;
  return replaceChildren(
    box,
    h("summary", { class: "add", "data-focus": "adding summary" }, t("formAdd")),
    h(
      "form",
      {
        class: "stack",
        onsubmit: (sent) => {
          sent.preventDefault();
          const on = [...days.querySelectorAll('[aria-pressed="true"]')].map((each) => each.value);
          const when = often.checked ? { every: every.value, between: between.value } : { at: [at.value] };
          const length = long.value === what.selectedOptions[0]?.dataset.length ? "" : long.value;
          actions.add({ what: what.value, days: on, length, at: [], ...when });
        },
      },
      h("label", { for: "form-what" }, t("formAddWhat"), what),
      days,
      longRow,
      h("label", { class: "row", for: "form-often" }, often, t("formOften")),
      atRow,
      oftenRow,
      h("div", {}, now),
    ),
  );
}

const hinted = (hint) => h("span", { class: "soft small" }, t(hint));

const plainField = (id, focus) =>
  h("input", { type: "text", id, size: 12, maxlength: 40, autocomplete: "off", "data-focus": focus });

function leavingOut(plan, actions) {
  return h(
    "div",
    { class: "stack" },
    h("p", { class: "soft" }, t("formLeaveOutLead")),
    h(
      "div",
      { class: "row" },
      plan.avoid.map((tag) =>
        h(
          "button",
          {
            class: "chip",
            "aria-pressed": String(tag.on),
            "data-focus": `avoid ${tag.value}`,
            value: tag.value,
            onclick: ({ currentTarget }) => actions.save([{ key: "avoid", value: pressedBeside(currentTarget) }]),
          },
          tag.label,
        ),
      ),
    ),
    plan.notes.length
      ? h(
          "ul",
          { class: "small" },
          plan.notes.map((note) => h("li", {}, sentence(note))),
        )
      : null,
  );
}

const REMINDERS = [
  ["again_after", "formAgain", "formLengthHint"],
  ["give_up_after", "formGiveUp", "formLengthHint"],
  ["snooze", "formSnooze", "formLengthHint"],
  ["quiet", "formQuiet", "formQuietHint"],
];
const LISTS = ["snooze", "quiet"];

function reminders(plan, actions) {
  return h(
    "div",
    { class: "fields" },
    REMINDERS.map(([key, label, hint]) => {
      const input = h("input", {
        type: "text",
        value: plan.remind[key],
        maxlength: 100,
        autocomplete: "off",
        "data-focus": key,
        onchange: () => actions.save([{ key: `remind.${key}`, value: listed(key, input.value) }]),
      });
      return h(
        "label",
        { class: "field" },
        h("span", {}, t(label)),
        input,
        h("span", { class: "soft small" }, t(hint)),
      );
    }),
  );
}

const listed = (key, said) =>
  LISTS.includes(key)
    ? said
        .split(",")
        .map((one) => one.trim())
        .filter(Boolean)
    : said;

function naming(plan, actions) {
  const title = h("input", {
    type: "text",
    value: plan.title,
    maxlength: 80,
    required: true,
    autocomplete: "off",
    "data-focus": "title",
    onchange: () => actions.save([{ key: "title", value: title.value }]),
  });
  const weeks = h("input", {
    type: "number",
    min: 1,
    max: 520,
    value: plan.weeks ?? "",
    "data-focus": "weeks",
    onchange: () => actions.save([{ key: "weeks", value: weeks.value ? Number(weeks.value) : null }]),
  });
  return h(
    "div",
    { class: "fields" },
    h("label", { class: "field" }, h("span", {}, t("formTitle")), title),
    h(
      "label",
      { class: "field" },
      h("span", {}, t("formWeeks")),
      weeks,
      h("span", { class: "soft small" }, t("formWeeksHint")),
    ),
  );
}

function verb(each, actions) {
  const button = h(
    "button",
    {
      class: each.change === "remove" ? "quiet" : null,
      "data-focus": `verb ${each.change}`,
      onclick: () => {
        // it can be undone, but a plan is more than a press
        if (each.change !== "remove" || button.textContent === t("formSure")) actions.change(each.change);
        else replaceChildren(button, t("formSure"));
      },
    },
    each.say,
  );
  return button;
}
