/**
 * Answers single questions by asking for many at once. While a group is in progress, further questions gather and are
 * asked together when it is done. A question alone is asked at once; under load questions share a round trip, and there
 * is nothing to tune. No question joins a group that has started, so each answer is as fresh as one asked alone.
 * @param most questions of a group
 * @param atOnce parallel groups; two where one may have to wait for a lock or the disk and the next need not
 * @param singly whether the questions of a group that failed with this error are asked again one by one, so that one of
 * them doesn't fail the others; default: never
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
      // After everything that arrived in this turn of the event loop.
      setImmediate(go);
    });
}
