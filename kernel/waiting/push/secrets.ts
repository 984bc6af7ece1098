import type { Config } from '../../config/index.ts';
import { createSecretBox, type SecretBox, SecretBoxError } from '../../lib/secretbox.ts';
import type { PushSubscriptionInput } from '../contract.ts';

const boxes = new WeakMap<Config, SecretBox>();

function boxOf(config: Config): SecretBox {
  const box = boxes.get(config) ?? createSecretBox(config.SECRET_KEY, 'waiting');
  boxes.set(config, box);
  return box;
}

/** Whoever has a device's address and keys could write to it. */
export const sealed = (config: Config, device: PushSubscriptionInput, organizationId: string): string =>
  boxOf(config).seal(JSON.stringify(device), `${organizationId}/device`);

/** Null when it was sealed with another SECRET_KEY: the push service would refuse our messages, too. */
export function opened(config: Config, text: string, organizationId: string): PushSubscriptionInput | null {
  try {
    return JSON.parse(boxOf(config).open(text, `${organizationId}/device`)) as PushSubscriptionInput;
  } catch (error) {
    if (error instanceof SecretBoxError && error.fault === 'other_key') return null;
    throw error;
  }
}
