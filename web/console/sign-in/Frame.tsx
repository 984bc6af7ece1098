import { Box, Button, Card, Stack, Typography } from '@mui/material';
import { type ReactNode, useEffect } from 'react';
import { type Locale, useI18nProvider, useLocaleState } from 'react-admin';
import { Brand } from '../layout/Brand.tsx';

type Props = { title: string; text?: ReactNode; children: ReactNode };

/** The frame of the sign-in pages: the brand, one card, the language. */
export function Frame({ title, text, children }: Props) {
  const languages = useI18nProvider()?.getLocales?.() ?? [];
  const [locale, setLocale] = useLocaleState();
  useEffect(() => {
    document.title = `${title} · Counterfoil`;
  }, [title]);
  return (
    <Stack
      sx={{
        minHeight: '100dvh',
        bgcolor: 'background.default',
        color: 'text.primary',
        alignItems: 'center',
        px: 2,
        py: { xs: 4, sm: 8 },
      }}
    >
      <header>
        <Brand />
      </header>
      <Card component="main" sx={{ width: '100%', maxWidth: 420, mt: 4, p: { xs: 2.5, sm: 4 } }}>
        <Typography variant="h1">{title}</Typography>
        {text && (
          <Typography variant="body2" color="textSecondary" component="div" sx={{ mt: 0.75 }}>
            {text}
          </Typography>
        )}
        <Box sx={{ mt: 3 }}>{children}</Box>
      </Card>
      <Stack direction="row" sx={{ mt: 3, gap: 0.5 }}>
        {languages.map((language: Locale) => (
          <Button
            key={language.locale}
            size="small"
            color={language.locale === locale ? 'primary' : 'inherit'}
            lang={language.locale}
            onClick={() => setLocale(language.locale)}
          >
            {language.name}
          </Button>
        ))}
      </Stack>
    </Stack>
  );
}
