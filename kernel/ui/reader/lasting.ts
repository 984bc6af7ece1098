export type Detector = { detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]> };

/** Some Androids reject each frame once the system's reader is updated; others never answer again. */
const REJECTED_IN_A_ROW = 5;
const HANGS_MS = 1200;

/** A detector that gives way to another one within two seconds when it rejects or hangs. */
export function lasting(first: Detector, other: () => Promise<Detector>): Detector {
  let detector = first;
  let rejected = 0;
  const giveWay = async () => {
    detector = await other();
  };
  return {
    async detect(video) {
      if (detector !== first) return detector.detect(video);
      let timer: ReturnType<typeof setTimeout> | undefined;
      const hangs = new Promise<null>((resolve) => {
        timer = setTimeout(() => resolve(null), HANGS_MS);
      });
      try {
        const found = await Promise.race([first.detect(video), hangs]);
        if (found === null) await giveWay();
        else rejected = 0;
        return found ?? [];
      } catch {
        rejected += 1;
        if (rejected >= REJECTED_IN_A_ROW) await giveWay();
        return [];
      } finally {
        clearTimeout(timer);
      }
    },
  };
}
