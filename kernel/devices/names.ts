import { refuse } from '../lib/result.ts';

/** The subject of devices' audit entries, and their realtime topic. */
export const DEVICE = 'device';

export const NAME_TAKEN = refuse('devices.name_taken', undefined, { name: 'devices.name_taken' });
export const isNameTaken = (error: unknown) => (error as { constraint?: string }).constraint === 'device_name';

export const errors: Record<string, number> = {
  // One text for unknown, expired and revoked, so that an attacker learns nothing.
  'devices.refused': 401,
  'devices.not_here': 403,
  'devices.code_wrong': 404,
  'devices.key_malformed': 400,
  'devices.has_key': 409,
  'devices.not_found': 404,
  'devices.kind_unknown': 400,
  'devices.name_blank': 400,
  'devices.name_taken': 409,
  'devices.ends_already': 400,
  'devices.over': 409,
  'devices.already_revoked': 409,
};
