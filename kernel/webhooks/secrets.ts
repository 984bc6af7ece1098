import { randomBytes } from 'node:crypto';
import type { Config } from '../config/index.ts';
import { createSecretBox, type SecretBox } from '../lib/secretbox.ts';

/** 192 bits, as Standard Webhooks recommends: https://github.com/standard-webhooks/standard-webhooks */
export const newSecret = (): string => `whsec_${randomBytes(24).toString('base64')}`;

const boxes = new WeakMap<Config, SecretBox>();

function boxOf(config: Config): SecretBox {
  const box = boxes.get(config) ?? createSecretBox(config.SECRET_KEY, 'webhooks');
  boxes.set(config, box);
  return box;
}

export const sealed = (config: Config, secret: string, organizationId: string): string =>
  boxOf(config).seal(secret, `${organizationId}/webhook`);
export const opened = (config: Config, secret: string, organizationId: string): string =>
  boxOf(config).open(secret, `${organizationId}/webhook`);
