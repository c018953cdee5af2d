// Vendure as it comes, on the PostgreSQL and the port that the environment names.
const { bootstrap, dummyPaymentHandler, DefaultLogger, LogLevel } = require('@vendure/core');

const database = new URL(process.env.DATABASE_URL);

bootstrap({
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
  plugins: [],
}).catch((error) => {
  console.error(error);
  process.exit(1);
});
