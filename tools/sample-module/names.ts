import type { Role } from '../../kernel/ctx/index.ts';

/** permission → least role */
export const permissions: Record<string, Role> = {
  'sample.read': 'viewer',
  'sample.write': 'ops',
};

/** refusal code → HTTP status */
export const errors: Record<string, number> = {
  'sample.note.blank': 400,
  'sample.note.too_long': 400,
  'sample.note.not_found': 404,
  'sample.note.not_open': 409,
};
