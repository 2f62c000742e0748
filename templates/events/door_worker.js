/* Which pages of the door are shown when there is no network? Those that were loaded once. This worker sees nothing but
   the door: its own address is its limit. It answers no POST and keeps no answer to one. */
"use strict";

const SHELF = "door-1";
const PATIENCE = 5000; // milliseconds until a slow network counts as none

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("message", (event) => {
  const { keep, forget } = event.data;
  if (forget) event.waitUntil(caches.delete(SHELF));
  if (keep) event.waitUntil(keepAll(keep).then((all) => event.source.postMessage({ kept: all })));
});

self.addEventListener("fetch", (event) => {
  const asked = event.request;
  const address = new URL(asked.url);
  if (asked.method !== "GET" || address.origin !== location.origin) return;
  if (asked.mode === "navigate") event.respondWith(page(asked));
  else if (/\.(css|js|woff2|svg)$/.test(address.pathname)) event.respondWith(piece(asked));
});

async function keepAll(addresses) {
  const shelf = await caches.open(SHELF);
  const kept = await Promise.allSettled(
    addresses.map(async (address) => {
      const answer = await fetch(address, { credentials: "same-origin" });
      if (!answer.ok || answer.redirected) throw new Error(address);
      await shelf.put(address, answer);
    }),
  );
  return kept.every((one) => one.status === "fulfilled");
}

async function page(asked) {
  const shelf = await caches.open(SHELF);
  const address = new URL(asked.url).pathname;
  try {
    const answer = await fetch(asked, { signal: AbortSignal.timeout(PATIENCE) });
    // Why somebody was absent is looked up, and stays on no phone.
    if (answer.ok && !address.endsWith("/afterwards/")) await shelf.put(address, answer.clone());
    // Who signed out keeps nothing of any door, and who may no longer stand at this one nothing of it.
    else if (answer.type === "opaqueredirect") await forgetBelow(shelf, new URL("./", location.href).pathname);
    else if (answer.status === 403 || answer.status === 404) await forgetBelow(shelf, address);
    return answer;
  } catch (error) {
    const kept = await shelf.match(address);
    if (kept) return kept;
    throw error;
  }
}

async function forgetBelow(shelf, beginning) {
  const kept = (await shelf.keys()).filter((one) => new URL(one.url).pathname.startsWith(beginning));
  await Promise.all(kept.map((one) => shelf.delete(one)));
}

async function piece(asked) {
  const shelf = await caches.open(SHELF);
  return (await shelf.match(asked)) || fetch(asked);
}
