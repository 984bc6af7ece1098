import { type Static, Type } from 'typebox';
import { E164 } from '../lib/contact.ts';
import { AIRTEL_COUNTRIES, AIRTEL_ENVIRONMENTS, MTN_ENVIRONMENT_NAMES } from '../lib/mobile-money.ts';

const text = (description: string, extra: Record<string, unknown> = {}) =>
  Type.Optional(Type.String({ description, ...extra }));
const flag = (description: string, byDefault: boolean) => Type.Boolean({ description, default: byDefault });

/** Every environment variable that the program reads, with the text for `.env.example` and `--help`. */
export const ConfigSchema = Type.Object({
  PORT: Type.Integer({ description: 'Port to listen on.', default: 3000, minimum: 0, maximum: 65535 }),
  HOST: Type.String({
    description: 'Address to listen on; 0.0.0.0 to be reached from other machines.',
    default: '127.0.0.1',
  }),
  PUBLIC_URL: text('Address of the server for people; used in QR codes and e-mails. Default: http://localhost:PORT.', {
    format: 'uri',
  }),
  TRUSTED_PROXIES: text(
    'Proxies whose X-Forwarded-For is trusted: their number in a row (1), or their networks (loopback, private, 203.0.113.0/24). None by default.',
  ),
  DATA_DIR: Type.String({
    description: 'Folder for the embedded database, files and the secret key; from the folder of the program.',
    default: './data',
  }),
  DISK_RESERVE_MB: Type.Integer({
    description: 'Megabytes that stay free on the disk of DATA_DIR; below that no pictures or files are accepted.',
    default: 500,
    minimum: 0,
  }),
  DATABASE_URL: text(
    'PostgreSQL 15 or newer to use instead of the embedded one: postgres://user:password@host/database; of several servers (@one,two/database) the one that takes writes.',
    { pattern: '^postgres(ql)?://' },
  ),
  DATABASE_APP_URL: text(
    'The same database with the role for requests, if the user of DATABASE_URL may not create it: a member of counterfoil_app, bound by row-level security.',
    { pattern: '^postgres(ql)?://' },
  ),
  DATABASE_DIRECT_URL: text(
    'The database itself, when DATABASE_URL leads to PgBouncer or another pooler in transaction mode: for migrations, jobs, notifications and backups.',
    { pattern: '^postgres(ql)?://' },
  ),
  DATABASE_READ_URL: text(
    'A streaming replica of that database, which lists, reports and exports are read from; user and password are not needed in it.',
    { pattern: '^postgres(ql)?://' },
  ),
  // Of 4, 8, 12, 16 and 30, 16 wrote the most bills (bench/README.md): more only wait for each other in the database.
  DATABASE_POOL: Type.Integer({
    description: 'Connections to the database for one process.',
    default: 16,
    minimum: 2,
    maximum: 200,
  }),
  SECRET_KEY: text(
    'At least 32 characters; signs sessions and encrypts stored credentials. Made and kept in DATA_DIR when absent.',
    { minLength: 32 },
  ),
  OIDC_ISSUER: text(
    'Single sign-on by OpenID Connect: the issuer, such as https://accounts.google.com, https://login.microsoftonline.com/TENANT/v2.0 or https://keycloak.example/realms/REALM.',
    { format: 'uri', pattern: '^https?://' },
  ),
  OIDC_CLIENT_ID: text('The client that you made there; its redirect address is PUBLIC_URL/api/v1/auth/callback/oidc.'),
  OIDC_CLIENT_SECRET: text('The secret of that client.'),
  OIDC_NAME: Type.String({
    description: 'What people call it; stands on the button of the sign-in page.',
    default: 'OpenID Connect',
  }),
  QR_SECRET: text(
    'Secret of HMAC-signed QR codes, at least 16 characters; when absent, a random one is stored encrypted in the database.',
    {
      minLength: 16,
    },
  ),
  RATE_LIMIT_PER_MINUTE: Type.Integer({
    description:
      'Requests per minute of one session, key or device, or of one address when nobody is signed in; more are refused with 429. Some routes have their own limits.',
    default: 3000,
    minimum: 10,
  }),
  ORGANIZATIONS_PER_OWNER: Type.Integer({
    description:
      'Organizations that one owner may have, counting those of the first start; 1: only the command line makes others.',
    default: 20,
    minimum: 1,
    maximum: 1000,
  }),
  LOG_LEVEL: Type.Union(
    ['fatal', 'error', 'warn', 'info', 'debug', 'silent'].map((l) => Type.Literal(l)),
    { description: 'How much is logged: fatal, error, warn, info, debug or silent.', default: 'info' },
  ),
  ALLOW_PRIVATE_ADDRESSES: text(
    'Networks, besides the public internet, that addresses typed into the settings may reach: true for anywhere, or networks such as 10.1.0.0/16,192.168.7.25.',
    { pattern: '^(true|false|([0-9a-fA-F.:]+(/[0-9]{1,3})?)([\\s,]+[0-9a-fA-F.:]+(/[0-9]{1,3})?)*)$' },
  ),
  PRINTER_NETWORK: text(
    'The private network whose receipt printers the server sends to (ports 9100 to 9109), such as 192.168.1.0/24; only where all organizations here may print there. Empty: none.',
  ),
  AUDIT_HEADS_FILE: text(
    'File to which the head of each audit chain is added every day; best in a place where this program may add but not remove.',
  ),
  METRICS_TOKEN: text(
    '/metrics asks for it as a bearer token. Without it, /metrics answers only this machine, and only while PUBLIC_URL is http://localhost.',
  ),
  EMAIL_HOST: text('SMTP server. Without it mail stays in the outbox and can be read in the console.'),
  EMAIL_PORT: Type.Integer({ description: 'Port of the SMTP server.', default: 587, minimum: 1, maximum: 65535 }),
  EMAIL_HOST_USER: text('User at the SMTP server.'),
  EMAIL_HOST_PASSWORD: text('Password at the SMTP server.'),
  EMAIL_USE_TLS: flag('Insist on TLS with the SMTP server (STARTTLS, or TLS from the start on port 465).', true),
  DEFAULT_FROM_EMAIL: Type.String({ description: 'Sender of all mail.', default: 'Counterfoil <no-reply@localhost>' }),
  WHATSAPP_PHONE_NUMBER_ID: text(
    "Meta's id of the first organization's WhatsApp number, digits only; others set theirs in the console.",
    { pattern: '^[0-9]+$' },
  ),
  WHATSAPP_ACCESS_TOKEN: text('Access token of a system user at Meta for that number.'),
  WHATSAPP_APP_SECRET: text(
    'Secret of the Meta app, which signs requests to /whatsapp/webhook/; without it they are refused.',
  ),
  WHATSAPP_VERIFY_TOKEN: text("Words of your choice, typed at Meta together with the webhook's address."),
  WHATSAPP_API_ROOT: Type.String({
    description: 'Base address of the Graph API, to point it elsewhere.',
    default: 'https://graph.facebook.com',
    pattern: '^https?://',
  }),
  WHATSAPP_API_VERSION: Type.String({
    description: 'Version of the Graph API; each lives for about two years.',
    default: 'v24.0',
    pattern: '^v[0-9]+\\.[0-9]+$',
  }),
  TELEGRAM_BOT_TOKEN: text(
    "Token of the first organization's Telegram bot, as BotFather gives it; others set theirs in the console.",
    {
      pattern: '^[0-9]+:[A-Za-z0-9_-]{20,}$',
    },
  ),
  TELEGRAM_WEBHOOK_URL: text(
    'https address at which Telegram reaches this server, when it is not PUBLIC_URL; without a path, /telegram/webhook is added. Where neither can be reached, the server asks Telegram.',
    { pattern: '^https?://' },
  ),
  TELEGRAM_API_ROOT: Type.String({
    description: 'Base address of the Telegram Bot API, to point it elsewhere.',
    default: 'https://api.telegram.org',
    pattern: '^https?://',
  }),
  ADMIN_TG_IDS: text(
    "Telegram ids, separated by commas, of people who are admins of the first organization in the bot's chat; others link theirs in the console.",
    { pattern: '^[0-9]+([\\s,]+[0-9]+)*$' },
  ),
  TWILIO_ACCOUNT_SID: text('Account at Twilio for SMS of the first organization; others set theirs in the console.', {
    pattern: '^AC[0-9a-f]{32}$',
  }),
  TWILIO_AUTH_TOKEN: text('Auth token of that account; also checks the signatures of what Twilio sends.'),
  TWILIO_FROM: text('Number that SMS are sent from, as +14155550123.', { pattern: E164 }),
  TWILIO_API_ROOT: Type.String({
    description: 'Base address of the Twilio API, to point it elsewhere.',
    default: 'https://api.twilio.com',
    pattern: '^https?://',
  }),
  STRIPE_SECRET_KEY: text('Secret key at Stripe of the first organization; others set theirs in the console.'),
  STRIPE_WEBHOOK_SECRET: text('Signing secret of its webhook at Stripe, whsec_…'),
  STRIPE_API_ROOT: Type.String({
    description: 'Base address of the Stripe API, to point it elsewhere.',
    default: 'https://api.stripe.com',
    pattern: '^https?://',
  }),
  MTN_MOMO_SUBSCRIPTION_KEY: text(
    'Subscription key for Collections at MTN MoMo of the first organization; others set theirs in the console.',
  ),
  MTN_MOMO_API_USER: text('API user there (a UUID).'),
  MTN_MOMO_API_KEY: text('API key of that user.'),
  MTN_MOMO_DISBURSEMENT_SUBSCRIPTION_KEY: text('Subscription key for Disbursements, by which refunds are made.'),
  MTN_MOMO_DISBURSEMENT_API_USER: text('API user for Disbursements.'),
  MTN_MOMO_DISBURSEMENT_API_KEY: text('API key of that user.'),
  MTN_MOMO_TARGET_ENVIRONMENT: Type.Union(
    MTN_ENVIRONMENT_NAMES.map((name) => Type.Literal(name)),
    { description: `Where that account is: ${MTN_ENVIRONMENT_NAMES.join(', ')}.`, default: 'sandbox' },
  ),
  MTN_MOMO_CALLBACK_HOST: text(
    'Host of the callback address as registered with the API user, when it is not that of PUBLIC_URL.',
    { pattern: '^[A-Za-z0-9.-]+(:[0-9]+)?$' },
  ),
  MTN_MOMO_API_ROOT: text("Base address to use instead of MTN's, live and sandbox.", { pattern: '^https?://' }),
  AIRTEL_MONEY_CLIENT_ID: text(
    'Client id of the application at Airtel Africa of the first organization; others set theirs in the console.',
  ),
  AIRTEL_MONEY_CLIENT_SECRET: text('Client secret of that application.'),
  AIRTEL_MONEY_COUNTRY: Type.Union(
    AIRTEL_COUNTRIES.map((code) => Type.Literal(code)),
    { description: `Country of that application: ${AIRTEL_COUNTRIES.join(', ')}.`, default: 'RW' },
  ),
  AIRTEL_MONEY_ENVIRONMENT: Type.Union(
    AIRTEL_ENVIRONMENTS.map((name) => Type.Literal(name)),
    { description: 'staging for trials, or live.', default: 'staging' },
  ),
  AIRTEL_MONEY_API_ROOT: text("Base address to use instead of Airtel's, live and staging.", {
    pattern: '^https?://',
  }),
  PAYMENT_SANDBOX: flag(
    'Serve payment providers with play money, which owners may switch on for their organization (the setting sandbox.enabled); the demo does.',
    false,
  ),
  SANDBOX_API_ROOT: text('Base address of those providers, where PUBLIC_URL does not reach this program itself.', {
    format: 'uri',
  }),
  SHEETS_CREDENTIALS_JSON: text(
    "Key file (JSON) of a Google service account, whose spreadsheet mirrors the first organization's events; others set theirs in the console.",
    { pattern: '^\\s*\\{' },
  ),
  SHEETS_API_ROOT: Type.String({
    description: 'Base address of the Google Sheets API, to point it elsewhere.',
    default: 'https://sheets.googleapis.com',
    pattern: '^https?://',
  }),
  CLOUDINARY_URL: text('cloudinary://key:secret@cloud: keep files at Cloudinary.', { pattern: '^cloudinary://' }),
  CLOUDINARY_API_ROOT: text('Base address of the Cloudinary API, to point it elsewhere.', { format: 'uri' }),
  S3_ENDPOINT: text('Address of an S3-compatible store.', { format: 'uri' }),
  S3_REGION: Type.String({ description: 'Region of the S3 store.', default: 'us-east-1' }),
  S3_BUCKET: text('Bucket of the S3 store: when set, files are kept there.'),
  S3_ACCESS_KEY_ID: text('Access key of the S3 store.'),
  S3_SECRET_ACCESS_KEY: text('Secret key of the S3 store.'),
  BACKUP_PASSPHRASE: text(
    'Encrypts backups, at least 12 characters. Keep it elsewhere too: without it no backup can be opened. Absent: no backups.',
    { minLength: 12 },
  ),
  BACKUP_TO: text(
    'Where backups go: a folder of their own, best on another disk, or s3://bucket/prefix with the S3 variables. Default: DATA_DIR/backups.',
    { pattern: '^(s3://[A-Za-z0-9.-]{3,63}(/[A-Za-z0-9/_.-]*)?|(?!s3:).+)$' },
  ),
  BACKUP_BEFORE_UPGRADE: flag(
    'With BACKUP_PASSPHRASE, a backup is made before a new version changes the database. Off: you make one by other means.',
    true,
  ),
  CLOCK_SERVER: Type.String({
    description: 'Time server (NTP) that "doctor" compares the clock with: host or host:port.',
    default: 'pool.ntp.org',
    pattern: '^[A-Za-z0-9.-]+(:\\d{1,5})?$',
  }),
  ENABLE_MQTT: flag('The embedded MQTT broker for machines, while an organization uses a module that has some.', true),
  MQTT_PORT: Type.Optional(
    Type.Integer({
      description:
        'Port of the embedded MQTT broker; otherwise 1883, or 8883 with TLS. Set, it is open from the start.',
      minimum: 0,
      maximum: 65535,
    }),
  ),
  MQTT_HOST: text('Address at which that broker listens; otherwise HOST.'),
  MQTT_CERT_FILE: text(
    'Certificate of that broker with its chain, a file in PEM: machines then connect with TLS only. A renewed file is read within an hour.',
  ),
  MQTT_KEY_FILE: text('Its key, a file in PEM.'),
  MQTT_URL: text('A real MQTT broker to use instead: mqtts://user:password@broker:8883; it needs MQTT 5.', {
    pattern: '^mqtts?://',
  }),
  ENABLE_SSE: flag('Pages move by themselves over server-sent events; off, they ask now and then.', true),
  ENABLE_DEVICE_TOKEN: flag(
    'Machines show their token; off, one that sends its serial number from a private address is believed: only for a network that nobody else can enter.',
    true,
  ),
  CORS_ALLOWED_ORIGINS: text('Origins of other sites that may call the API from a browser, separated by commas.'),
});

export type Env = Static<typeof ConfigSchema>;
