/** Addresses that have a user and a password in them, and no @ further behind. */
const WITH_LOGIN = /^(postgres(ql)?|mqtts?|cloudinary)$/;

/** Why a text is no address; null: it is one, or none at all. Passwords in addresses are where most mistakes are. */
export function addressFault(text: string): string | null {
  const [, scheme = '', rest = ''] = /^([a-z0-9+]+):\/\/(.*)$/s.exec(text) ?? [];
  if (!scheme) return null;
  const authority = rest.split(/[/?#]/)[0] as string;
  const at = authority.lastIndexOf('@');
  const login = at >= 0 ? authority.slice(0, at) : loginCutOff(scheme, rest);
  const strange = [...new Set(login.match(/[#?/\s@[\]]|%(?![0-9a-f]{2})/gi) ?? [])];
  if (strange.length > 0)
    return `has ${strange.map((one) => `"${one}"`).join(', ')} in its user or password. Write ${strange
      .map((one) => `${encode(one)} for "${one}"`)
      .join(', ')} there.`;
  // Several servers, which only databases have: each is looked at alone. A database may have none, but a socket.
  const hosts = authority.slice(at + 1);
  const each = scheme.startsWith('postgres') ? hosts.split(',') : [hosts];
  const wrong = each.find((host) => host !== '' && !URL.canParse(`${scheme}://${host}`));
  // Without quoting it: what stands there may be half of a password.
  return wrong === undefined
    ? null
    : 'names no server and port that there can be: server.example, or server.example:1234.';
}

/** What a "#", "?" or "/" in a password has cut in two; a "?" behind a "/" begins the parameters. */
function loginCutOff(scheme: string, rest: string): string {
  const before = rest.slice(0, Math.max(0, rest.lastIndexOf('@')));
  return WITH_LOGIN.test(scheme) && !/^[^?#]*\/[^?#]*\?/.test(before) ? before : '';
}

const encode = (one: string) => `%${one.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
