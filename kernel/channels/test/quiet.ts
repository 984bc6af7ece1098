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
    return queues.every(({ waiting, active }) => waiting === 0 && active === 0);
  }, 'all that was said to be out');
}
