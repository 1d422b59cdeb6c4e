// Knows how the page asks its process and tells it what to do; must not know any view.

import { t } from "./i18n.js";

const token = document.querySelector('meta[name="token"]').getAttribute("content");

/** What the process would not do: a sentence for a person, what to do next, and what else it said. */
class Problem extends Error {
  /** @param {{problem: string, hint?: string}} told @param {number} status */
  constructor(told, status) {
    super(told.problem || t("problem"));
    this.hint = told.hint ?? "";
    this.status = status;
    this.more = told;
  }
}

/** What the process answers; throws a Problem with the sentence a person should read. */
export async function get(path) {
  return answered(await reach(path, { headers: { Accept: "application/json" } }));
}

/** Ask for something to be done. */
export async function post(path, said = {}) {
  const headers = { "Content-Type": "application/json", "X-Routine-Token": token };
  return answered(await reach(path, { method: "POST", headers, body: JSON.stringify(said) }));
}

/** What a browser says where nobody answers ("Failed to fetch") helps nobody. */
async function reach(path, given) {
  try {
    return await fetch(`/api${path}`, given);
  } catch {
    throw new Error(t("asleep"));
  }
}

async function answered(answer) {
  if (answer.ok) return answer.json();
  let problem = { problem: await answer.text(), hint: "" };
  try {
    problem = { ...problem, ...JSON.parse(problem.problem) };
  } catch {
    /* it was a plain sentence */
  }
  throw new Problem(problem, answer.status);
}

/** The path of an occurrence's key: its slashes stay. */
export const keyPath = (key) => key.split("/").map(encodeURIComponent).join("/");
