import { Box, Button, Typography } from '@mui/material';
import { useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import { Caption, Columns, Loaded, Muted, Panel, useFormat, useGet } from '../../../../../kernel/ui/index.ts';
import { COUNT_TOPICS, type CookCount } from '../../../cook-count/console/count.ts';

/** Tomorrow's cook count in a line; its page explains it. */
export function Tomorrow() {
  const translate = useTranslate();
  const format = useFormat();
  const query = useGet<CookCount>('/mess/reports/cook-count', {}, { live: COUNT_TOPICS });
  const { data } = query;
  return (
    <Panel
      sx={{ mt: 2 }}
      title={
        data
          ? translate('console.mess.board.tomorrow', { day: format.day(data.day) })
          : translate('console.mess.cook.title')
      }
      actions={
        <Button component={Link} to="/mess/cook-count" size="small">
          {translate('console.mess.board.how')}
        </Button>
      }
    >
      <Loaded query={query} height={64}>
        {({ meals }) => (
          <Columns of="repeat(4, 1fr)" from="md" below="1fr 1fr" gap={2}>
            {meals.map(({ meal, closed, mayEat, share, count, kept }) => (
              <Box key={meal.id}>
                <Muted>{meal.name}</Muted>
                <Typography className="figures" sx={{ fontSize: '1.5rem', fontWeight: 650, lineHeight: 1.3 }}>
                  {format.number(closed ? 0 : (kept ?? count))}
                </Typography>
                <Caption>
                  {closed
                    ? translate('console.mess.board.state.closed')
                    : translate(`console.mess.cook.${share.percent === null ? 'everybody' : 'share_of'}`, {
                        percent: format.number(share.percent ?? 100),
                        people: format.number(mayEat),
                      })}
                </Caption>
              </Box>
            ))}
          </Columns>
        )}
      </Loaded>
    </Panel>
  );
}
