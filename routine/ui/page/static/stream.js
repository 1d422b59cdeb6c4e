// Knows how the page listens to its process, and when it lets go of the line; must not know what it hears.

/**
 * Listen to a stream while somebody looks. A hidden tab lets go, so that the process may end, and because a browser
 * keeps six lines to one address: forgotten tabs must not use them up. `keeps`: not even hidden. `lost`: the process
 * has gone for good, for a new one has another address. Gives a way to stop.
 *
 * @param {string} path @param {(what: any) => void} hear
 * @param {{keeps?: () => boolean, lost?: () => void}} [given]
 */
export function listen(path, hear, { keeps = () => false, lost = () => {} } = {}) {
  let source = null;
  let doubted = false;
  let stopped = false;
  let begun = false; // a tab may be hidden from its beginning: it has to hear once what there is to keep
  const begin = () => {
    if (source || (document.hidden && begun && !keeps())) return;
    begun = true;
    source = new EventSource(`/api${path}`);
    source.onmessage = (told) => {
      const what = JSON.parse(told.data);
      // another tab needs the line: this one listens anew when it is turned to
      if (what.handedOver) {
        end();
        return;
      }
      hear(what);
      turned();
    };
    source.onerror = async () => {
      if (source?.readyState === EventSource.CLOSED) source = null;
      if (doubted) return;
      doubted = true;
      const gone = await nobodyIsThere();
      doubted = false;
      if (!gone || stopped) return;
      stop();
      lost();
    };
  };
  const end = () => {
    source?.close();
    source = null;
  };
  const turned = () => (document.hidden && !keeps() ? end() : begin());
  document.addEventListener("visibilitychange", turned);
  addEventListener("focus", turned);
  addEventListener("pointerdown", turned);
  const stop = () => {
    stopped = true;
    document.removeEventListener("visibilitychange", turned);
    removeEventListener("focus", turned);
    removeEventListener("pointerdown", turned);
    end();
  };
  begin();
  return stop;
}

/** A line may break although somebody is there; where two calls in a row reach nobody, the process has gone. */
async function nobodyIsThere() {
  let refused = 0;
  for (let calls = 0; calls < 6 && refused < 2; calls += 1) {
    if (calls)
      await new Promise((go) => {
        setTimeout(go, 400);
      });
    refused = await fetch("/api/alive").then(
      () => 0,
      () => refused + 1,
    );
  }
  return refused > 1;
}

const LOOKS_EVERY = 10000; // milliseconds

/** The process may be started anew at the same address: a tab that is looked at notices, and does `then`. */
export function whenBack(then) {
  const look = async () => {
    const back = document.hidden
      ? false
      : await fetch("/api/alive").then(
          (answer) => answer.ok,
          () => false,
        );
    if (back) then();
    else setTimeout(look, LOOKS_EVERY);
  };
  setTimeout(look, LOOKS_EVERY);
  addEventListener("focus", look, { once: true });
}
