// A Vendure of this run's own, on a free port of the loopback interface.

import { randomBytes } from 'node:crypto';
import { install } from '../support/install.mjs';
import { freePort, startServer } from '../support/process.mjs';

/** `more` is what its environment holds besides. */
export async function startVendure(postgres, more = {}) {
  const folder = await install('vendure');
  await postgres.create('vendure');
  const port = await freePort();
  const password = randomBytes(12).toString('hex');
  const base = `http://127.0.0.1:${port}`;
  const server = await startServer(process.execPath, ['server.cjs'], {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      NODE_ENV: 'production',
      PORT: `${port}`,
      DATABASE_URL: postgres.url('vendure'),
      TOKEN_SECRET: randomBytes(24).toString('hex'),
      ADMIN: 'admin',
      ADMIN_PASSWORD: password,
      VENDURE_DISABLE_TELEMETRY: 'true',
      DO_NOT_TRACK: '1',
      ...more,
    },
    ready: async () => (await fetch(`${base}/health`)).ok,
  });

  /** Calls of one session to one of the two APIs, in the channel whose token is given. */
  function session(api, channel) {
    let bearer;
    /** One operation; its only field is the answer. Faults and typed refusals are thrown with the server's own words. */
    const call = async (query, variables) => {
      const response = await fetch(`${base}/${api}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(bearer && { authorization: `Bearer ${bearer}` }),
          ...(channel && { 'vendure-token': channel }),
        },
        body: JSON.stringify({ query, variables }),
      });
      bearer = response.headers.get('vendure-auth-token') ?? bearer;
      const { data, errors } = await response.json();
      const [answer] = Object.values(data ?? {});
      if (errors || answer?.errorCode) {
        throw new Error(`${query.slice(0, 80)}: ${JSON.stringify(errors ?? answer).slice(0, 500)}`);
      }
      return answer;
    };
    /** Whom the session's requests are from: a bearer token. */
    call.token = () => bearer;
    return call;
  }

  const login = `mutation ($password: String!) { login(username: "admin", password: $password) { __typename ... on ErrorResult { errorCode message } } }`;
  return {
    session,
    base,
    /** An admin at work in a channel. */
    async admin(channel) {
      const call = session('admin-api', channel);
      await call(login, { password });
      return call;
    },
    stop: server.stop,
    output: server.output,
  };
}
