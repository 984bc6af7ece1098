import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Boot } from '../module/index.ts';

/** A webhook's refusal in the server's envelope: 401 unless another status is given, with a message for people who read the provider's log. */
export function refuseWebhook(
  boot: Boot,
  request: FastifyRequest,
  reply: FastifyReply,
  code: string,
  status = 401,
): FastifyReply {
  const { translator } = boot.services;
  const language = translator.negotiate(request.headers['accept-language']);
  return reply.code(status).send({ ok: false, error: { code, message: translator.t(language, `errors.${code}`, {}) } });
}
