/** @jsxImportSource preact */
import { useEffect, useState } from 'preact/hooks';
import type { Translate } from '../../../../../kernel/ui/light/index.ts';
import type { DoorStudent } from '../../contract.ts';
import type { Door } from '../engine/door.ts';
import type { Verdict } from '../engine/types.ts';
import { Who } from './VerdictPanel.tsx';

type Props = { door: Door; refused: Verdict | null; t: Translate; onClose: () => void };

/** A supervisor admits a student by hand, always with a reason: the one who was just refused, or one found by name. */
export function AdmitPanel({ door, refused, t, onClose }: Props) {
  const [chosen, setChosen] = useState<{ id: string; student: DoorStudent | null } | null>(
    refused?.studentId ? { id: refused.studentId, student: refused.student } : null,
  );
  const [reason, setReason] = useState('');
  if (!chosen) return <Find door={door} t={t} onClose={onClose} onChoose={setChosen} />;
  return (
    <form
      class="panel stack"
      onSubmit={(event) => {
        event.preventDefault();
        void door.admit(chosen.id, reason.trim()).then(onClose);
      }}
    >
      <h1>{t('scanner.admit.title')}</h1>
      {chosen.student ? <Who student={chosen.student} door={door} t={t} /> : <p>{t('scanner.admit.code_shown')}</p>}
      <label>
        {t('scanner.admit.reason')}
        <input
          name="reason"
          required
          minLength={3}
          maxLength={300}
          value={reason}
          onInput={(event) => setReason(event.currentTarget.value)}
        />
      </label>
      <div class="choices">
        <button type="submit" disabled={reason.trim().length < 3}>
          {t('scanner.admit.confirm')}
        </button>
        <button type="button" class="quiet" onClick={onClose}>
          {t('scanner.back')}
        </button>
      </div>
    </form>
  );
}

type FindProps = {
  door: Door;
  t: Translate;
  onClose: () => void;
  onChoose: (chosen: { id: string; student: DoorStudent }) => void;
};

function Find({ door, t, onClose, onChoose }: FindProps) {
  const [text, setText] = useState('');
  const [found, setFound] = useState<DoorStudent[] | null | 'no_network'>(null);
  useEffect(() => {
    if (text.trim().length < 2) return setFound(null);
    let current = true;
    const timer = setTimeout(async () => {
      const students = await door.search(text.trim());
      if (current) setFound(students ?? 'no_network');
    }, 250);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [door, text]);
  return (
    <section class="panel stack">
      <h1>{t('scanner.admit.title')}</h1>
      <label>
        {t('scanner.admit.search')}
        <input
          type="search"
          name="search"
          autoComplete="off"
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </label>
      {found === 'no_network' && <p role="alert">{t('scanner.admit.no_network')}</p>}
      {Array.isArray(found) && found.length === 0 && <p class="faint">{t('scanner.admit.nobody')}</p>}
      {Array.isArray(found) && (
        <ul class="found">
          {found.map((student) => (
            <li key={student.id}>
              <button type="button" class="row" onClick={() => onChoose({ id: student.id, student })}>
                <Who student={student} door={door} t={t} />
              </button>
            </li>
          ))}
        </ul>
      )}
      <button type="button" class="quiet" onClick={onClose}>
        {t('scanner.back')}
      </button>
    </section>
  );
}
