import { Presets, SingleBar } from 'cli-progress';

/** A bar on a terminal; nothing elsewhere, because a log should not contain a thousand bars. */
export function progressBar(label: string) {
  const bar = process.stderr.isTTY
    ? new SingleBar(
        { format: `${label} {bar} {value}/{total} {eta_formatted}`, hideCursor: true },
        Presets.shades_classic,
      )
    : null;
  let started = false;
  return {
    update(done: number, total: number) {
      if (!started) bar?.start(total, done);
      started = true;
      bar?.setTotal(total);
      bar?.update(done);
    },
    stop() {
      bar?.stop();
    },
  };
}
