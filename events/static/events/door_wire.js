/* What passes between this phone and the server, and what lies on the phone for when nothing passes (F035, R-12)? */
"use strict";

/* The list lies on the shelf of the worker, beside the page, so that both go together. Names do not stay on a phone
   after the evening; what was never sent does, until it is. */
door.shelf = {
  async keep(address, list) {
    if (!("caches" in window)) return;
    const told = new Response(JSON.stringify(list));
    await caches.open("door-1").then((shelf) => shelf.put(address, told)).catch(() => {}); // a full phone
  },
  async list(address) {
    const kept = "caches" in window && (await (await caches.open("door-1")).match(address));
    return kept ? kept.json() : null;
  },
  async forgetOld(now) {
    if (!("caches" in window)) return;
    const shelf = await caches.open("door-1");
    const kept = await shelf.keys();
    for (const asked of kept.filter((one) => one.url.endsWith("/guests/"))) {
      if ((await this.list(asked.url)).until >= now) continue;
      // The door's page, and what is printed there: list, badges, table signs.
      const door = asked.url.replace(/guests\/$/, "");
      await Promise.all(kept.filter((one) => one.url.startsWith(door)).map((one) => shelf.delete(one)));
    }
  },
};

/* What became of a message: `said`, or why nothing did.
   lost: no network, or a server that cannot now (any 5xx, 429); out: signed out, or no longer of this door;
   unread: not what a phone sends; else `sentence` says it. */
door.wire = function ({ guests, scans, device, gate, token }) {
  async function ask(address, patience, more = {}) {
    const asked = Date.now();
    try {
      const answer = await fetch(address, { ...more, signal: AbortSignal.timeout(patience) });
      if (answer.status >= 500 || answer.status === 429) return { lost: true };
      if (answer.redirected || answer.status === 404) return { out: true };
      if (answer.status === 403) return { stale: true };
      const said = await answer.json();
      if (said.at) door.clock.learn(said.at, asked);
      if (said.token) token = said.token;
      if (answer.status === 410) return { over: said.sentence };
      if (answer.status === 400) return { unread: said.sentence };
      return answer.ok ? { said } : { sentence: said.sentence };
    } catch {
      return { lost: true };
    }
  }

  async function post(entries, patience) {
    const list = entries.map(({ nonce, at, act, id, ticket, email, waits }) => ({
      nonce, age: Math.max(0, Math.round(door.clock.now() - at)), act, id, ticket, email, waits,
    }));
    return ask(scans, patience, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      body: JSON.stringify({ device: device(), gate: gate(), scans: list }),
    });
  }

  return {
    list: (patience) => ask(guests, patience),
    async send(entries, patience) {
      const first = await post(entries, patience);
      if (!first.stale) return first;
      // Signed in again meanwhile, in another page: a fresh proof, and once more.
      const fresh = await ask(guests, patience);
      const again = fresh.said || fresh.over ? await post(entries, patience) : fresh;
      return again.stale ? { out: true } : again;
    },
  };
};
