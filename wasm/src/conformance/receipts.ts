// Every command gets one receipt, whatever the network does.

import { isWithheld } from '../sync/chain.js';
import { uuidv7 } from '../sync/uuid.js';
import { command, expect, expectProblem, pause, same } from './device.js';
import type { Check, Kit } from './kit.js';

const message = (order: string, caseId: string, base = 1, text = 'hello') =>
  command('message', { order, case: caseId, base, p: { text } });

/** A case that is open, with the device that opened it. */
export async function opened(kit: Kit, quantity = 1) {
  const order = kit.order();
  const ada = kit.device('ada');
  const asked = kit.request(order, quantity);
  const receipt = await ada.applied(asked, 'a request that the rules allow');
  return { order, ada, asked, receipt, id: asked.case };
}

export const receiptChecks: readonly Check[] = [
  {
    id: 'receipts.replay',
    rule: 'R1 R2',
    title: 'a command that is sent again gets the same receipt and happens once',
    async run(kit) {
      const { order, ada, asked, receipt: first } = await opened(kit);
      for (let i = 0; i < 4; i++) same(await ada.receipt(asked), first, 'the receipt again');
      same((await ada.log(order)).events.length, 1, 'events in the log');
    },
  },
  {
    id: 'receipts.replay_at_once',
    rule: 'R1 R3',
    title: 'eight copies of a command at once happen once',
    async run(kit) {
      const order = kit.order();
      const ada = kit.device('ada');
      const asked = kit.request(order);
      const receipts = await Promise.all(Array.from({ length: 8 }, () => ada.receipt(asked)));
      for (const each of receipts) same(each, receipts[0], 'a receipt of the eight');
      same((await ada.log(order)).events.length, 1, 'events in the log');
    },
  },
  {
    id: 'receipts.rejection_stays',
    rule: 'R2',
    title: 'a rejection is final, also when the command would be accepted now',
    async run(kit) {
      const { order, ada, id } = await opened(kit, 3);
      const late = kit.request(order);
      const first = await ada.rejected(late, ['exceeds_returnable'], 'a fourth mug of three');
      await ada.applied(command('cancel', { order, case: id, base: 1 }), 'canceling the first case');
      same(await ada.receipt(late), first, 'the receipt again');
      same((await ada.log(order)).events.length, 2, 'events in the log');
    },
  },
  {
    id: 'receipts.same_id_other_words',
    rule: 'R1',
    title: 'an id that was used for something else is refused with 422 id_reused',
    async run(kit) {
      const { order, ada, asked } = await opened(kit);
      const answer = await ada.push([{ ...asked, base: 5 }]);
      expectProblem(answer, 422, 'id_reused');
      same(answer.json.ids, [asked.id], 'the ids in the problem');
      same((await ada.log(order)).events.length, 1, 'events in the log');
    },
  },
  {
    id: 'receipts.same_id_other_device',
    rule: 'R1',
    title: 'a command replayed from another device is refused',
    async run(kit) {
      const { order, ada, asked } = await opened(kit);
      expectProblem(await kit.device('ada').push([asked]), 422, 'id_reused');
      same((await ada.log(order)).events.length, 1, 'events in the log');
    },
  },
  {
    id: 'receipts.same_id_other_person',
    rule: 'R1 R12',
    title: "somebody else's command replayed tells nothing and does nothing",
    async run(kit) {
      const { order, ada, asked } = await opened(kit);
      const { status, json } = await kit.device('eve').push([asked]);
      const [receipt] = json?.receipts ?? [];
      expect(
        status === 422 || receipt?.st === 'rejected',
        `a stranger's replay was answered ${status} ${receipt?.st}`,
      );
      same((await ada.log(order)).events.length, 1, 'events in the log');
    },
  },
  {
    id: 'receipts.rejected_is_200',
    rule: 'R2',
    title: 'a rejection is a result with status 200, a code, and the head it was decided at',
    async run(kit) {
      const { order, ada } = await opened(kit);
      const { status, json } = await ada.push([message(order, uuidv7())]);
      same(status, 200, 'status');
      const [receipt] = json.receipts;
      same([receipt.st, typeof receipt.code, receipt.seq], ['rejected', 'string', 1], 'the receipt');
    },
  },
  {
    id: 'receipts.others_go_on',
    rule: 'R9',
    title: 'a bad command does not stop those of other cases',
    async run(kit) {
      const order = kit.order();
      const ada = kit.device('ada');
      const bad = kit.requestUnquoted(order, { request: 3 });
      const good = kit.request(order);
      const { status, json } = await ada.push([bad, good]);
      same(status, 200, 'status');
      same(
        json.receipts.map(({ st }: { st: string }) => st),
        ['rejected', 'applied'],
        'receipts in order',
      );
      same(
        json.receipts.map(({ id }: { id: string }) => id),
        [bad.id, good.id],
        'whose they are',
      );
      expect(json.receipts[0].problems?.[0]?.pointer?.startsWith('/command'), 'what is wrong has a pointer');
    },
  },
  {
    id: 'receipts.batch_in_order',
    rule: 'R9',
    title: 'commands of one push that build on each other are decided in order',
    async run(kit) {
      const order = kit.order();
      const ada = kit.device('ada');
      const asked = kit.request(order);
      const texts = ['one', 'two', 'three'];
      const notes = texts.map((text, i) => message(order, asked.case, i + 1, text));
      const chained = notes.map((each, i) => ({ ...each, dep: i ? notes[i - 1]?.id : asked.id }));
      const { json } = await ada.push([asked, ...chained]);
      same(
        json?.receipts?.map(({ st }: { st: string }) => st),
        Array(4).fill('applied'),
        'receipts',
      );
      const { events } = await ada.log(order);
      const said = events.map((entry) => (isWithheld(entry) ? '' : entry.p.personal?.text));
      same(said.slice(1), texts, 'what the log says');
    },
  },
  {
    id: 'receipts.dep_missing',
    rule: 'R9',
    title: 'a command waits for the one it builds on, and nothing is decided meanwhile',
    async run(kit) {
      const order = kit.order();
      const ada = kit.device('ada');
      const asked = kit.request(order);
      const after = { ...message(order, asked.case), dep: asked.id };
      const early = await ada.receipt(after);
      same([early.st, (early as { code?: string }).code], ['retry', 'dep_missing'], 'the receipt');
      await ada.applied(asked);
      await ada.applied(after, 'the command that waited');
    },
  },
  {
    id: 'receipts.cut_connection',
    rule: 'R3',
    title: 'a push whose connection is cut happens once or not at all, and the next attempt tells',
    async run(kit) {
      const ada = kit.device('ada');
      for (const ms of [0, 1, 2, 4, 8, 16, 30]) {
        const order = kit.order();
        const asked = kit.request(order);
        const cut = new AbortController();
        const body = ada.body([asked]);
        const sending = ada.raw('POST', 'push', {
          body,
          headers: { 'content-type': 'application/json' },
          signal: cut.signal,
        });
        setTimeout(() => cut.abort(), ms);
        await sending.then((response) => response.body?.cancel()).catch(() => {});
        const { seq } = await ada.applied(asked, `the command that was cut off after ${ms} ms`);
        await pause(5);
        const { events } = await ada.log(order);
        same([events.length, seq], [1, 1], 'events in the log, and where the receipt says');
      }
    },
  },
  {
    id: 'receipts.seq',
    rule: 'R2 R4',
    title: 'a receipt names the entry of the log that its command caused',
    async run(kit) {
      const { order, ada, asked, id } = await opened(kit);
      const second = message(order, id);
      const receipts = [await ada.applied(asked), await ada.applied(second)];
      const { events } = await ada.log(order);
      const causes = receipts.map(({ seq }) => (events[seq - 1] as { cause?: string }).cause);
      same(causes, [asked.id, second.id], 'the causes of those entries');
    },
  },
  {
    id: 'receipts.now',
    rule: 'R13',
    title: "answers carry the backend's time",
    async run(kit) {
      const ada = kit.device('ada');
      for (const { json } of [
        await ada.push([]),
        await ada.get('pull?cursor=&limit=1'),
        await ada.get(`order/${kit.order()}`),
      ]) {
        const now = Date.parse(json?.now);
        expect(Math.abs(now - Date.now()) < 120_000, `now is ${json?.now}`);
      }
    },
  },
];
