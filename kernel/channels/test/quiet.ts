import { eventually, type TestHouse } from '../../../test/harness/index.ts';

/** Until nothing is due, in or out. */
export async function settle({ boot }: TestHouse): Promise<void> {
  await boot.house.inbox?.processor?.drain();
  await boot.house.messages?.dispatcher?.drain();
}

/**
 * Until nothing is due or on its way, in or out, nor waits for its recipient's pace: else it would meet the trouble that is prepared for the
 * next test's message.
 */
export function quiet(house: TestHouse): Promise<unknown> {
  return eventually(async () => {
    await settle(house);
    const lanes = house.boot.house.messages?.dispatcher?.lanes() ?? [];
    return lanes.every(({ waiting, active }) => waiting === 0 && active === 0);
  }, 'all that was said to be out');
}
