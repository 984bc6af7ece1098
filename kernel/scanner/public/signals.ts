/** Sounds and vibration, so that a steward needn't look at the phone. */

let audio: AudioContext | undefined;

/** Browsers allow sound after a touch; the first touch calls this. */
export function wakeSound(): void {
  audio ??= new AudioContext();
  if (audio.state === 'suspended') void audio.resume();
}

/** Whether it can be heard: browsers decide, also after a touch. */
export const soundWorks = (): boolean => audio?.state === 'running';

/** High and short: go on. Low and twice: stop. */
export function signal(allowed: boolean, sound: boolean): void {
  // Before the first touch browsers refuse sound and log a warning.
  if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.(allowed ? 80 : [180, 90, 180]);
  if (!sound || audio?.state !== 'running') return;
  if (allowed) {
    tone(audio, 880, 0, 0.09, 'sine');
    tone(audio, 1320, 0.09, 0.14, 'sine');
  } else {
    tone(audio, 196, 0, 0.18, 'square');
    tone(audio, 196, 0.28, 0.26, 'square');
  }
}

function tone(context: AudioContext, hertz: number, after: number, seconds: number, type: OscillatorType): void {
  const begins = context.currentTime + after;
  const oscillator = new OscillatorNode(context, { type, frequency: hertz });
  const gain = new GainNode(context, { gain: 0.35 });
  // Without a fade-out the end of the sound clicks.
  gain.gain.setValueAtTime(0.35, begins + seconds - 0.02);
  gain.gain.linearRampToValueAtTime(0, begins + seconds);
  oscillator.connect(gain).connect(context.destination);
  oscillator.start(begins);
  oscillator.stop(begins + seconds);
}
