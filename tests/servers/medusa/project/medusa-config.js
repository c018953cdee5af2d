// Medusa as it comes, without its dashboard; everything that is not fixed comes from the environment.
const { defineConfig } = require('@medusajs/framework/utils');

// The plugin under test, where a test has put it beside Medusa's packages; its policy is the one that the test names. People
// whom no shop knows, such as carriers, come with tokens.
const policy = process.env.AFTERSALE_POLICY;
const tokens = import('aftersale/server').then(
  ({ createTokens }) => createTokens({ secret: process.env.COOKIE_SECRET }),
  () => undefined,
);
const plugins = policy
  ? [
      {
        resolve: 'aftersale/medusa',
        options: {
          policies: [JSON.parse(policy)],
          linkSecret: process.env.COOKIE_SECRET,
          auth: { identify: async (request) => (await tokens)?.identify(request) },
        },
      },
    ]
  : [];

module.exports = defineConfig({
  plugins,
  admin: { disable: true },
  projectConfig: {
    databaseUrl: process.env.DATABASE_URL,
    databaseDriverOptions: { ssl: false, connection: { ssl: false } },
    http: {
      storeCors: 'http://127.0.0.1',
      adminCors: 'http://127.0.0.1',
      authCors: 'http://127.0.0.1',
      jwtSecret: process.env.JWT_SECRET,
      cookieSecret: process.env.COOKIE_SECRET,
    },
  },
});
