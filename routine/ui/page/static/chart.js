// Knows how the marks of a chart are painted, as wide as there is room; must not know dates, or what is counted.

import { h } from "./dom.js";
import { t } from "./i18n.js";
import { make } from "./svg.js";

const LEFT = 28;
const BELOW = 24;
const ABOVE = 8;
const heightOf = (one) => (one.is_small ? 110 : 200);
/** Between two words below the axis. */
const APART = 64;
const HATCH = 5;

/** A figure: what it says, its marks, and the same as a table. */
export function chart(one, extra = null) {
  const box = h("div", { class: "plot" });
  const figure = h(
    "figure",
    { class: `chart ${one.name}` },
    h("figcaption", {}, h(one.is_small ? "h3" : "h2", {}, one.title), h("p", {}, one.said)),
    box,
    one.is_small ? null : legend(one),
    extra,
    table(one),
  );
  let drawn = 0;
  new ResizeObserver(() => {
    const width = Math.floor(box.clientWidth);
    if (!width || width === drawn) return;
    drawn = width;
    box.replaceChildren(painted(one, width));
  }).observe(box);
  return figure;
}

function painted(one, width) {
  const height = heightOf(one);
  const ids = [`${one.name}-title`, `${one.name}-said`];
  const root = make("svg", {
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    role: "img",
    "aria-labelledby": ids.join(" "),
  });
  make("title", { id: ids[0] }, root).textContent = one.title;
  make("desc", { id: ids[1] }, root).textContent = one.said;
  const x = (at) => LEFT + at * (width - LEFT - 8);
  const y = (at) => ABOVE + (1 - at) * (height - ABOVE - BELOW);
  make("line", { class: "axis", x1: x(0), x2: x(1), y1: y(0), y2: y(0) }, root);
  ticks(one, root, x, y, height);
  for (const each of one.bars) bar(each, root, x, y);
  for (const each of one.runs)
    make("line", { class: "median", x1: x(each.x), x2: x(each.x2), y1: y(each.y), y2: y(each.y) }, root);
  for (const each of one.dots) make("circle", { class: "rating", cx: x(each.x), cy: y(each.y), r: 4 }, root);
  for (const at of one.silent) make("text", { class: "silent", x: x(at), y: y(0) - 6 }, root).textContent = "–";
  return root;
}

function ticks(one, root, x, y, height) {
  let last = -APART;
  for (const each of one.ticks) {
    if (each.is_left) {
      make("text", { class: "left", x: LEFT - 8, y: y(each.at) + 4 }, root).textContent = each.text;
      make("line", { class: "rule", x1: x(0), x2: x(1), y1: y(each.at), y2: y(each.at) }, root);
    } else if (x(each.at) - last >= APART && x(each.at) < x(1) - 16) {
      last = x(each.at);
      make("text", { class: "below", x: last, y: height - 6 }, root).textContent = each.text;
    }
  }
}

/** Told apart by how it is filled: whole, pale with an edge, an edge alone, hatched. */
function bar(each, root, x, y) {
  const left = x(each.x);
  const top = y(each.y + each.h);
  const w = x(each.x + each.w) - left;
  const tall = y(each.y) - top;
  make("rect", { class: each.role, x: left, y: top, width: w, height: tall }, root);
  if (each.role !== "excused") return;
  // lines of our own: a pattern is lost on some printers, and excused then looks like not done
  for (let at = -tall; at < w; at += HATCH) {
    const begin = Math.max(0, -at);
    const end = Math.min(tall, w - at);
    if (end > begin)
      make(
        "line",
        { class: "hatch", x1: left + at + begin, y1: top + begin, x2: left + at + end, y2: top + end },
        root,
      );
  }
}

function legend(one) {
  const roles = [...new Set(one.bars.map((each) => each.role))];
  const marks = [
    ...["done", "part", "not_done", "excused"].filter((each) => roles.includes(each)),
    ...(one.dots.length ? ["Rating"] : []),
    ...(one.runs.length ? ["Median"] : []),
  ];
  if (!marks.length) return null;
  return h(
    "ul",
    { role: "list", class: "legend small" },
    marks.map((each) => h("li", {}, sample(each), t(/^[A-Z]/.test(each) ? `progress${each}` : `progress_${each}`))),
  );
}

function sample(name) {
  const root = make("svg", { width: 16, height: 12, "aria-hidden": "true" });
  if (name === "Rating") make("circle", { class: "rating", cx: 8, cy: 6, r: 4 }, root);
  else if (name === "Median") make("line", { class: "median", x1: 0, x2: 16, y1: 6, y2: 6 }, root);
  else
    bar(
      { x: 0, y: 0, w: 1, h: 1, role: name },
      root,
      (at) => 1 + at * 14,
      (at) => 11 - at * 10,
    );
  return root;
}

function table(one) {
  if (!one.rows.length) return null;
  return h(
    "details",
    {},
    h("summary", {}, t("progressTable")),
    h(
      "div",
      { class: "sideways", tabindex: "0", role: "group", "aria-label": one.title },
      h(
        "table",
        {},
        h("caption", { class: "unseen" }, one.title),
        h(
          "thead",
          {},
          h(
            "tr",
            {},
            one.head.map((each) => h("th", { scope: "col" }, each)),
          ),
        ),
        h(
          "tbody",
          {},
          one.rows.map(([first, ...others]) =>
            h(
              "tr",
              {},
              h("th", { scope: "row" }, first),
              others.map((each) => h("td", {}, each)),
            ),
          ),
        ),
      ),
    ),
  );
}
