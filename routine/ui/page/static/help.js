// Knows how "when to get help" looks and how the check is answered part by part; must not know what comes of an answer.

import { get, post } from "./api.js";
import { h, replaceChildren } from "./dom.js";
import { sentence, t } from "./i18n.js";
import { toast, tryOrToast } from "./toast.js";
import { footer, sheet } from "./article.js";

export async function show(main, { titled }) {
  sheet();
  const about = await get("/help");
  titled(about.title);
  const stands = h("div", { class: "stack" });
  const check = h("div", { class: "stack" });
  let now = about;

  function drawStands() {
    replaceChildren(
      stands,
      now.stands.lines.map((line) => h("p", {}, sentence(line))),
      now.stands.clear ? clearing(now.stands.clear, refresh, (told) => askRest(told)) : null,
    );
  }

  /** A sign of the first part had ended the check: what was never asked is asked now. */
  function askRest(told) {
    const part = now.parts.find((each) => each.name === told.next);
    if (part) ask(check, now, part, refresh, () => now);
  }

  async function refresh() {
    now = await get("/help");
    // a day half typed in stays
    if (!stands.contains(document.activeElement)) drawStands();
  }

  drawStands();
  begin(check, () => now, refresh);
  replaceChildren(
    main,
    h(
      "div",
      { class: "parts measure" },
      h("h1", {}, about.title),
      h("p", { class: "lead" }, about.lead),
      h("p", {}, about.forWhom),
      about.parts.map((part) => signs(part, about)),
      h("p", {}, h("strong", {}, about.stop)),
      h("section", { class: "part" }, h("h2", {}, about.stands.title), stands),
      h("section", { class: "part" }, h("h2", {}, about.check.title), check),
      footer(about.footer),
    ),
  );
  return refresh;
}

function signs(part, about) {
  return h(
    "section",
    { class: `part card signs${part.urgent ? " urgent" : ""}` },
    h("h2", {}, part.title),
    h("p", {}, part.question),
    part.groups.map((group) => [
      group.title ? h("h3", {}, group.title) : null,
      h(
        "ul",
        {},
        group.signs.map((sign) => h("li", {}, sign)),
      ),
      h("p", {}, h("strong", {}, group.advice)),
    ]),
    part.urgent ? [h("p", {}, about.unsure), h("p", { class: "soft" }, about.numbers)] : null,
  );
}

/** Before it is answered: a button, and that nobody else learns of it. */
function begin(place, about, refresh, again = false) {
  const first = () => ask(place, about(), about().parts[0], refresh, about);
  replaceChildren(
    place,
    h("p", { class: "soft" }, about().check.stays),
    h("div", {}, h("button", { class: again ? "" : "primary", onclick: first }, t(again ? "helpAgain" : "helpBegin"))),
  );
}

function ask(place, now, asked, refresh, about) {
  const boxes = asked.signs.map((sign, number) =>
    h("input", { type: "checkbox", value: number + 1, onchange: () => ticked() }),
  );
  const heading = h("h3", { tabindex: "-1" }, asked.title);
  const none = h("button", { type: "button", onclick: () => answer("none") }, t("helpNone"));
  const unsure = h("button", { type: "button", onclick: () => answer("not_sure") }, t("helpNotSure"));
  const yes = h("button", { type: "submit" }, t("helpYes"));
  const form = h(
    "form",
    {
      class: "card stack",
      onsubmit: (sent) => {
        sent.preventDefault();
        if (chosen().length) answer("yes");
        else toast(t("helpTickFirst"), { seconds: 8 });
      },
    },
    heading,
    h("p", {}, asked.question),
    asked.urgent ? null : now.stands.since ? h("p", { class: "soft" }, now.stands.since) : null,
    h(
      "fieldset",
      {},
      h("legend", {}, t("helpTick")),
      asked.signs.map((sign, number) => h("label", { class: "sign" }, boxes[number], h("span", {}, sign))),
    ),
    h("div", { class: "row" }, yes, none, unsure),
  );
  const chosen = () => boxes.filter((box) => box.checked).map((box) => Number(box.value));
  const ticked = () => {
    none.disabled = chosen().length > 0;
  };

  async function answer(given) {
    const told = await tryOrToast(() => post("/help/answer", { part: asked.name, answer: given, signs: chosen() }));
    if (!told) return;
    const next = now.parts.find((each) => each.name === told.next);
    if (next) ask(place, now, next, refresh, about);
    else await end(place, told, now, refresh, about);
  }

  replaceChildren(place, form);
  heading.focus();
}

async function end(place, told, now, refresh, about) {
  await tryOrToast(refresh);
  const said = h(
    "div",
    { class: `note stack${told.urgent ? " warm" : ""}`, tabindex: "-1" },
    told.advice.map((line, number) => h("p", {}, number ? sentence(line) : h("strong", {}, sentence(line)))),
  );
  const rest = h("div", { class: "stack" });
  begin(rest, about, refresh, true);
  replaceChildren(place, said, told.next === "leaveOut" ? leavingOut(now.leaveOut) : null, rest);
  said.focus();
}

/** Which ones are ticked is kept nowhere: it becomes a line for a plan. */
function leavingOut({ title, lead, tags, how }) {
  const shown = h("div", { class: "stack", role: "status" });
  const boxes = tags.map(({ value }) => h("input", { type: "checkbox", value, onchange: () => tryOrToast(change) }));
  async function change() {
    const { line } = await get(
      `/help/leave-out?tags=${boxes
        .filter((box) => box.checked)
        .map((box) => box.value)
        .join(",")}`,
    );
    replaceChildren(shown, line ? [h("p", {}, sentence(how)), h("p", {}, h("code", { class: "line" }, line))] : null);
  }
  return h(
    "section",
    { class: "stack" },
    h("h3", {}, title),
    h(
      "fieldset",
      {},
      h("legend", {}, lead),
      h(
        "div",
        { class: "ticks" },
        tags.map(({ label }, number) => h("label", { class: "sign" }, boxes[number], h("span", {}, label))),
      ),
    ),
    shown,
  );
}

function clearing({ label, latest }, refresh, askRest) {
  const day = h("input", { type: "date", id: "cleared-day", name: "day", max: latest, required: true });
  return h(
    "form",
    {
      onsubmit: async (sent) => {
        sent.preventDefault();
        const told = await tryOrToast(() => post("/help/clear", { day: day.value }));
        if (!told) return;
        sent.target.remove();
        await tryOrToast(refresh);
        toast(told.advice.join(" "));
        askRest(told);
      },
    },
    h("label", { for: "cleared-day" }, label),
    h("div", { class: "row" }, day, h("button", {}, t("helpCleared"))),
  );
}
