// The log is dense, chained and complete, however it is read.

import type { Case, CaseKind } from '../generated/types.js';
import { digestOf, follows, type Head, isWithheld, NO_HEAD } from '../sync/chain.js';
import type { LogEntry, WireEntry } from '../sync/protocol.js';
import { command, type Device, expect, pause, same } from './device.js';
import type { Check } from './kit.js';
import { opened } from './receipts.js';

export function chainHolds(events: readonly WireEntry[], head: Head): void {
  let last: Head = NO_HEAD;
  for (const entry of events) {
    const verdict = follows(last, entry);
    expect(verdict === 'yes', `entry ${entry.seq} after ${last.seq}: ${verdict}`);
    last = { seq: entry.seq, h: entry.h };
  }
  same([head.seq, head.h], [last.seq, last.h], 'the head');
}

const message = (order: string, id: string, text = 'hello') =>
  command('message', { order, case: id, base: 1, p: { text } });

/** Everything that a cursor leads through from `cursor` on. */
async function pulled(
  device: Device,
  cursor: string,
  limit = 500,
): Promise<{ events: WireEntry[]; cursor: string }> {
  const events: WireEntry[] = [];
  for (let pages = 0; ; pages++) {
    const { status, json } = await device.get(`pull?cursor=${encodeURIComponent(cursor)}&limit=${limit}`);
    same(status, 200, 'status of pull');
    expect(json.events.length <= limit, `a page of ${json.events.length} where ${limit} were asked for`);
    events.push(...json.events);
    expect(pages < 2000, 'pages without an end');
    if (json.more) expect(json.cursor !== cursor, 'there is more, but the cursor stands still');
    cursor = json.cursor;
    if (!json.more) return { events, cursor };
  }
}

export const logChecks: readonly Check[] = [
  {
    id: 'log.chain',
    rule: 'R4',
    title: 'entries are numbered from one without holes, chained, and end at the head',
    async run(kit) {
      const { order, ada, id } = await opened(kit);
      for (let i = 0; i < 5; i++) await ada.applied(message(order, id));
      const { events, head } = await ada.log(order);
      same(events.length, 6, 'events in the log');
      chainHolds(events, head);
    },
  },
  {
    id: 'log.order_chain',
    rule: 'R4',
    title: 'two cases of an order share one log',
    async run(kit) {
      const { order, ada, id } = await opened(kit);
      const { events: before } = await ada.log(order);
      const cases = casesOf(before);
      const second = kit.request(order, 1, {}, cases);
      await ada.applied(second);
      await ada.applied(message(order, id));
      const { events, head } = await ada.log(order);
      same(
        events.map((entry) => (entry as LogEntry).case),
        [id, second.case, id],
        'cases in the log',
      );
      chainHolds(events, head);
    },
  },
  {
    id: 'log.case_verifies',
    rule: 'R4',
    title: "each case's own chain verifies by the core",
    async run(kit) {
      const { order, ada, id } = await opened(kit);
      await ada.applied(message(order, id));
      for (const each of casesOf((await ada.log(order)).events))
        expect(kit.engine.verify(each).valid, 'a case does not verify');
    },
  },
  {
    id: 'log.entry',
    rule: 'R4',
    title: 'an entry says which order, case, type, cause and when',
    async run(kit) {
      const { order, ada, asked } = await opened(kit);
      const entry = (await ada.log(order)).events[0] as LogEntry;
      same(
        [entry.order, entry.seq, entry.case, entry.t, entry.v, entry.cause],
        [order, 1, asked.case, 'case.opened', 1, asked.id],
        'the entry',
      );
      expect(Math.abs(Date.parse(entry.at) - Date.now()) < 120_000, `at is ${entry.at}`);
      expect(/^sha256:[0-9a-f]{64}$/.test(entry.h) && digestOf(entry), 'h is no hash');
    },
  },
  {
    id: 'log.pages',
    rule: 'R5',
    title: 'small pages lead through everything once, in order',
    async run(kit) {
      const { order, ada, id } = await opened(kit);
      const { cursor } = await pulled(ada, '');
      for (let i = 0; i < 9; i++) await ada.applied(message(order, id));
      const { events } = await pulled(ada, cursor, 2);
      same(
        events.map(({ seq }) => seq),
        [2, 3, 4, 5, 6, 7, 8, 9, 10],
        'what the pages hold',
      );
      same((await pulled(ada, cursor)).events.length, 9, 'the same cursor again');
    },
  },
  {
    id: 'log.whole',
    rule: 'R5',
    title: 'from the beginning, every log of the customer comes whole',
    async run(kit) {
      const { order, ada } = await opened(kit);
      const { events } = await pulled(ada, '', 50);
      const last = new Map<string, number>();
      for (const entry of events) {
        same(entry.seq, (last.get(entry.order) ?? 0) + 1, `the next number of ${entry.order}`);
        last.set(entry.order, entry.seq);
      }
      same(last.get(order), 1, 'the head of the order');
      const { json: heads } = await ada.get('heads');
      for (const [each, seq] of heads) same(last.get(each), seq, `the head of ${each}`);
    },
  },
  {
    id: 'log.cursor_under_load',
    rule: 'R5',
    title: 'a cursor that reads while others write misses nothing',
    async run(kit) {
      const ada = kit.device('ada');
      const cases = await Promise.all([1, 2, 3, 4].map(() => opened(kit)));
      let { cursor } = await pulled(ada, '');
      const seen: WireEntry[] = [];
      let writing = true;
      const writes = Promise.all(
        cases.map(async ({ order, ada: device, id }) => {
          for (let i = 0; i < 8; i++) await device.applied(message(order, id));
        }),
      ).finally(() => {
        writing = false;
      });
      for (let last = false; !last; ) {
        last = !writing;
        const page = await pulled(ada, cursor, 3);
        seen.push(...page.events);
        ({ cursor } = page);
      }
      await writes;
      for (const { order } of cases) {
        const numbers = seen.filter((entry) => entry.order === order).map(({ seq }) => seq);
        same(numbers, [2, 3, 4, 5, 6, 7, 8, 9], `what was seen of ${order}`);
      }
    },
  },
  {
    id: 'log.own_push',
    rule: 'R5',
    title: "a device's own push does not move its cursor",
    async run(kit) {
      const ada = kit.device('ada');
      const { cursor } = await pulled(ada, '');
      const order = kit.order();
      await ada.applied(kit.request(order));
      const { events } = await pulled(ada, cursor);
      expect(
        events.some((entry) => entry.order === order),
        'the event of its own push is missing',
      );
    },
  },
  {
    id: 'log.reset',
    rule: 'R10',
    title: 'a cursor of another database begins anew, and says so',
    async run(kit) {
      const { ada } = await opened(kit);
      for (const cursor of ['0123456789abcdef.7', 'nonsense', '%00', '-1', '9'.repeat(40)]) {
        const { status, json } = await ada.get(`pull?cursor=${encodeURIComponent(cursor)}&limit=1`);
        same([status, json?.reset, json?.events?.length], [200, true, 1], `a pull with the cursor ${cursor}`);
      }
      const { json } = await ada.get('pull?cursor=&limit=1');
      same(json.reset, false, 'reset of a pull from the beginning');
    },
  },
  {
    id: 'log.from',
    rule: 'R4',
    title: 'a hole can be mended from any number on',
    async run(kit) {
      const { order, ada, id } = await opened(kit);
      for (let i = 0; i < 3; i++) await ada.applied(message(order, id));
      const { json } = await ada.get(`order/${order}?from=3`);
      same(
        json.events.map(({ seq }: WireEntry) => seq),
        [3, 4],
        'the numbers from 3 on',
      );
      same(json.head.seq, 4, 'the head');
      for (const from of ['', '0', '-5', 'x', '1e9999']) {
        const { status } = await ada.get(`order/${order}?from=${from}`);
        same(status, 200, `status with from=${from}`);
      }
    },
  },
  {
    id: 'log.heads',
    rule: 'R4',
    title: 'heads are the ends of the logs',
    async run(kit) {
      const { order, ada, id } = await opened(kit);
      await ada.applied(message(order, id));
      const { json } = await ada.get('heads');
      const { events } = await ada.log(order);
      same(
        json.find(([each]: [string]) => each === order),
        [order, 2, events[1]?.h],
        'the head',
      );
    },
  },
  {
    id: 'log.wait',
    rule: 'R14',
    title: 'a pull that waits answers when there is something, and in time when there is not',
    async run(kit) {
      const { order, ada, id } = await opened(kit);
      const { cursor } = await pulled(ada, '');
      const began = performance.now();
      const waiting = ada.get(`pull?cursor=${encodeURIComponent(cursor)}&wait=12`);
      await pause(150);
      await kit.device('desk').applied(command('approve', { order, case: id, base: 1 }));
      const { json } = await waiting;
      expect(json?.events?.length >= 1, 'the pull ended with nothing');
      expect(performance.now() - began < 10_000, 'the pull waited for its end instead of the event');
      const idle = performance.now();
      const { json: nothing } = await ada.get(`pull?cursor=${encodeURIComponent(json.cursor)}&wait=1`);
      same(nothing.events.length, 0, 'events');
      expect(performance.now() - idle < 10_000, 'a wait of one second took ten');
    },
  },
  {
    id: 'log.poke',
    rule: 'R14',
    title: 'a poke says "pull" and nothing else',
    async run(kit) {
      const { order, ada, id } = await opened(kit);
      const stop = new AbortController();
      const response = await ada.raw('GET', 'poke', {
        headers: { accept: 'text/event-stream' },
        signal: stop.signal,
      });
      same(response.status, 200, 'status');
      expect(response.headers.get('content-type')?.startsWith('text/event-stream'), 'no event stream');
      let heard = '';
      const reading = (async () => {
        for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
          heard += new TextDecoder().decode(chunk);
          if (heard.includes('event: poke')) return;
        }
      })().catch(() => {});
      await pause(50);
      await ada.applied(message(order, id, 'Zanzibar'));
      await Promise.race([reading, pause(10_000)]);
      stop.abort();
      expect(heard.includes('event: poke'), 'no poke came');
      expect(
        !heard.includes(order) && !heard.includes(id) && !heard.includes('Zanzibar'),
        'a poke carries data',
      );
    },
  },
  {
    id: 'log.words',
    rule: 'R15',
    title: 'any text comes back as it was sent',
    async run(kit) {
      const { order, ada, id } = await opened(kit);
      const words =
        '<img src=x onerror=alert(1)> "\\" \u0000 \u202e\u2028 \u{1f469}\u200d\u{1f4bb} =1+1 \'; DROP TABLE event; --';
      await ada.applied(message(order, id, words), 'a message of odd characters');
      const entry = (await ada.log(order)).events[1] as LogEntry;
      same(entry.p.personal?.text, words, 'the text');
    },
  },
];

function casesOf(events: readonly WireEntry[]): Case[] {
  const cases = new Map<string, Case>();
  for (const entry of events) {
    if (isWithheld(entry)) continue;
    const kind: CaseKind = 'return';
    const known = cases.get(entry.case) ?? { id: entry.case, order: entry.order, kind, events: [] };
    cases.set(entry.case, { ...known, events: [...known.events, entry.p] });
  }
  return [...cases.values()];
}
