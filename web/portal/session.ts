import { type Api, ApiError, api, apiBy, type Options, type Reply, request } from '../../kernel/ui/light/index.ts';
import { forgetAnswers } from './kept.ts';

export type Tokens = { accessToken: string; refreshToken: string };

/** The refusal of a token that has expired or was ended. */
const BAD_TOKEN = 'auth.bad_token';

/**
 * The session of this browser with one organization. The access token is in memory; the refresh token is in
 * localStorage, where all tabs use it. Tabs that renew it at the same moment all get tokens: the server accepts it for
 * two minutes after its first use.
 */
export class Session {
  /** Calls the API as the account's holder. */
  readonly api: Api = apiBy((path, options) => this.#send(path, options));
  /** Called when somebody signs in or out, here, in another tab, or on another device. */
  onChange: (change: 'in' | 'out' | 'ended') => void = () => {};
  #key: string;
  #access: string | null = null;
  #renewing: Promise<string> | null = null;

  constructor(slug: string) {
    this.#key = `counterfoil.portal.${slug}`;
    window.addEventListener('storage', ({ key, oldValue, newValue }) => {
      // Another tab signed in or out; when it only renewed the token, nothing changes here.
      if (key !== this.#key || (oldValue === null) === (newValue === null)) return;
      this.#access = null;
      this.onChange(newValue === null ? 'out' : 'in');
    });
  }

  get open(): boolean {
    return this.#kept !== null;
  }

  begin(tokens: Tokens): void {
    this.#keep(tokens);
    this.onChange('in');
  }

  /** Signs this browser out at once, and tells the server as far as it can be reached. */
  end(why: 'out' | 'ended' = 'out'): void {
    const refreshToken = this.#kept;
    this.#forget(why);
    if (refreshToken) void api.post('/auth/token/revoke', { refreshToken }).catch(() => undefined);
  }

  get #kept(): string | null {
    return localStorage.getItem(this.#key);
  }

  #keep({ accessToken, refreshToken }: Tokens): void {
    localStorage.setItem(this.#key, refreshToken);
    this.#access = accessToken;
  }

  #forget(change: 'out' | 'ended'): void {
    localStorage.removeItem(this.#key);
    this.#access = null;
    void forgetAnswers();
    this.onChange(change);
  }

  async #send<T>(path: string, options: Options): Promise<Reply<T>> {
    const bearer = this.#access ?? (await this.#renewed());
    try {
      return await request<T>(path, { ...options, bearer });
    } catch (refusal) {
      if (!isBadToken(refusal)) throw refusal;
      // Another request may have renewed it meanwhile.
      if (this.#access === bearer) this.#access = null;
      return request<T>(path, { ...options, bearer: this.#access ?? (await this.#renewed()) });
    }
  }

  #renewed(): Promise<string> {
    this.#renewing ??= this.#renew().finally(() => {
      this.#renewing = null;
    });
    return this.#renewing;
  }

  async #renew(): Promise<string> {
    const refreshToken = this.#kept;
    if (refreshToken === null) throw new ApiError(401, BAD_TOKEN, '');
    try {
      const tokens = await api.post<Tokens>('/auth/token/refresh', { refreshToken });
      // Signed out while the answer was on its way.
      if (this.#kept === null) throw new ApiError(401, BAD_TOKEN, '');
      this.#keep(tokens);
      return tokens.accessToken;
    } catch (refusal) {
      if (!isBadToken(refusal) || this.#kept === null) throw refusal;
      // Another tab may have signed in anew meanwhile.
      if (this.#kept !== refreshToken) return this.#renew();
      this.#forget('ended');
      throw refusal;
    }
  }
}

/** Whether a request was refused because the session has ended: `onChange` says so too. */
export const isBadToken = (error: unknown): boolean => error instanceof ApiError && error.code === BAD_TOKEN;
