import TillIcon from '@mui/icons-material/PointOfSaleOutlined';
import { Chip } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import { useFormat } from '../../ui/index.ts';
import { useTill } from './useTill.ts';

/**
 * Whether the person's till is open, with the way to it: for the desk of every module that takes cash. Nothing where
 * there are no drawers, or for people who take no cash.
 */
export function TillState({ currency }: { currency?: string }) {
  const translate = useTranslate();
  const format = useFormat();
  const { query } = useTill();
  const till = query.data;
  if (!till || (till.drawers.length === 0 && !till.required)) return null;
  const open = till.sessions.find((one) => currency === undefined || one.currency === currency);
  return (
    <Chip
      component={Link}
      to="/till"
      clickable
      size="small"
      icon={<TillIcon />}
      variant="outlined"
      color={open ? 'success' : till.required ? 'warning' : 'default'}
      label={
        open
          ? translate('console.till.state_open', { time: format.time(open.openedAt) })
          : translate('console.till.state_closed')
      }
    />
  );
}
