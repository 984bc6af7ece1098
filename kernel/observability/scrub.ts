/** Fields that are never logged, whatever their value. */
const PRIVATE_FIELD =
  /pass(word|phrase)|secret|token|authorization|cookie|api_?key|private_?key|otp|e_?mail|phone|mobile|to_?address|recipient|ip_?address|^ip$/i;
const HIDDEN = '[hidden]';

/** Patterns of personal data and secrets in a text, and what a log shows instead. */
const PATTERNS: [RegExp, string][] = [
  // Passwords in connection strings, tokens in links.
  [/(\w:\/\/)[^\s:/@]*:[^\s@/]+@/g, '$1[hidden]@'],
  [/[\w.+-]+@[\w-]+(\.[\w-]+)+/g, '[e-mail]'],
  [/([?&](?:token|key|code|secret|password|signature|sig)=)[^&\s"']+/gi, '$1[hidden]'],
  [/\b(Bearer|Basic|authorization:? token)\s+[\w.~+/=-]+/gi, '$1 [hidden]'],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]+/g, '[token]'],
  // Phone numbers in E.164, and long numbers that stand alone, but not parts of a uuid.
  [/\+\d[\d ()-]{6,16}\d/g, '[phone]'],
  [/(?<![\w.-])\d{10,15}(?![\w.-])/g, '[number]'],
];

/** Without one of these, none of the patterns can match; most logged texts have none. */
const SUSPICIOUS = /[@+=\s]|:\/\/|eyJ|\d{10}/;

/** A text without personal data and secrets. */
export function scrubText(text: string): string {
  if (!SUSPICIOUS.test(text)) return text;
  let clean = text;
  for (const [pattern, instead] of PATTERNS) clean = clean.replace(pattern, instead);
  return clean;
}

const DEPTH = 6;

/** A logged object without personal data and secrets: private fields hidden, every string scrubbed. */
export function scrub(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return scrubText(value);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (depth >= DEPTH) return '[deep]';
  if (value instanceof Error) return scrubError(value, depth);
  if (Array.isArray(value)) return value.slice(0, 50).map((item) => scrub(item, depth + 1));
  const clean: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    clean[key] = PRIVATE_FIELD.test(key) && item != null ? HIDDEN : scrub(item, depth + 1);
  }
  return clean;
}

/**
 * An error by its name, message, code and stack. Not its other fields: PostgreSQL's `detail` quotes the row, an HTTP
 * client's the whole request.
 */
function scrubError(error: Error, depth: number): object {
  const { code, constraint, routine } = error as { code?: unknown; constraint?: unknown; routine?: unknown };
  return {
    type: error.name,
    message: scrubText(error.message),
    ...(code !== undefined && { code }),
    ...(constraint !== undefined && { constraint }),
    ...(routine !== undefined && { routine }),
    stack: error.stack && scrubText(error.stack),
    ...(error.cause !== undefined && { cause: scrub(error.cause, depth + 1) }),
  };
}
