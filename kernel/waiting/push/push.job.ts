import { Type } from 'typebox';
import { sweep } from '../../db/index.ts';
import { defineJob } from '../../jobs/index.ts';
import { lookForOne, organizationsWithDevices } from './look.action.ts';
import { push } from './push.action.ts';
import { PUSH } from './push-contract.ts';

/** Every minute: a customer waits for the check of a payment, and a machine for somebody who fills it. */
export const lookJob = defineJob({
  name: 'waiting.look',
  schema: Type.Object({}),
  cron: '* * * * *',
  run: (ctx) => sweep(ctx, { due: organizationsWithDevices, step: lookForOne }),
});

/** What a push service refuses is tried again from the device's row, so that no failed job of it waits for staff. */
export const pushJob = defineJob({
  ...PUSH,
  concurrency: 5,
  run: (ctx, { device_id }) => push(ctx, device_id),
});
