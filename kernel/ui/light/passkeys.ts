/** Passkeys in the browser, for staff's pages. The helper is loaded when somebody uses one. */
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser';
import { api } from './api.ts';

/** Whether the browser has passkeys here: only over HTTPS or on this machine, and for names, not for addresses of digits. */
export const passkeysWork = (): boolean =>
  'PublicKeyCredential' in window && !/^[\d.]+$|:/.test(window.location.hostname);

/**
 * What became of it. `nothing`: the person cancelled, or the device has none for here; browsers don't say which. `known`:
 * this device has one for the account already.
 */
type PasskeyEnd = 'done' | 'nothing' | 'known';

/** Makes a passkey on a device that the person chooses. */
export async function addPasskey(name: string, password: string): Promise<PasskeyEnd> {
  type Asked = { options: PublicKeyCredentialCreationOptionsJSON };
  const { options } = await api.post<Asked>('/session/passkeys/options', { password });
  const { startRegistration } = await import('@simplewebauthn/browser');
  const made = await startRegistration({ optionsJSON: options }).catch(endOf);
  if (typeof made === 'string') return made;
  const { clientDataJSON, attestationObject, transports = [] } = made.response;
  await api.post('/session/passkeys', {
    name,
    id: made.id,
    clientData: clientDataJSON,
    attestation: attestationObject,
    transports,
  });
  return 'done';
}

/** Signs in by one that a device has for this address. */
export async function signInByPasskey(): Promise<PasskeyEnd> {
  type Asked = { options: PublicKeyCredentialRequestOptionsJSON };
  const { options } = await api.post<Asked>('/auth/passkey/options');
  const { startAuthentication } = await import('@simplewebauthn/browser');
  const given = await startAuthentication({ optionsJSON: options }).catch(endOf);
  if (typeof given === 'string') return given;
  const { clientDataJSON, authenticatorData, signature, userHandle } = given.response;
  await api.post('/auth/passkey', {
    id: given.id,
    clientData: clientDataJSON,
    authenticatorData,
    signature,
    ...(userHandle && { userHandle }),
  });
  return 'done';
}

/** The browser's refusals by their names: https://www.w3.org/TR/webauthn-3/#sctn-op-make-cred */
function endOf(error: Error): PasskeyEnd {
  if (error.name === 'InvalidStateError') return 'known';
  if (error.name === 'NotAllowedError' || error.name === 'AbortError') return 'nothing';
  throw error;
}
