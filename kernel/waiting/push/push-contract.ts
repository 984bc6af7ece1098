import { Type } from 'typebox';
import { Id } from '../../lib/schemas.ts';

/** One notification for one device; what it says is read when it is sent. */
export const PUSH = {
  name: 'waiting.push',
  schema: Type.Object({ device_id: Id }),
};
