import { existsSync } from 'node:fs';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { adminPassword } from './processes.ts';

export const chromiumPath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  existsSync,
);

/** Headless Chromium, signed in as the administrator; every page of it keeps the notes of `notebook`. */
export async function openSignedIn(url: string): Promise<{ context: BrowserContext; close(): Promise<void> }> {
  const browser = await chromium.launch({
    executablePath: chromiumPath!,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-dev-shm-usage'],
  });
  const context = await browser.newContext({
    viewport: { width: 1440, height: 1000 },
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
  });
  const answer = await context.request.post(`${url}/api/v1/session`, {
    data: { username: 'admin', password: adminPassword },
    headers: { origin: url },
  });
  if (!answer.ok()) throw new Error(`Sign-in answered ${answer.status()}`);
  await context.addInitScript({ content: notebook });
  return { context, close: () => browser.close() };
}

/**
 * Notes of a page: tasks over 50 ms; what each live message cost, with its effects and the frame that shows it; the same
 * frame with nothing to show; with `noteTexts()`, texts and when first seen.
 */
const notebook = `(() => {
  const notes = { longTasks: [], updates: [], idle: [], seen: {}, receive: null, last: {} };
  window.notes = () => notes;
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) notes.longTasks.push({ startTime, duration });
  }).observe({ type: 'longtask', buffered: true });
  // From a frame's first callback until its style, layout and paint are done: over when the next task begins.
  const frame = (done) => requestAnimationFrame(() => {
    const startedAt = performance.now();
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => { done(performance.now() - startedAt); port1.close(); };
    port2.postMessage(0);
  });
  let busy = 0;
  const { set } = Object.getOwnPropertyDescriptor(WebSocket.prototype, 'onmessage');
  Object.defineProperty(WebSocket.prototype, 'onmessage', {
    configurable: true,
    set(handler) {
      notes.receive = handler;
      set.call(this, (event) => {
        if (typeof event.data !== 'string' || !event.data.startsWith('42/live,["delta"')) return handler(event);
        notes.last[/"topic":"([^"]+)"/.exec(event.data)[1]] = event.data;
        let taken = 0;
        busy++;
        frame((shown) => { notes.updates.push(taken + shown); busy--; });
        const startedAt = performance.now();
        handler(event);
        // Behind the effects that wait as microtasks.
        queueMicrotask(() => { taken = performance.now() - startedAt; });
      });
    },
  });
  setInterval(() => { if (busy === 0) frame((took) => { if (busy === 0) notes.idle.push(took); }); }, 97);
  window.noteTexts = () => new MutationObserver((changes) => {
    const now = Date.now();
    for (const { target, addedNodes } of changes) for (const node of [target, ...addedNodes])
      for (const text of (node.textContent ?? '').slice(0, 4000).match(/\\d+\\.\\d+/g) ?? []) notes.seen[text] ??= now;
  }).observe(document, { subtree: true, childList: true, characterData: true });
})();`;

/** Processor time that the page's main thread has used, ms. The first call begins to count. */
export async function processorOf(page: Page): Promise<() => Promise<number>> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  return async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN);
  };
}

/** Bytes in use after the garbage is collected. */
export async function heapOf(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.enable');
  for (let i = 0; i < 3; i++) await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize;
}
