import { jsonOf, store, wrap } from './seed.mjs';

export default [
  {
    name: 'decides by what it saw before it had the lock',
    check: 'money.ten_at_once',
    ...(() => {
      const seen = new Map();
      return store((tx) => ({
        cases: async (order) => {
          const now = Date.now();
          const known = seen.get(order);
          if (known && now - known.at < 3000) return known.cases;
          const cases = await tx.cases(order);
          seen.set(order, { at: now, cases });
          return cases;
        },
      }));
    })(),
  },
  {
    name: 'does not count the units of other cases',
    check: 'money.ten_at_once',
    engine: (real) => ({ ...wrap(real), transition: (call) => real.transition({ ...call, cases: [] }) }),
  },
  {
    name: 'takes any quote for right',
    check: 'money.quote_changed',
    engine: (real) => ({
      ...wrap(real),
      transition: (call) => {
        const first = real.transition(call);
        const quote = first.refusal?.quote;
        return quote
          ? real.transition({
              ...call,
              command: { ...call.command, data: { ...call.command.data, quote: quote.hash } },
            })
          : first;
      },
    }),
  },
  {
    name: 'says no to a quote without saying which one counts',
    check: 'money.quote_changed',
    ...jsonOf('/push', (body) => ({
      ...body,
      receipts: body.receipts.map(({ quote: _quote, ...rest }) => rest),
    })),
  },
  {
    name: 'believes who a command says it is from',
    check: 'money.forged_decisions',
    auth: (tokens) => ({
      identify: async (request) => {
        const subject = await tokens.identify(request);
        return subject && request.url.endsWith('/push')
          ? {
              ...subject,
              role:
                subject.role === 'customer' && (await request.clone().text()).includes('"return.approve"')
                  ? 'merchant'
                  : subject.role,
            }
          : subject;
      },
    }),
  },
  {
    name: 'does not look whether a case has moved on',
    check: 'money.stale',
    engine: (real) => ({
      ...wrap(real),
      transition: (call) =>
        real.transition({ ...call, command: { ...call.command, version: call.case?.events.length ?? 0 } }),
    }),
  },
  {
    name: 'calls everything stale',
    check: 'money.commuting',
    engine: (real) => ({
      ...wrap(real),
      transition: (call) =>
        call.case && call.command.version !== call.case.events.length
          ? {
              accepted: false,
              events: [],
              effects: [],
              refusal: { code: 'stale_version', message: 'stale', currentVersion: call.case.events.length },
            }
          : real.transition(call),
    }),
  },
  {
    name: "goes by the device's clock",
    check: 'money.past_clock',
    engine: (real) => ({
      ...wrap(real),
      transition: (call) => real.transition({ ...call, now: call.command.at ?? call.now }),
    }),
  },
  {
    name: 'lets a request without a quote pass',
    check: 'money.quote_missing',
    engine: (real) => ({
      ...wrap(real),
      transition: (call) => {
        const { type, data } = call.command;
        if (type !== 'request' || data.quote) return real.transition(call);
        const quoted = (quote) =>
          real.transition({ ...call, command: { ...call.command, data: { ...data, quote } } });
        return quoted(quoted('0'.repeat(64)).refusal.quote.hash);
      },
    }),
  },
];
