// Knows how a text is typed beside its line numbers; must not know what it says.

import { h, replaceChildren } from "./dom.js";
import { t } from "./i18n.js";
import { MOST, coloured } from "./toml-colours.js";

const INDENT = "  ";

export function createEditor({ changed, save }) {
  const numbers = h("div", { class: "numbers" });
  const gutter = h("div", { class: "gutter", "aria-hidden": "true" });
  const hint = h("p", { class: "soft small", id: "plan-hint" }, t("plansTextHint"));
  const area = h("textarea", {
    spellcheck: "false",
    autocomplete: "off",
    autocapitalize: "off",
    wrap: "off",
    "aria-labelledby": "plan-text",
    "aria-describedby": "plan-hint",
  });
  // lies under the text, letter on letter: a field for typing has one colour
  const letters = h("pre", {});
  const colours = h("div", { class: "colours", "aria-hidden": "true" }, letters);
  const element = h("div", { class: "paper" }, gutter, h("div", { class: "sheet" }, colours, area));
  let lines = 0;
  let leaves = false; // Esc was pressed: the next Tab goes on to what comes after
  replaceChildren(gutter, numbers);

  function count() {
    const now = area.value.split("\n").length;
    if (now === lines) return;
    lines = now;
    numbers.textContent = Array.from({ length: lines }, (_, line) => line + 1).join("\n");
  }

  /** As typing does it, so that it can be undone. */
  function type(text) {
    document.execCommand(text ? "insertText" : "delete", false, text);
  }

  /** Each line of which something is chosen, moved in or out; the same lines stay chosen. */
  function shift(moved) {
    const { selectionStart: from, selectionEnd: to, value } = area;
    const first = value.lastIndexOf("\n", from - 1) + 1;
    // a line of which only the beginning is touched is not chosen
    const last = to > from && value[to - 1] === "\n" ? to - 1 : (value.indexOf("\n", to) + 1 || value.length + 1) - 1;
    const before = value.slice(first, last);
    const after = before.split("\n").map(moved).join("\n");
    if (after === before) return;
    area.setSelectionRange(first, last);
    type(after);
    const more = after.length - before.length;
    if (to > from) area.setSelectionRange(first, first + after.length);
    else area.setSelectionRange(Math.max(first, from + more), Math.max(first, from + more));
  }

  const follow = () => {
    gutter.scrollTop = area.scrollTop;
    colours.style.setProperty("--down", `${-area.scrollTop}px`);
    colours.style.setProperty("--along", `${-area.scrollLeft}px`);
  };
  const colour = () => {
    const plain = area.value.length > MOST;
    element.classList.toggle("plain", plain);
    replaceChildren(letters, plain ? "" : coloured(area.value));
  };
  area.addEventListener("scroll", follow);
  area.addEventListener("blur", () => {
    leaves = false;
  });
  area.addEventListener("input", () => {
    count();
    colour();
    follow();
    changed();
  });
  area.addEventListener("keydown", (stroke) => {
    if (stroke.key === "Tab" && !stroke.ctrlKey && !stroke.altKey && !stroke.metaKey && !leaves) {
      stroke.preventDefault();
      if (stroke.shiftKey) shift((line) => line.replace(/^(?: {1,2}|\t)/, ""));
      else if (area.selectionStart === area.selectionEnd) type(INDENT);
      else shift((line) => (line ? INDENT + line : line));
    } else if (stroke.key !== "Tab" && stroke.key !== "Shift") {
      leaves = stroke.key === "Escape";
    }
  });
  addEventListener("keydown", (stroke) => {
    if (stroke.key.toLowerCase() === "s" && (stroke.ctrlKey || stroke.metaKey) && !stroke.altKey && !stroke.shiftKey) {
      stroke.preventDefault();
      save();
    }
  });

  /** Where a line and column are in the text; columns count letters, not the halves some are stored in. */
  function place(line, column) {
    const all = area.value.split("\n");
    const before = all.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
    return (
      before +
      Array.from(all[line - 1] ?? "")
        .slice(0, column - 1)
        .join("").length
    );
  }

  return {
    element,
    hint,
    text: () => area.value,
    focus: () => area.focus(),
    set(text) {
      const at = Math.min(area.selectionStart, text.length);
      const top = area.scrollTop;
      area.value = text;
      area.setSelectionRange(at, at);
      area.scrollTop = top;
      count();
      colour();
      follow();
      changed();
    },
    mark(problems) {
      const marked = [...new Set(problems.map((problem) => problem.line))].filter((line) => line > 0 && line <= lines);
      replaceChildren(
        gutter,
        numbers,
        marked.map((line) => {
          const mark = h("div", { class: "mark" }, "!", h("span", {}, String(line)));
          mark.style.setProperty("--line", line);
          return mark;
        }),
      );
      const wrong = marked.map((line) => {
        const band = h("div", { class: "wrong" });
        band.style.setProperty("--line", line);
        return band;
      });
      replaceChildren(colours, wrong, letters);
      follow();
      if (problems.length) area.setAttribute("aria-invalid", "true");
      else area.removeAttribute("aria-invalid");
    },
    /** Puts `text` in the place of so many letters there, as typing does it. */
    put(line, column, length, text) {
      area.focus();
      area.setSelectionRange(place(line, column), place(line, column + length));
      type(text);
    },
    go(line, column) {
      const at = place(line, column);
      area.focus();
      area.setSelectionRange(at, at);
      const height = area.scrollHeight / Math.max(1, lines);
      area.scrollTop = Math.max(0, (line - 4) * height);
      follow();
    },
  };
}
