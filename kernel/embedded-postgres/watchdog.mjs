// The watchdog where there is no shell (Windows): stops the database when the pipe from our parent breaks.
// Plain JavaScript, and alone in its file, so that it starts fast and holds little memory.
import { spawnSync } from 'node:child_process';

const [pgCtl, data, uid, gid] = process.argv.slice(2);
const account = uid ? { uid: Number(uid), gid: Number(gid) } : {};
let output = '';
process.stdin.setEncoding('utf8');
process.stdin.on('data', (text) => {
  output += text;
});
process.stdin.on('error', () => {});
process.stdin.on('close', () => {
  if (output.includes('stopped')) return;
  const stop = (mode) =>
    spawnSync(pgCtl, ['stop', '-D', data, '-m', mode, '-t', '1', '-s'], { windowsHide: true, ...account });
  if (stop('fast').status !== 0) stop('immediate');
});
