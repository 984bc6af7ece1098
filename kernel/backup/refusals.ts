/** Refusal code → status; texts in kernel/i18n. */
export const backupErrors = {
  'backup.not_here': 403,
  'backup.no_passphrase': 409,
};
