/** Headings that lists of people use everywhere. */
export const NAME_PARTS = [
  ['First name', 'Given name', 'Forename', 'Nombre', 'Nombres', 'Prénom'],
  ['Last name', 'Surname', 'Family name', 'Apellido', 'Apellidos', 'Nom de famille'],
] as const;
export const EMAIL_TITLES = [
  'E-mail',
  'Mail',
  'Email address',
  'E-mail address',
  'Email ID',
  'Mail ID',
  'ई-मेल',
  'Correo',
  'Correo electrónico',
] as const;
export const PHONE_TITLES = [
  'Phone',
  'Mobile',
  'Telephone',
  'Phone number',
  'Phone no',
  'Mobile number',
  'Mobile no',
  'Contact number',
  'Contact no',
  'WhatsApp',
  'WhatsApp number',
  'WhatsApp no',
  'Cell phone',
  'फ़ोन',
  'मोबाइल',
  'Teléfono',
  'Móvil',
  'Celular',
] as const;
