/** Settings of the programs before Counterfoil and of their frameworks, with what does the same here. */
export const OLDER_SETTINGS: Record<string, string> = {
  // the key and the addresses
  DJANGO_SECRET_KEY: 'SECRET_KEY',
  FLASK_SECRET_KEY: 'SECRET_KEY',
  JWT_SECRET: 'SECRET_KEY',
  JWT_SECRET_KEY: 'SECRET_KEY',
  BASE_URL: 'PUBLIC_URL',
  SITE_URL: 'PUBLIC_URL',
  APP_URL: 'PUBLIC_URL',
  ALLOWED_HOSTS: 'PUBLIC_URL',
  DJANGO_ALLOWED_HOSTS: 'PUBLIC_URL',
  CORS_ORIGINS: 'CORS_ALLOWED_ORIGINS',
  ALLOWED_ORIGINS: 'CORS_ALLOWED_ORIGINS',
  CSRF_TRUSTED_ORIGINS: 'CORS_ALLOWED_ORIGINS',
  // the database
  DB_NAME: 'DATABASE_URL',
  DB_USER: 'DATABASE_URL',
  DB_HOST: 'DATABASE_URL',
  DB_PORT: 'DATABASE_URL',
  POSTGRES_DB: 'DATABASE_URL',
  POSTGRES_USER: 'DATABASE_URL',
  POSTGRES_PASSWORD: 'DATABASE_URL',
  SQLALCHEMY_DATABASE_URI: 'DATABASE_URL',
  REDIS_URL: 'nothing: jobs are in the database',
  CELERY_BROKER_URL: 'nothing: jobs are in the database',
  CELERY_RESULT_BACKEND: 'nothing: jobs are in the database',
  // chats
  BOT_TOKEN: 'TELEGRAM_BOT_TOKEN',
  TELEGRAM_TOKEN: 'TELEGRAM_BOT_TOKEN',
  WEBHOOK_URL: 'TELEGRAM_WEBHOOK_URL',
  ADMIN_IDS: 'ADMIN_TG_IDS',
  ADMIN_CHAT_ID: 'ADMIN_TG_IDS',
  WHATSAPP_TOKEN: 'WHATSAPP_ACCESS_TOKEN',
  WHATSAPP_API_TOKEN: 'WHATSAPP_ACCESS_TOKEN',
  WHATSAPP_PHONE_ID: 'WHATSAPP_PHONE_NUMBER_ID',
  PHONE_NUMBER_ID: 'WHATSAPP_PHONE_NUMBER_ID',
  VERIFY_TOKEN: 'WHATSAPP_VERIFY_TOKEN',
  APP_SECRET: 'WHATSAPP_APP_SECRET',
  // mail
  EMAIL_BACKEND: 'EMAIL_HOST',
  MAIL_SERVER: 'EMAIL_HOST',
  SMTP_HOST: 'EMAIL_HOST',
  MAIL_PORT: 'EMAIL_PORT',
  SMTP_PORT: 'EMAIL_PORT',
  MAIL_USERNAME: 'EMAIL_HOST_USER',
  SMTP_USER: 'EMAIL_HOST_USER',
  MAIL_PASSWORD: 'EMAIL_HOST_PASSWORD',
  SMTP_PASSWORD: 'EMAIL_HOST_PASSWORD',
  MAIL_USE_TLS: 'EMAIL_USE_TLS',
  FROM_EMAIL: 'DEFAULT_FROM_EMAIL',
  // sheets, files, machines
  GOOGLE_APPLICATION_CREDENTIALS: 'SHEETS_CREDENTIALS_JSON',
  GOOGLE_SHEETS_CREDENTIALS: 'SHEETS_CREDENTIALS_JSON',
  GOOGLE_CREDENTIALS_JSON: 'SHEETS_CREDENTIALS_JSON',
  SPREADSHEET_ID: 'the mirror’s settings in the console',
  GOOGLE_SHEET_ID: 'the mirror’s settings in the console',
  SHEETS_SPREADSHEET_ID: 'the mirror’s settings in the console',
  CLOUDINARY_CLOUD_NAME: 'CLOUDINARY_URL',
  CLOUDINARY_API_KEY: 'CLOUDINARY_URL',
  CLOUDINARY_API_SECRET: 'CLOUDINARY_URL',
  AWS_STORAGE_BUCKET_NAME: 'S3_BUCKET',
  AWS_ACCESS_KEY_ID: 'S3_ACCESS_KEY_ID',
  AWS_SECRET_ACCESS_KEY: 'S3_SECRET_ACCESS_KEY',
  MEDIA_ROOT: 'DATA_DIR',
  UPLOAD_FOLDER: 'DATA_DIR',
  MQTT_BROKER: 'MQTT_URL',
  MQTT_BROKER_URL: 'MQTT_URL',
  // what each organization says for itself
  TIMEZONE: 'the organization’s settings in the console',
  TIME_ZONE: 'the organization’s settings in the console',
  CURRENCY: 'the organization’s settings in the console',
  CUTOFF_TIME: 'the mess’s settings in the console',
  // of the frameworks
  DEBUG: 'nothing',
  DJANGO_DEBUG: 'nothing',
  DJANGO_SETTINGS_MODULE: 'nothing',
  FLASK_ENV: 'nothing',
  FLASK_APP: 'nothing',
};

/** A sentence for each of these that is set, and that this program doesn't read. */
export function olderSettings(set: readonly string[], ours: readonly string[]): string[] {
  return set
    .filter((name) => Object.hasOwn(OLDER_SETTINGS, name) && !ours.includes(name))
    .map((name) => `${name} is not read: it was a setting of an older program. Now: ${OLDER_SETTINGS[name]}.`);
}
