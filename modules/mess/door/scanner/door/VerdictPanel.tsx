/** @jsxImportSource preact */
import { useEffect, useState } from 'preact/hooks';
import type { Translate } from '../../../../../kernel/ui/light/index.ts';
import type { DoorStudent } from '../../contract.ts';
import type { Door } from '../engine/door.ts';
import type { Verdict } from '../engine/types.ts';

type Props = {
  verdict: Verdict;
  door: Door;
  /** the age of the roster that this phone judged by, as text */
  age: string | null;
  t: Translate;
  onNext: () => void;
  onAdmit: (() => void) | null;
};

/** Green or red on the full screen; the photo, the name, the reason, and how many so far. */
export function VerdictPanel({ verdict, door, age, t, onNext, onAdmit }: Props) {
  const { allowed, reason, student, meal, served, offline, byHand } = verdict;
  const words =
    reason && offline && reason === 'bad_code' ? 'scanner.reason.bad_code_here' : `scanner.reason.${reason}`;
  return (
    <section class={allowed ? 'verdict yes' : 'verdict no'} role="alert" data-testid="verdict">
      <div class="sign" aria-hidden="true">
        {allowed ? '✓' : '✗'}
      </div>
      <h1>{t(allowed ? (byHand ? 'scanner.verdict.by_hand' : 'scanner.verdict.yes') : 'scanner.verdict.no')}</h1>
      {reason && <p class="reason">{t(words)}</p>}
      {student && <Who student={student} door={door} t={t} />}
      {offline && (
        <p class="alone">
          {t('scanner.verdict.alone')} {age}
        </p>
      )}
      {meal && (
        <p class="count">
          {meal} · {t('scanner.served', { count: served ?? 0 })}
        </p>
      )}
      <div class="choices">
        {onAdmit && (
          <button type="button" onClick={onAdmit}>
            {t('scanner.admit.open')}
          </button>
        )}
        <button type="button" class="next" onClick={onNext}>
          {t('scanner.verdict.next')}
        </button>
      </div>
    </section>
  );
}

/** A student's photo, name and numbers. */
export function Who({ student, door, t }: { student: DoorStudent; door: Door; t: Translate }) {
  const photo = usePhoto(student.photo_url, door);
  return (
    <div class="who">
      {photo ? (
        <img src={photo} alt="" />
      ) : (
        <span class="face" aria-hidden="true">
          {initials(student.name)}
        </span>
      )}
      <div>
        <strong translate={false}>{student.name}</strong>
        <span class="figures" translate={false}>
          {student.roll_number}
        </span>
        {student.room && <span>{t('scanner.verdict.room', { room: student.room })}</span>}
      </div>
    </div>
  );
}

const initials = (name: string) =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map(([first = '']) => first)
    .join('')
    .toUpperCase();

/** A picture for this scanner only: an <img> can't send a token, so it is fetched. */
function usePhoto(url: string | null, door: Door): string | null {
  const [shown, setShown] = useState<string | null>(null);
  useEffect(() => {
    setShown(null);
    if (!url) return;
    const leave = new AbortController();
    let made = '';
    door.photo(url, leave.signal).then(
      (picture) => {
        if (!picture || leave.signal.aborted) return;
        made = URL.createObjectURL(picture);
        setShown(made);
      },
      // Without the picture there is still the name.
      () => undefined,
    );
    return () => {
      leave.abort();
      if (made) URL.revokeObjectURL(made);
    };
  }, [url, door]);
  return shown;
}
