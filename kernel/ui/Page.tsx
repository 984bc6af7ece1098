import ArrowBackIcon from '@mui/icons-material/ArrowBack';
import { Box, IconButton, Stack, Typography } from '@mui/material';
import { type ReactNode, useEffect } from 'react';
import { useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';

type Props = {
  title: string;
  subtitle?: ReactNode;
  /** Buttons at the right of the title; below it on a phone. */
  actions?: ReactNode;
  /** The target of the arrow before the title. */
  back?: string;
  /** Limits the width of forms and reading text, in pixels. */
  width?: number;
  children: ReactNode;
};

/** The frame of every screen: title, subtitle, actions, then the content. */
export function Page({ title, subtitle, actions, back, width, children }: Props) {
  const translate = useTranslate();
  useEffect(() => {
    document.title = `${title} · Counterfoil`;
  }, [title]);
  return (
    <Box sx={{ maxWidth: width ?? 1360, mx: 'auto', width: '100%' }}>
      <Stack
        direction="row"
        sx={{ alignItems: 'center', justifyContent: 'space-between', flexWrap: 'wrap', gap: 1.5, mb: { xs: 2, md: 3 } }}
      >
        <Stack direction="row" sx={{ alignItems: 'center', gap: 1, minWidth: 0, flex: '1 1 auto' }}>
          {back && (
            <IconButton component={Link} to={back} aria-label={translate('ra.action.back')} edge="start">
              <ArrowBackIcon />
            </IconButton>
          )}
          <Box sx={{ minWidth: 0 }}>
            <Typography variant="h1" tabIndex={-1} sx={{ overflowWrap: 'anywhere', outline: 0 }}>
              {title}
            </Typography>
            {subtitle && (
              <Typography variant="body2" color="textSecondary" component="div" sx={{ mt: 0.25 }}>
                {subtitle}
              </Typography>
            )}
          </Box>
        </Stack>
        {actions && (
          <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap', alignItems: 'center' }}>
            {actions}
          </Stack>
        )}
      </Stack>
      {children}
    </Box>
  );
}
