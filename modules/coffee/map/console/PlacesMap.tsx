import { Box, Menu, MenuItem } from '@mui/material';
import { useTheme } from '@mui/material/styles';
import { useMemo, useRef, useState } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import { Caption, useFormat, useLabels } from '../../../../kernel/ui/index.ts';
import { type Mark, PlaceIndex } from '../clusters.rule.ts';
import { labelsToDraw } from '../labels.rule.ts';
import { OnMap } from './OnMap.tsx';
import { machinesOf, type Place, type Places } from './place.ts';
import { useGround, useMap } from './useMap.ts';

const RANKS: Place['state'][] = ['critical', 'warning', 'info', 'fine', 'empty'];
const radiusOf = (machines: number) => 14 + Math.min(10, Math.sqrt(machines) * 2);

/** A map with a mark for each location, or for several that would cover each other, in the colour of the worst alarm. */
export default function PlacesMap({ places, tiles }: Pick<Places, 'places' | 'tiles'>) {
  const format = useFormat();
  const { palette } = useTheme();
  const box = useRef<HTMLDivElement>(null);
  const [here, setHere] = useState<{ anchor: HTMLElement; places: Place[] } | null>(null);
  const index = useMemo(() => new PlaceIndex(places), [places]);
  const { map, moved } = useMap(box, index, places);
  const { west, east } = index.bounds(places);
  const failed = useGround(map, tiles, [0, ...(east > 180 ? [360] : []), ...(west < -180 ? [-360] : [])]);
  const label = useLabels('console.coffee.map');
  const colours = {
    critical: palette.error,
    warning: palette.warning,
    info: palette.info,
    fine: palette.success,
    empty: { main: palette.text.secondary, contrastText: palette.background.paper },
  };
  const nameOf = (mark: Mark<Place>) => (mark.place ? mark.place.name : label('locations', { count: mark.locations }));
  const marks = useMemo(() => {
    if (!map || moved === 0) return [];
    const seen = map.getBounds().pad(0.1);
    const bounds = { west: seen.getWest(), south: seen.getSouth(), east: seen.getEast(), north: seen.getNorth() };
    // The worst is named first, and lies above.
    return index
      .marks(bounds, map.getZoom())
      .toSorted((a, b) => RANKS.indexOf(a.state) - RANKS.indexOf(b.state) || a.key.localeCompare(b.key));
  }, [map, moved, index]);
  const width = map && moved > 0 ? map.getSize().x : 0;
  const placed = marks.map((mark) => {
    const { x = 0, y = 0 } = map?.latLngToContainerPoint([mark.latitude, mark.longitude]) ?? {};
    return { x, y, radius: radiusOf(mark.machines), text: nameOf(mark), end: x > width * 0.75 };
  });
  const named = labelsToDraw(placed);
  const open = (mark: Mark<Place>, anchor: HTMLElement) => {
    if (mark.place) return;
    const zoom = index.opensAt(mark.cluster);
    if (zoom === null) return setHere({ anchor, places: index.membersOf(mark.cluster) });
    // The mark goes away: whoever chose it by keyboard continues on the map.
    box.current?.focus({ preventScroll: true });
    map?.setView([mark.latitude, mark.longitude], zoom);
  };
  return (
    <>
      <Box ref={box} role="group" aria-label={label('title')} sx={mapStyle} />
      {map &&
        marks.map((mark, i) => {
          const said = [
            nameOf(mark),
            label(mark.state),
            `${label('online')} ${format.number(mark.online)}/${format.number(mark.machines)}`,
            `${label('alarms')} ${format.number(mark.alarms)}`,
          ].join(', ');
          const { main, contrastText } = colours[mark.state];
          const radius = radiusOf(mark.machines);
          const look = {
            'aria-label': said,
            title: said,
            sx: {
              ...circle,
              width: radius * 2,
              height: radius * 2,
              bgcolor: main,
              // Stronger than Leaflet's colour of links.
              '&&': { color: contrastText },
              boxShadow: `0 0 0 2px ${palette.background.paper}${mark.place ? '' : `, 0 0 0 4px ${main}`}`,
            },
          };
          const text = (
            <>
              {format.number(mark.machines)}
              {named.has(i) && (
                <Box component="span" sx={{ ...nameStyle, [placed[i]?.end ? 'right' : 'left']: 'calc(100% + 5px)' }}>
                  {nameOf(mark)}
                </Box>
              )}
            </>
          );
          return (
            <OnMap key={mark.key} map={map} latitude={mark.latitude} longitude={mark.longitude} above={-i}>
              {mark.place ? (
                <Box component={RouterLink} to={machinesOf(mark.place)} {...look}>
                  {text}
                </Box>
              ) : (
                <Box
                  component="button"
                  type="button"
                  onClick={({ currentTarget }: { currentTarget: HTMLElement }) => open(mark, currentTarget)}
                  {...look}
                >
                  {text}
                </Box>
              )}
            </OnMap>
          );
        })}
      {(tiles || failed) && (
        <Caption component="p" sx={{ px: 2, py: 0.5 }}>
          {failed ? label('failed') : tiles?.attribution}
        </Caption>
      )}
      <Menu open={here !== null} anchorEl={here?.anchor ?? null} onClose={() => setHere(null)}>
        {here?.places.map((place) => (
          <MenuItem key={place.id} component={RouterLink} to={machinesOf(place)}>
            {place.name}, {label(place.state)}
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}

const circle = {
  position: 'absolute',
  transform: 'translate(-50%, -50%)',
  display: 'grid',
  placeItems: 'center',
  borderRadius: '50%',
  border: 0,
  p: 0,
  font: 'inherit',
  fontSize: 13,
  fontWeight: 600,
  lineHeight: 1,
  textDecoration: 'none',
  cursor: 'pointer',
  pointerEvents: 'auto',
  '&:focus-visible': { outline: '3px solid', outlineColor: 'primary.main', outlineOffset: 4 },
} as const;

const nameStyle = {
  position: 'absolute',
  top: '50%',
  transform: 'translateY(-50%)',
  whiteSpace: 'nowrap',
  fontWeight: 500,
  color: 'text.primary',
  bgcolor: 'background.paper',
  px: 0.5,
  borderRadius: 0.5,
} as const;

const mapStyle = {
  height: { xs: 420, md: 520 },
  maxHeight: '70vh',
  // Leaflet's own layers count up to 1000: menus and dialogs lie above the map.
  isolation: 'isolate',
  '&.leaflet-container': { bgcolor: 'background.paper', font: 'inherit' },
  '&:focus-visible': { outline: '3px solid', outlineColor: 'primary.main', outlineOffset: -3 },
  '& .leaflet-bar a': { bgcolor: 'background.paper', color: 'text.primary', borderColor: 'divider' },
  '& .leaflet-bar a:hover': { bgcolor: 'background.default' },
  '& .leaflet-bar a.leaflet-disabled': { bgcolor: 'background.default', color: 'text.disabled' },
  '& .leaflet-control-scale-line': {
    bgcolor: 'background.paper',
    color: 'text.primary',
    borderColor: 'text.secondary',
    textShadow: 'none',
    fontSize: 11,
  },
  // Tiles are made for light pages.
  '& .leaflet-tile-pane': {
    filter: ({ palette }: { palette: { mode: string } }) =>
      palette.mode === 'dark' ? 'invert(1) hue-rotate(180deg) brightness(0.9)' : 'none',
  },
} as const;
