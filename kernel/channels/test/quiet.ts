import { eventually, type TestHouse } from '../../../test/harness/index.ts';

/**
 * Until nothing is due or on its way, in or out, nor waits for its recipient's pace: else it would meet the trouble that is prepared for the
 * next test's message.
 */
export function quiet({ boot }: TestHouse): Promise<unknown> {
  const { channels, messages } = boot.house;
  return eventually(async () => {
    await channels?.processor?.drain();
    await messages?.dispatcher?.drain();
    return messages?.dispatcher?.lanes().every(({ waiting, active }) => waiting === 0 && active === 0) ?? true;
  }, 'all that was said to be out');
}
