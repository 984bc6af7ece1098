import { isOn, useExhibitions } from '../../exhibitions/console/useExhibitions.ts';

/** The exhibition that a person chose, else the one that is on, else the first. */
export function useExhibition(chosen: string) {
  const exhibitions = useExhibitions();
  const one =
    exhibitions.find(({ id }) => id === chosen) ?? exhibitions.find((exhibition) => isOn(exhibition)) ?? exhibitions[0];
  return { exhibitions, exhibition: one, exhibitionId: one?.id ?? '' };
}
