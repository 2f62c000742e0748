/* What did this phone do that the server has not heard of? One entry a scan, in the phone's own database (F035).
   It is written down before the phone says anything, and goes only when the server has answered. */
"use strict";

window.door = {};

/* The phone's clock may be wrong, and be put right in the middle of the evening. So times are the server's, as far as
   the phone last heard; a clock that is set back meanwhile is noticed by the one that only runs on. */
door.clock = (function () {
  let offset = 0; // kept with the list: a phone that dies right after forgets what it was not made to keep
  let seen = { wall: Date.now(), runs: performance.now() };
  const settle = () => {
    const now = { wall: Date.now(), runs: performance.now() };
    const jumped = now.wall - seen.wall - (now.runs - seen.runs);
    // Forward it may have slept; backward somebody set it.
    if (jumped < -1000) offset -= jumped;
    seen = now;
  };
  setInterval(settle, 1000);
  return {
    offset: () => offset,
    recall(kept) {
      offset ||= kept || 0;
    },
    now() {
      settle();
      return Date.now() + offset;
    },
    learn(at, asked) {
      settle();
      offset = Math.round(at - (asked + Date.now()) / 2);
    },
  };
})();

door.queue = function (event) {
  const SCANS = "scans";
  const prefix = `door:${event}:`;
  const others = "BroadcastChannel" in window ? new BroadcastChannel("door") : null;
  let entries = new Map();
  let changed = () => {};

  const opened = new Promise((resolve) => {
    if (!("indexedDB" in window)) return resolve(null);
    const asked = indexedDB.open("door", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(SCANS, { keyPath: "nonce" });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = asked.onblocked = () => resolve(null); // a private window: as long as the page is open
  });

  /* Done when it lies on the disk, not when it is on its way there. What comes while one write is under way goes
     together in the next, so that a slow disk keeps nobody waiting long. */
  let last = Promise.resolve();
  let next = null;
  function write(what) {
    if (!next) {
      const together = { changes: [] };
      together.done = last.then(() => {
        next = null;
        return commit(together.changes);
      });
      [next, last] = [together, together.done];
    }
    next.changes.push(what);
    return next.done;
  }

  async function commit(changes) {
    const base = await opened;
    if (!base) return;
    await new Promise((resolve) => {
      const change = base.transaction(SCANS, "readwrite", { durability: "strict" });
      for (const what of changes) what(change.objectStore(SCANS));
      change.oncomplete = change.onerror = change.onabort = resolve;
    });
    others?.postMessage(event);
  }

  async function load() {
    const base = await opened;
    if (!base) return;
    const all = await new Promise((resolve) => {
      const asked = base.transaction(SCANS).objectStore(SCANS).getAll();
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => resolve([]);
    });
    entries = new Map(all.filter((one) => one.event === event).map((one) => [one.nonce, one]));
    changed();
  }

  if (others) others.onmessage = (told) => told.data === event && load();

  return {
    load,
    /* An entry, shown at once, and `kept`: when it is safe. */
    add(entry) {
      const made = { event, nonce: door.nonce(), at: door.clock.now(), waits: false, id: null, ticket: "", email: "", ...entry };
      entries.set(made.nonce, made);
      return { entry: made, kept: write((scans) => scans.put(made)) };
    },
    async change(entry) {
      // Answered meanwhile, by another page of this phone: then it stays gone.
      if (!entries.has(entry.nonce)) return;
      entries.set(entry.nonce, entry);
      await write((scans) => scans.put(entry));
    },
    done(nonces) {
      for (const nonce of nonces) entries.delete(nonce);
      return write((scans) => nonces.forEach((nonce) => scans.delete(nonce)));
    },
    waiting: () => [...entries.values()].filter((one) => !one.stuck).sort((one, other) => one.at - other.at),
    onChange(does) {
      changed = does;
    },
    device() {
      if (!localStorage.getItem("door:device")) localStorage.setItem("door:device", door.nonce());
      return localStorage.getItem("door:device");
    },
    gate(name) {
      if (name !== undefined) localStorage.setItem(`${prefix}gate`, name);
      return localStorage.getItem(`${prefix}gate`) || "";
    },
  };
};

door.nonce = function () {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
};

/* The last part of an address, or all of what was typed. Any QR can be held before the camera, also a visiting card of
   many lines: what cannot stand in a ticket is replaced, so that it is one bad ticket and not a batch nobody can read. */
door.codeIn = (text) => text.trim().replace(/\/+$/, "").split("/").pop().replace(/[^!-~]/g, "?").slice(0, 500) || "?";

/* What the list knows a ticket by; nothing where the browser has no such sums (a page without https). */
door.markOf = async function (text) {
  if (!crypto.subtle) return "";
  const sum = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(door.codeIn(text)));
  return [...new Uint8Array(sum)].map((byte) => byte.toString(16).padStart(2, "0")).join("").slice(0, 20);
};

/* How a name is looked for: Łucja among the L, Özlem among the O. */
door.folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/ł/gi, "l").toLowerCase();

/* A moment as on the wall where the event is. */
door.spoken = function (moment) {
  const how = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: "Europe/Amsterdam" };
  const said = new Intl.DateTimeFormat(document.documentElement.lang, how).format(moment);
  return document.documentElement.lang === "nl" ? `${said.replace(":", ".")} uur` : said;
};

door.cut = (entries, size) =>
  Array.from({ length: Math.ceil(entries.length / size) }, (_, turn) => entries.slice(turn * size, (turn + 1) * size));

door.element = function (tag, text, className) {
  const made = document.createElement(tag);
  if (text) made.textContent = text;
  if (className) made.className = className;
  return made;
};
