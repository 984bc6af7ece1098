import { eventually, type TestApp } from '../../../test/harness/index.ts';

/** Waits until nothing is due, in or out. */
export async function settle({ boot }: TestApp): Promise<void> {
  await boot.services.inbox?.processor?.drain();
  await boot.services.messages?.dispatcher?.drain();
}

/**
 * Waits until nothing is due, under way, or delayed by its recipient's pace. Otherwise it would meet the fault that the
 * next test prepares.
 */
export function quiet(app: TestApp): Promise<unknown> {
  return eventually(async () => {
    await settle(app);
    const queues = app.boot.services.messages?.dispatcher?.queues() ?? [];
    return queues.every(({ waiting, active }) => waiting === 0 && active === 0) && !(await dueSoon(app));
  }, 'all that was said to be out');
}

/** Whether the outbox holds a message that was put back for its recipient's pace: it is in no queue meanwhile. */
function dueSoon({ boot, clock }: TestApp): Promise<unknown> {
  return boot.database.system
    .selectFrom('message')
    .select('id')
    .where('state', 'in', ['queued', 'sending'])
    .where('next_attempt_at', '<', new Date(clock.now().getTime() + 3_000))
    .executeTakeFirst();
}
