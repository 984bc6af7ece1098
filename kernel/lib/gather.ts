/**
 * Answers single questions by asking for many at once. While a group is in progress, further questions gather and are
 * asked together when it is done. A question alone is asked at once; under load questions share a round trip, and there
 * is nothing to tune. No question joins a group that has started, so each answer is as fresh as one asked alone.
 * @param most questions of a group
 * @param atOnce parallel groups, where one may have to wait for a lock or a slow disk and the next need not
 * @param patience milliseconds for which the next group gathers before it starts beside one that is in progress: one
 * large group costs less than two small ones
 * @param singly whether the questions of a group that failed with this error are asked again one by one, so that one of
 * them doesn't fail the others; default: never
 */
export function gather<Q, A>(
  ask: (questions: Q[]) => Promise<A[]>,
  { most = 100, atOnce = 1, patience = 0, singly = (_error: unknown): boolean => false } = {},
): (question: Q) => Promise<A> {
  type Waiting = { question: Q; resolve(answer: A): void; reject(error: unknown): void };
  const waiting: Waiting[] = [];
  let underWay = 0;
  /** Of the groups under way, how many the next one still waits for. */
  let awaited = 0;
  let looking = false;

  const answer = async (group: Waiting[]): Promise<void> => {
    try {
      const answers = await ask(group.map(({ question }) => question));
      for (const [i, { resolve }] of group.entries()) resolve(answers[i] as A);
    } catch (error) {
      if (group.length > 1 && singly(error)) await Promise.all(group.map((one) => answer([one])));
      else for (const { reject } of group) reject(error);
    }
  };
  /** Takes the next group from those that wait; empty: not yet. */
  const next = (): Waiting[] => (underWay === atOnce || awaited > 0 ? [] : waiting.splice(0, most));
  const run = async (group: Waiting[]) => {
    underWay++;
    const wait = patience > 0 ? awaitFor(patience) : undefined;
    await answer(group);
    wait?.end();
    underWay--;
    start();
  };
  const look = () => {
    looking = false;
    for (let group = next(); group.length > 0; group = next()) void run(group);
  };
  const start = () => {
    if (looking || underWay === atOnce) return;
    looking = true;
    // After everything that arrived in this turn of the event loop.
    setImmediate(look);
  };
  const awaitFor = (milliseconds: number) => {
    awaited++;
    let over = false;
    const end = () => {
      if (over) return;
      over = true;
      clearTimeout(timer);
      awaited--;
    };
    const timer = setTimeout(() => {
      end();
      start();
    }, milliseconds);
    return { end };
  };

  return (question) =>
    new Promise((resolve, reject) => {
      waiting.push({ question, resolve, reject });
      start();
    });
}

/**
 * Asks equal questions of a group once; those who asked them share the answer, which nobody may change.
 * @param keyOf the same for equal questions
 */
export function askOnce<Q, A>(
  keyOf: (question: Q) => string,
  ask: (questions: Q[]) => Promise<A[]>,
): (questions: Q[]) => Promise<A[]> {
  return async (questions) => {
    const keys = questions.map(keyOf);
    const distinct = new Map(keys.map((key, i) => [key, questions[i] as Q]));
    const answers = await ask([...distinct.values()]);
    const known = new Map([...distinct.keys()].map((key, i) => [key, answers[i] as A]));
    return keys.map((key) => known.get(key) as A);
  };
}

/**
 * `gather` for queries of the database: one group after the other, since a large one costs less than two small ones,
 * and a second beside one that takes longer, as when it waits for a lock (`npm run bench:electricity`, `bench:coffee`).
 */
export function gatherQueries<Q, A>(
  ask: (questions: Q[]) => Promise<A[]>,
  singly: (error: unknown) => boolean = () => false,
): (question: Q) => Promise<A> {
  return gather(ask, { ...LIKE_QUERIES, singly });
}

const LIKE_QUERIES = { most: 64, atOnce: 2, patience: 20 };
