import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Boot } from '../module/index.ts';

/** A webhook's refusal in the house's envelope: 401, with a sentence for whoever looks into the provider's log. */
export function refuseWebhook(boot: Boot, request: FastifyRequest, reply: FastifyReply, code: string): FastifyReply {
  const { translator } = boot.house;
  const language = translator.negotiate(request.headers['accept-language']);
  return reply.code(401).send({ ok: false, error: { code, message: translator.t(language, `errors.${code}`, {}) } });
}
