/**
 * Answers single questions by asking for many at once. While a group is under way the following questions gather, and
 * go out together when it is back: alone they are asked at once, under load they share a round trip, and nothing has to
 * be tuned. No question joins a group that has left already, so each answer is as fresh as if it had been asked alone.
 * @param most questions of a group
 * @param atOnce groups under way; two where one may have to wait, for a lock or the disk, and the next needn't
 * @param singly whether the questions of a group that failed in this way are asked again, each by itself, so that one
 * of them spoils nothing
 *   for the others; never, unless given
 */
export function gather<Q, A>(
  ask: (questions: Q[]) => Promise<A[]>,
  { most = 100, atOnce = 1, singly = (_error: unknown): boolean => false } = {},
): (question: Q) => Promise<A> {
  type Waiting = { question: Q; resolve(answer: A): void; reject(error: unknown): void };
  let waiting: Waiting[] = [];
  let underWay = 0;

  const settle = async (group: Waiting[]): Promise<void> => {
    try {
      const answers = await ask(group.map(({ question }) => question));
      for (const [i, { resolve }] of group.entries()) resolve(answers[i] as A);
    } catch (error) {
      if (group.length > 1 && singly(error)) await Promise.all(group.map((one) => settle([one])));
      else for (const { reject } of group) reject(error);
    }
  };
  const go = async () => {
    while (waiting.length > 0) {
      const group = waiting.slice(0, most);
      waiting = waiting.slice(most);
      await settle(group);
    }
    underWay--;
  };

  return (question) =>
    new Promise((resolve, reject) => {
      waiting.push({ question, resolve, reject });
      if (underWay === atOnce) return;
      underWay++;
      // After what else has arrived in this turn of the event loop.
      setImmediate(go);
    });
}
