import { eventually, type TestApp } from '../../../test/harness/index.ts';

/** Until nothing is due, in or out. */
export async function settle({ boot }: TestApp): Promise<void> {
  await boot.services.inbox?.processor?.drain();
  await boot.services.messages?.dispatcher?.drain();
}

/**
 * Until nothing is due or on its way, in or out, nor waits for its recipient's pace: else it would meet the trouble
 * that is prepared for the next test's message.
 */
export function quiet(app: TestApp): Promise<unknown> {
  return eventually(async () => {
    await settle(app);
    const queues = app.boot.services.messages?.dispatcher?.queues() ?? [];
    return queues.every(({ waiting, active }) => waiting === 0 && active === 0);
  }, 'all that was said to be out');
}
