import { Box, useMediaQuery } from '@mui/material';
import { type Theme, useTheme } from '@mui/material/styles';
import { useTranslate } from 'react-admin';
import { useNavigate } from 'react-router-dom';
import { useFormat } from '../../../../kernel/ui/index.ts';
import { labelsToDraw } from '../labels.rule.ts';
import { project } from '../project.rule.ts';
import { machinesOf, type Place } from './place.ts';

const MARGIN = 60;

/** Locations as circles, as large as they have machines, in the colour of the worst that is open. */
export function PlacesDrawing({ places }: { places: Place[] }) {
  const translate = useTranslate();
  const format = useFormat();
  const navigate = useNavigate();
  const { palette } = useTheme();
  const narrow = useMediaQuery((theme: Theme) => theme.breakpoints.down('sm'));
  const [width, height] = narrow ? [400, 420] : [1000, 480];
  const label = (name: string) => translate(`console.coffee.map.${name}`);
  const { at, scale } = project(places, width, height, MARGIN);
  const colours = {
    critical: palette.error.main,
    warning: palette.warning.main,
    info: palette.info.main,
    fine: palette.success.main,
    empty: palette.text.disabled,
  };
  // What is wrong lies above what is not.
  const order = places.map((_, index) => index).sort((a, b) => rank(places[b]) - rank(places[a]));
  // The worst is named first; what has no room for its name has it in the list below, and when it is pointed at.
  const named = order.toReversed();
  const drawn = labelsToDraw(
    named.map((index) => {
      const [{ name, machines }, point] = [places[index] as Place, at[index] as { x: number; y: number }];
      return { ...point, radius: radiusOf(machines), text: name, end: point.x > width * 0.75 };
    }),
  );
  const labelled = new Set([...drawn].map((index) => named[index]));
  const text = { fill: palette.text.primary, fontSize: 13 };
  return (
    <Box
      component="svg"
      viewBox={`0 0 ${width} ${height}`}
      role="group"
      aria-label={label('title')}
      sx={{ display: 'block', width: '100%', height: 'auto', bgcolor: 'action.hover' }}
    >
      {every100(width).map((x) => (
        <line key={`x${x}`} x1={x} x2={x} y1={0} y2={height} stroke={palette.divider} />
      ))}
      {every100(height).map((y) => (
        <line key={`y${y}`} x1={0} x2={width} y1={y} y2={y} stroke={palette.divider} />
      ))}
      {order.map((index) => {
        const [place, point] = [places[index] as Place, at[index] as { x: number; y: number }];
        const said = [
          place.name,
          label(place.state),
          `${label('online')} ${format.number(place.online)}/${format.number(place.machines)}`,
          `${label('alarms')} ${format.number(place.alarms)}`,
        ].join(', ');
        const radius = radiusOf(place.machines);
        const left = point.x > width * 0.75;
        return (
          <a
            key={place.id}
            href={machinesOf(place)}
            aria-label={said}
            onClick={(event) => {
              event.preventDefault();
              void navigate(machinesOf(place));
            }}
          >
            <title>{said}</title>
            <circle
              cx={point.x}
              cy={point.y}
              r={radius}
              fill={colours[place.state]}
              fillOpacity={0.85}
              stroke={palette.background.paper}
              strokeWidth={2}
            />
            <text {...text} x={point.x} y={point.y + 4} textAnchor="middle" style={{ fill: '#fff', fontWeight: 600 }}>
              {place.machines}
            </text>
            {labelled.has(index) && (
              <text
                {...text}
                x={point.x + (left ? -radius - 5 : radius + 5)}
                y={point.y + 4}
                textAnchor={left ? 'end' : 'start'}
              >
                {place.name}
              </text>
            )}
          </a>
        );
      })}
      <line
        x1={16}
        x2={16 + scale.length}
        y1={height - 16}
        y2={height - 16}
        stroke={palette.text.secondary}
        strokeWidth={3}
      />
      <text {...text} x={16} y={height - 24}>
        {translate('console.coffee.map.km', { km: format.number(scale.km) })}
      </text>
    </Box>
  );
}

const radiusOf = (machines: number) => 9 + Math.min(14, Math.sqrt(machines) * 3);

const RANKS = ['critical', 'warning', 'info', 'fine', 'empty'];
const rank = (place: Place | undefined) => RANKS.indexOf(place?.state ?? 'empty');

const every100 = (length: number) => Array.from({ length: Math.ceil(length / 100) }, (_, i) => i * 100);
