// Knows how one occurrence stands in a list, and how its answers are pressed; must not know which view it is in.

import { keyPath, post } from "./api.js";
import { h } from "./dom.js";
import { sentence, t } from "./i18n.js";
import { openCheck } from "./opening-check.js";
import { toast, tryOrToast } from "./toast.js";

/** Put these in the place of the children; what is there already is not touched, so that it keeps its focus. */
export function reconcile(parent, ...inside) {
  const wanted = inside.flat(9).filter(Boolean);
  for (const child of [...parent.children]) if (!wanted.includes(child)) child.remove();
  wanted.forEach((child, place) => {
    if (parent.children[place] !== child) parent.insertBefore(child, parent.children[place] ?? null);
  });
}

/** Makes an element anew only when what it shows has changed. */
export function memoised() {
  let kept = new Map();
  let next = new Map();
  return {
    keep(name, shown, make) {
      const told = JSON.stringify(shown);
      const had = kept.get(name) ?? next.get(name);
      const element = had?.told === told ? had.element : make(shown);
      next.set(name, { told, element });
      return element;
    },
    turn() {
      kept = next;
      next = new Map();
    },
  };
}

const LONGEST_TIMER = 2 ** 31 - 1;

/** Time alone changes what is due: draw again in so many milliseconds, unless that is asked for anew before. */
export function redrawTimer(draw) {
  let timer = 0;
  return (milliseconds) => {
    clearTimeout(timer);
    timer = setTimeout(() => tryOrToast(draw), Math.min(milliseconds, LONGEST_TIMER));
  };
}

export function facts(row) {
  return [row.minutes, row.practice].filter(Boolean).join(" · ");
}

const pressed = new Set();

/**
 * Do what a button says, and tell what came of it. One answer to one occurrence at a time: the second of two quick
 * presses would be refused.
 */
export async function press(row, answer, given = {}) {
  if (pressed.has(row.key)) return;
  pressed.add(row.key);
  await tryOrToast(() => answering(row, answer, given));
  pressed.delete(row.key);
}

async function answering(row, answer, given) {
  const path = `/session/${keyPath(row.key)}`;
  if (answer === "go on") {
    location.assign(path);
    return;
  }
  if (answer === "start") {
    const { check } = await post(`${path}/start`, given);
    const later = () => press(row, answer, { ...given, later: true });
    // the view of the session asks it as well, but knows of no shorter version
    if (check && given.short) openCheck(document.querySelector("main"), check, later);
    else location.assign(path);
    return;
  }
  const { said } = await post(`/answer/${keyPath(row.key)}`, { answer, ...given });
  toldWithUndo(said);
}

/** What came of a press, and a way back. */
export function toldWithUndo(said) {
  const undo = async () => toast((await post("/undo")).said, { seconds: 12 });
  toast(said, { seconds: 20, undo });
}

export function buttons(row, presses) {
  return presses.map((each) =>
    h(
      "button",
      {
        class: each.primary ? "primary" : null,
        "aria-label": each.name,
        "data-focus": `${row.key} ${each.answer} ${each.length ?? ""}`,
        onclick: (click) => {
          // the second of a double click may meet another row, which has moved up meanwhile
          if (click.detail < 2) press(row, each.answer, each.length ? { length: each.length } : {});
        },
      },
      each.say,
    ),
  );
}

/** What comes second: the other answers, when it was done, why it is excused. A button, and what it opens. */
export function moreAnswers(row, label, presses, without = []) {
  const { done, excuse, move } = row.answers;
  if (!presses.length && !done && !excuse && !move) return null;
  return opening(
    `${row.key} more`,
    label,
    `${row.title}, ${row.when}`,
    h(
      "div",
      { class: "panel", hidden: true },
      presses.length ? h("div", { class: "row" }, buttons(row, presses)) : null,
      move && !without.includes("move") ? moveForm(row) : null,
      done ? doneForm(row) : null,
      excuse ? excuseForm(row) : null,
    ),
  );
}

export function opening(name, label, about, panel) {
  panel.id = `panel ${name}`.replaceAll(/\W/g, "-");
  const button = h(
    "button",
    {
      class: "quiet opens",
      "aria-expanded": "false",
      "aria-controls": panel.id,
      "data-focus": name,
      onclick: () => {
        panel.hidden = !panel.hidden;
        button.setAttribute("aria-expanded", String(!panel.hidden));
      },
    },
    t(label),
    h("span", { class: "unseen" }, `: ${about}`),
  );
  return [button, panel];
}

function doneForm(row) {
  const at = timeField(`${row.key} at`);
  const label = row.answers.doneLabel;
  return form(
    row,
    "done",
    () => (at.value ? { at: at.value } : {}),
    label,
    [h("label", {}, t(`${label}At`), at)],
    "agendaDoneHint",
  );
}

/** A time of day, typed in whatever way: a browser's own field would ask for am and pm in a country without them. */
export function timeField(focus, given = {}) {
  return h("input", {
    type: "text",
    name: "at",
    class: "time",
    size: 8,
    maxlength: 12,
    placeholder: "18:00",
    autocomplete: "off",
    "data-focus": focus,
    ...given,
  });
}

export function moveForm(row) {
  const at = timeField(`${row.key} move`, { required: true });
  return form(
    row,
    "move",
    () => ({ at: at.value }),
    "agendaMove",
    [h("label", {}, t("agendaMoveAt"), at)],
    "agendaMoveHint",
  );
}

function excuseForm(row) {
  const why = h("input", {
    type: "text",
    name: "why",
    maxlength: 200,
    autocomplete: "off",
    "data-focus": `${row.key} why`,
  });
  return form(
    row,
    "excuse",
    () => ({ why: why.value }),
    "agendaExcuse",
    [h("label", {}, t("agendaWhy"), why)],
    "agendaExcuseHint",
  );
}

function form(row, answer, given, label, fields, hint) {
  return h(
    "form",
    {
      onsubmit: (submitted) => {
        submitted.preventDefault();
        press(row, answer, given());
      },
    },
    fields,
    h(
      "button",
      { "aria-label": t("agendaFor", t(label), row.title), "data-focus": `${row.key} ${answer} form` },
      t(label),
    ),
    h("span", { class: "soft small hint" }, t(hint)),
  );
}

/**
 * Draw by `draw`, and leave the keyboard where it was. Where that is gone, at the heading of what took its place, and
 * not on a button: whoever presses once more would answer for another session.
 */
export function keepingFocus(root, draw) {
  const before = /** @type {HTMLElement} */ (document.activeElement);
  const name = root.contains(before) ? (before.dataset.focus ?? "") : null;
  const places = [...root.querySelectorAll("[data-focus]")];
  const place = places.indexOf(before);
  const open = new Set([...root.querySelectorAll('[aria-expanded="true"]')].map((each) => each.dataset.focus));
  const unfolded = new Set([...root.querySelectorAll("details[open]")].map((each) => each.dataset.focus));
  const typed = new Map(
    [...root.querySelectorAll("input[data-focus]")].map((each) => [each.dataset.focus, each.value]),
  );
  draw();
  for (const each of root.querySelectorAll('[aria-expanded="false"]')) if (open.has(each.dataset.focus)) each.click();
  for (const each of root.querySelectorAll("details")) if (unfolded.has(each.dataset.focus)) each.open = true;
  for (const each of root.querySelectorAll("input[data-focus]"))
    if (!each.value && typed.get(each.dataset.focus)) each.value = typed.get(each.dataset.focus);
  if (name === null || document.activeElement === before) return;
  const seen = [...root.querySelectorAll("[data-focus]")].filter(
    (each) => each.matches("button, summary, a, input") && each.checkVisibility(),
  );
  const same = name && seen.find((each) => each.dataset.focus === name);
  const near = seen[Math.max(0, Math.min(place, seen.length - 1))]?.closest("li, section, details");
  (same || near?.querySelector("h3, summary") || root.querySelector("h1"))?.focus({ preventScroll: true });
}

/** Below a list that goes on: a press shows all of it. */
export function rest(name, text, open) {
  return h("button", { class: "quiet rest", "data-focus": `all ${name}`, onclick: () => open(name) }, text);
}

function startReminders() {
  const start = () => tryOrToast(async () => toast((await post("/running/start")).said, { seconds: 12 }));
  return h("button", { "data-focus": "start reminders", onclick: start }, t("runningStart"));
}

/** What stands above the day or the week when there is something to know. */
export function notes(given) {
  return given.notes.map((note) =>
    h(
      "p",
      { class: note.help ? "note warm" : note.starts || note.begins ? "note row" : "note" },
      sentence(note.text),
      " ",
      note.help ? h("a", { href: "/help" }, t("help")) : null,
      note.to ? h("a", { href: note.to, class: note.begins ? "button primary" : null }, note.say) : null,
      note.starts ? startReminders() : null,
    ),
  );
}
