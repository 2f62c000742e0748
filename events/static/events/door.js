/* What does somebody at the door do? Search, scan, let in, take back: at once on this phone, and sent when it can be. */
"use strict";

(function () {
  const POLL = 20000; // milliseconds between two looks at the server
  const PATIENCE = 4000; // how long a guest waits for the server before the phone decides by itself
  const BATCH = 50; // so that another phone waits less than a second behind it
  const ASKS = 10; // addresses of walk-ins at once: the server answers so many in ten minutes, and no scan waits for them
  const LINES = 100; // on the page at once: a name is typed sooner than three hundred are scrolled, and an old phone keeps up
  const NAMED = 8; // names in one line of what came out otherwise
  const at = (id) => document.getElementById(id);
  const facts = at("facts").dataset;
  const until = Number(facts.until);
  const queue = door.queue(facts.event);
  const words = (name, values = {}) =>
    Object.entries(values).reduce((text, [key, value]) => text.replace(`{${key}}`, value), facts[`word${name}`]);
  const { cut, element, folded, spoken } = door;

  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value || "";
  const wire = door.wire({ ...facts, device: queue.device, gate: queue.gate, token });
  let shown = "expected";
  let latest = null; // the guest whose line stands on top, with its undo
  let sending = false;
  // on; off: no network, or no server; out: not signed in here; over: cancelled. Only "on" waits for an answer.
  let state = navigator.onLine ? "on" : "off";
  let overBecause = "";
  const otherwise = new Map(); // what the server answered otherwise than this phone said -> about whom

  /* The list as the server last told it; what this phone did since lies on top. */
  let list = { at: Number(facts.at), until, guests: JSON.parse(at("lines").textContent) };

  async function recall() {
    const kept = await door.shelf.list(facts.guests);
    door.clock.recall(kept?.offset);
    await door.shelf.forgetOld(door.clock.now());
    if (kept && kept.at > list.at) list = kept;
    else await door.shelf.keep(facts.guests, list);
    draw();
  }

  function standingOf(guest, waiting = queue.waiting()) {
    let { standing, time } = guest;
    for (const entry of waiting.filter((one) => one.id === guest.id && !one.idle)) {
      if (entry.act === "out") [standing, time] = ["expected", ""];
      else if (standing === "expected" || entry.act === "walk_in") [standing, time] = ["in", spoken(entry.at)];
    }
    return { ...guest, standing, time };
  }

  /* Who came in without a place and without a network: no line of the list yet, by the address they said. */
  const unheard = (waiting) =>
    waiting.filter((one) => one.email).map((one) => ({
      id: one.nonce, name: one.email, organisation: "", table: null, companion: "", standing: "in", time: spoken(one.at),
    }));

  /* --- What is shown --- */

  function line(guest) {
    const row = element("li", "", guest.id === latest ? "just" : "");
    row.id = `guest-${guest.id}`;
    const [who, about] = [element("div"), element("p", "", "small")];
    about.append(guest.organisation);
    if (guest.table) about.append(guest.organisation ? " · " : "", element("b", words("Table", { number: guest.table })));
    for (const more of [
      guest.companion && words("With", { name: guest.companion }),
      guest.standing === "in" ? words("InAt", { time: guest.time }) : guest.words,
    ]) if (more) about.append(element("br"), more);
    who.append(element("b", guest.name), about);
    row.append(who);
    if (facts.open === "yes") row.append(press(guest));
    return row;
  }

  function press(guest) {
    const says = { expected: words("In"), in: words("Undo"), out: words("LetIn") }[guest.standing];
    const button = element("button", says, guest.standing === "expected" ? "btn solid" : "btn");
    button.append(element("span", `: ${guest.name}`, "sr"));
    button.type = "button";
    button.addEventListener("click", () => {
      const what = { out: "walk_in", in: "out", expected: "in" }[guest.standing];
      if (typeof guest.id === "string") queue.done([guest.id]).then(() => say(guest.name, words("Undone"), ""), draw());
      else act(guest, what);
    });
    return button;
  }

  function draw() {
    const waiting = queue.waiting();
    const all = [...list.guests.map((guest) => standingOf(guest, waiting)), ...unheard(waiting)];
    const wanted = folded(at("search").value.trim()).split(/\s+/);
    const fits = (guest) => wanted.every((word) => folded(`${guest.name} ${guest.organisation}`).includes(word));
    const rows = all.filter((guest) => guest.id === latest || (guest.standing === shown && fits(guest)));
    rows.sort((one, other) => (other.id === latest) - (one.id === latest));
    // Whoever works by keyboard stays where they were, though every line is drawn anew.
    const held = document.activeElement.closest("#guests > li")?.id;
    const more = rows.splice(LINES).length;
    const rest = more ? [element("li", words("MoreHere", { number: more }), "quiet")] : [];
    at("guests").replaceChildren(...rows.map(line), ...rest);
    if (held) (at(held)?.querySelector("button") || at("search")).focus({ preventScroll: true });
    at("nobody").hidden = rows.length > 0;
    const count = (standing) => all.filter((guest) => guest.standing === standing).length;
    at("inside").textContent = count("in");
    for (const chip of document.querySelectorAll("[data-show]")) {
      chip.setAttribute("aria-pressed", String(chip.dataset.show === shown));
      chip.querySelector("b").textContent = count(chip.dataset.show);
    }
    const left = waiting.length;
    at("kept").hidden = state === "on" && !left;
    const some = left === 1 ? words("KeptOne") : left ? words("KeptMany", { number: left }) : "";
    const because = { off: words("Offline"), out: words("SignIn"), over: overBecause }[state] || "";
    // Said aloud once, not with every scan.
    if (at("because").textContent !== because) at("because").textContent = because;
    at("again").hidden = state !== "out";
    at("some").textContent = some;
  }

  function say(name, sentence, kind) {
    at("said").className = `said ${kind}`;
    at("said").replaceChildren(element("b", name), " ", element("span", sentence));
  }

  /* --- What is done --- */

  async function act(guest, what, more = {}) {
    await ready;
    if (state === "over") return say(guest?.name || "", overBecause, "bad");
    const before = guest ? standingOf(guest) : null;
    latest = guest?.id ?? null;
    // Somebody without a place is asked about, and not counted as inside by this phone alone.
    const idle = what === "in" && before?.standing === "out";
    const { entry, kept } = queue.add({ act: what, id: guest?.id ?? null, waits: state === "on", idle, ...more });
    draw();
    await kept;
    const told = entry.waits ? await send([entry], PATIENCE) : {};
    if (told.said) return tell(told.said.answers[0], what, entry);
    if (told.sentence || told.unread) {
      say(guest?.name || entry.email, told.sentence || told.unread, "bad");
      return queue.done([entry.nonce]).then(draw);
    }
    if (entry.waits) await queue.change({ ...entry, waits: false }).then(draw);
    if (what === "walk_in") say(guest?.name || entry.email, words("WalkedIn"), "good");
    else if (!guest) say("", words("Unknown"), "warn");
    else if (what === "out") say(guest.name, words("Undone"), "");
    else if (before.standing === "in") say(guest.name, words("Already", { time: before.time }), "warn");
    else if (idle) say(guest.name, words("NoPlace", { words: guest.words }), "bad");
    else say(guest.name, words("Welcome"), "good");
  }

  async function tell(answer, what, entry) {
    latest = answer.id;
    await refresh();
    const sentence = { admitted: words("Welcome"), undone: words("Undone") }[answer.outcome] || answer.sentence;
    const kind = { admitted: "good", already_in: "warn", refused: "bad" }[answer.outcome] || "";
    say(nameOf(answer.id) || entry.email, what === "out" ? words("Undone") : sentence, kind);
  }

  const nameOf = (id) => list.guests.find((guest) => guest.id === id)?.name || "";

  async function scanned(text) {
    const mark = await door.markOf(text);
    const guest = list.guests.find((one) => one.mark === mark);
    act(guest, "in", { ticket: door.codeIn(text) });
  }

  /* --- What is sent --- */

  function heard(told) {
    state = told.lost ? "off" : told.out ? "out" : told.over ? "over" : "on";
    if (told.over) overBecause = told.over;
    return told;
  }

  async function send(entries, patience) {
    const told = heard(await wire.send(entries, patience));
    if (told.said) await queue.done(told.said.answers.map((answer) => answer.nonce));
    return told;
  }

  async function flush() {
    if (sending) return;
    sending = true;
    // Only what this phone decided by itself: who waits for an answer sends for themselves.
    const mine = queue.waiting().filter((entry) => !entry.waits || door.clock.now() - entry.at > 2 * PATIENCE);
    const batches = [...cut(mine.filter((one) => !one.email), BATCH), ...cut(mine.filter((one) => one.email), ASKS)];
    while (batches.length) {
      const batch = batches.shift();
      const told = await send(batch.map((entry) => ({ ...entry, waits: false })), 5 * PATIENCE);
      if (told.said) for (const answer of told.said.answers) late(answer, batch.find((one) => one.nonce === answer.nonce));
      // One that nobody can read does not keep the others: it is set aside, and said.
      else if (told.unread && batch.length > 1) batches.unshift(...cut(batch, 1));
      else if (told.unread) await queue.change({ ...batch[0], stuck: true }), late({ sentence: told.unread }, batch[0]);
      else {
        if (told.sentence) say("", told.sentence, "bad");
        break;
      }
    }
    sending = false;
    draw();
  }

  /* Let in by this phone alone, and the server knows better: whoever stands at the door should hear it. */
  function late(answer, entry) {
    if (answer.outcome === "admitted" || answer.outcome === "undone") return;
    const sentence = answer.outcome === "already_in" ? words("Doubles") : answer.sentence;
    const name = nameOf(answer.id ?? entry.id) || entry.email || words("Somebody");
    otherwise.set(sentence, [...(otherwise.get(sentence) || []), name]);
    at("late").hidden = false;
    at("otherwise").replaceChildren(...[...otherwise].map(([said, names]) => {
      const row = element("li");
      const more = names.length > NAMED ? words("More", { number: names.length - NAMED }) : "";
      row.append(element("b", said), " ", [...names.slice(0, NAMED), more].filter(Boolean).join(", "));
      return row;
    }));
  }

  async function refresh() {
    const { said } = heard(await wire.list(5 * PATIENCE));
    if (said) {
      list = { at: said.at, until, guests: said.guests, offset: door.clock.offset() };
      await door.shelf.keep(facts.guests, list);
    }
    draw();
  }

  async function look() {
    await refresh();
    if (state === "off" || state === "out") return;
    const had = queue.waiting().length;
    if (had) await flush();
    if (had) await refresh();
  }

  /* --- What works without a network --- */

  async function stay() {
    if (!("serviceWorker" in navigator)) return;
    navigator.storage?.persist?.(); // what is kept should not make room for something else
    const pieces = performance.getEntriesByType("resource").map((entry) => entry.name);
    const own = pieces.filter((name) => name.startsWith(location.origin) && /\.(css|js|woff2|svg)$/.test(new URL(name).pathname));
    navigator.serviceWorker.addEventListener("message", (event) => {
      if (event.data.kept) at("ready").textContent = words("Ready");
      document.documentElement.dataset.ready = event.data.kept ? "yes" : "no";
    });
    const registered = await navigator.serviceWorker.register(facts.worker, { scope: facts.scope });
    const worker = registered.active || (await navigator.serviceWorker.ready).active;
    worker.postMessage(door.clock.now() > until ? { forget: true } : { keep: [...new Set([location.pathname, ...own, facts.reader])] });
  }

  /* --- The page --- */

  at("scripted").hidden = false;
  at("search").addEventListener("input", () => { latest = null; draw(); });
  for (const chip of document.querySelectorAll("[data-show]"))
    chip.addEventListener("click", () => { [shown, latest] = [chip.dataset.show, null]; draw(); });
  if (facts.open === "yes") {
    at("this-phone").hidden = false;
    at("gate").value = queue.gate();
    at("gate").addEventListener("change", () => queue.gate(at("gate").value.trim().slice(0, 40)));
    at("walk-in").addEventListener("submit", (event) => {
      event.preventDefault();
      const email = event.target.elements.email.value.trim();
      event.target.reset();
      act(null, "walk_in", { email });
    });
    at("seen").addEventListener("click", () => {
      otherwise.clear();
      at("late").hidden = true;
      at("search").focus();
    });
    at("typed").addEventListener("submit", (event) => {
      event.preventDefault();
      if (at("code").value.trim()) scanned(at("code").value);
      at("code").value = "";
    });
    const failed = () => { at("video").hidden = true; at("camera-said").textContent = words("NoCamera"); };
    const scanner = door.scanner({ video: at("video"), reader: facts.reader, found: scanned, failed });
    at("scan").addEventListener("click", () => {
      const opens = at("camera").hidden;
      at("camera").hidden = !opens;
      at("scan").setAttribute("aria-expanded", String(opens));
      at("video").hidden = false;
      at("camera-said").textContent = words("Aim");
      if (opens) scanner.start();
      else scanner.stop();
    });
  }
  window.addEventListener("online", look);
  window.addEventListener("offline", () => { state = "off"; draw(); });
  document.addEventListener("visibilitychange", () => document.hidden || look());
  setInterval(() => document.hidden || look(), POLL);
  const asked = Number(location.hash.replace("#guest-", ""));
  if (list.guests.some((guest) => guest.id === asked)) latest = asked;
  draw();
  // A browser that keeps nothing, as in a private window, still scans as long as it has a network.
  const nothing = () => {};
  queue.onChange(draw);
  const ready = recall().catch(nothing).then(queue.load);
  ready.then(look);
  stay().catch(nothing);
})();
