// Vendure as it comes, on the PostgreSQL and the port that the environment names.
const core = require('@vendure/core');
const { bootstrap, dummyPaymentHandler, DefaultLogger, LogLevel } = core;

const database = new URL(process.env.DATABASE_URL);

// The plugin under test, where a test has put it beside Vendure's packages; its policy is the one that the test names. People
// whom no shop knows, such as carriers, come with tokens.
async function plugins() {
  const policy = process.env.AFTERSALE_POLICY;
  if (!policy) return [];
  const { aftersalePlugin } = await import('aftersale/backends/vendure-plugin');
  const { createTokens } = await import('aftersale/server');
  const auth = createTokens({ secret: process.env.TOKEN_SECRET });
  return [aftersalePlugin(core, { policies: [JSON.parse(policy)], auth })];
}

const configuration = async () => ({
  apiOptions: {
    hostname: '127.0.0.1',
    port: Number(process.env.PORT),
    adminApiPath: 'admin-api',
    shopApiPath: 'shop-api',
  },
  authOptions: {
    tokenMethod: ['bearer'],
    requireVerification: false,
    superadminCredentials: { identifier: process.env.ADMIN, password: process.env.ADMIN_PASSWORD },
  },
  systemOptions: { telemetry: { disabled: true } },
  dbConnectionOptions: {
    type: 'postgres',
    host: database.hostname,
    port: Number(database.port),
    username: database.username,
    password: '',
    database: database.pathname.slice(1),
    schema: 'public',
    synchronize: true,
    logging: false,
  },
  logger: new DefaultLogger({ level: LogLevel.Error }),
  paymentOptions: { paymentMethodHandlers: [dummyPaymentHandler] },
  plugins: await plugins(),
});

configuration().then(bootstrap).catch((error) => {
  console.error(error);
  process.exit(1);
});
