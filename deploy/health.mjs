// Exit code 0 when the server of this machine answers: the health check of the image.
const port = process.env.PORT ?? 3000;
try {
  const { ok } = await fetch(`http://127.0.0.1:${port}/api/v1/health/live`, { signal: AbortSignal.timeout(4000) });
  process.exitCode = ok ? 0 : 1;
} catch {
  process.exitCode = 1;
}
