// Exit code 0 when the server of this machine answers: the health check of the image. With "ready", when it can also
// serve requests: how an upgrade looks.
const { PORT = 3000, HOST = '' } = process.env;
// Where it listens on every address, this one is among them.
const host = ['', '0.0.0.0', '::'].includes(HOST) ? '127.0.0.1' : HOST;
try {
  const address = `http://${host}:${PORT}/api/v1/health/${process.argv[2] ?? 'live'}`;
  const { ok } = await fetch(address, { signal: AbortSignal.timeout(4000) });
  process.exitCode = ok ? 0 : 1;
} catch {
  process.exitCode = 1;
}
