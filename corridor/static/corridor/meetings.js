/* The page of a running evening follows it: it counts down by the server's clock, and reads itself again now and then. */
(() => {
  "use strict";
  const EVERY = 20; // seconds between two readings; a mended plan is on every phone that soon
  let ahead = 0; // how much this device's clock is ahead of the server's, in seconds
  let asked = Date.now() / 1000;

  const now = () => Date.now() / 1000 - ahead;

  function tune() {
    const until = document.querySelector("[data-until]");
    if (until) ahead = Date.now() / 1000 - Number(until.dataset.now);
  }

  async function follow() {
    asked = Date.now() / 1000;
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      if (!answer.ok || answer.redirected) return;
      const read = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = read.querySelector("[data-follow]");
      const shown = document.querySelector("[data-follow]");
      if (!fresh || !shown) return;
      // The hidden clock differs each time; what people see is put in place only when it changed.
      const plain = (part) => part.textContent.replace(/\s+/g, " ");
      if (shown.dataset.seen !== plain(fresh)) {
        shown.replaceChildren(...document.importNode(fresh, true).childNodes);
        shown.dataset.seen = plain(fresh);
        tune();
        tick();
      }
    } catch {
      // No network for a moment: the clock runs on, and the next reading tries again.
    }
  }

  function tick() {
    const until = document.querySelector("[data-until]");
    if (until) {
      const left = Math.max(0, Math.round(Number(until.dataset.until) - now()));
      until.dataset.runs = "";
      until.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
      if (left === 0 && Date.now() / 1000 - asked > 2) follow();
    }
    if (Date.now() / 1000 - asked > EVERY) follow();
  }

  tune();
  tick();
  setInterval(tick, 1000);
})();
