/**
 * Who reads a text: the longest prefix of its key decides. A language may be one for customers: it then has the texts
 * that customers read, and pages of staff don't offer it. What stands nowhere here is for staff.
 */
export const READERS: Readonly<Record<string, 'customers' | 'staff'>> = {
  account: 'customers',
  chat: 'customers',
  'chat.staff': 'staff',
  documents: 'customers',
  errors: 'customers',
  'errors.audit': 'staff',
  'errors.auth': 'staff',
  'errors.auth.bad_token': 'customers',
  'errors.auth.password_length': 'customers',
  'errors.auth.session_not_found': 'customers',
  'errors.auth.too_many_attempts': 'customers',
  'errors.backup': 'staff',
  'errors.channels.bad_signature': 'staff',
  'errors.channels.blocked': 'staff',
  'errors.channels.conversation_not_found': 'staff',
  'errors.channels.no_conversation': 'staff',
  'errors.channels.opted_out': 'staff',
  'errors.channels.sms_incomplete': 'staff',
  'errors.channels.telegram_bad_token': 'staff',
  'errors.channels.whatsapp_bad_templates': 'staff',
  'errors.channels.whatsapp_incomplete': 'staff',
  'errors.devices': 'staff',
  'errors.documents': 'staff',
  'errors.exports': 'staff',
  'errors.health': 'staff',
  'errors.imports': 'staff',
  'errors.inbox': 'staff',
  'errors.jobs': 'staff',
  'errors.ledger': 'staff',
  'errors.messages': 'staff',
  'errors.mirror': 'staff',
  'errors.payments': 'staff',
  'errors.payments.already_denied': 'customers',
  'errors.payments.already_refunded': 'customers',
  'errors.payments.already_verified': 'customers',
  'errors.payments.amount_not_taken': 'customers',
  'errors.payments.attempt_open': 'customers',
  'errors.payments.closed': 'customers',
  'errors.payments.currency_not_taken': 'customers',
  'errors.payments.no_provider': 'customers',
  'errors.payments.not_found': 'customers',
  'errors.payments.payer_blank': 'customers',
  'errors.payments.payer_country': 'customers',
  'errors.payments.proof_empty': 'customers',
  'errors.payments.reference_too_long': 'customers',
  'errors.payments.too_often': 'customers',
  'errors.personal_data': 'staff',
  'errors.settings': 'staff',
  'errors.staff': 'staff',
  'errors.statements': 'staff',
  'errors.tasks': 'staff',
  'errors.tenancy': 'staff',
  messages: 'customers',
  'messages.audit_heads': 'staff',
  'messages.auth': 'staff',
  'messages.mail_test': 'staff',
  'messages.tenancy': 'staff',
  new_version: 'customers',
  pay: 'customers',
  payments: 'customers',
  portal: 'customers',
  sandbox: 'customers',
  subject_names: 'customers',
  web_chat: 'customers',
};

export function isForCustomers(key: string): boolean {
  const parts = key.split('.');
  for (let length = parts.length; length > 0; length--) {
    const reader = READERS[parts.slice(0, length).join('.')];
    if (reader) return reader === 'customers';
  }
  return false;
}
